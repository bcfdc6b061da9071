"""Scenarios: strict YAML with positions, turned into a typed, immutable `Scenario`."""
