"""The path language: finding a value in a scenario, setting it, and completing what was typed."""
