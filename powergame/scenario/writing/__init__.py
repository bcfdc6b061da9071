"""What is written about scenarios: their YAML, the JSON Schema, and a template to start from."""
