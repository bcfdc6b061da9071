"""Writers: a scenario as YAML, the JSON Schema of scenario files, and a template to start from."""
