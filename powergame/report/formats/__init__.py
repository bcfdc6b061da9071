"""Documents and results in each output format, and how output is written."""
