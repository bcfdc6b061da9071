"""Reading of scenarios: files, what they extend, and all checks on the way to a `Scenario`."""
