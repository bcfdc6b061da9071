"""Documents of results: one module for each question."""
