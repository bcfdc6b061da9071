"""The commands, one module each: options in, analysis called, report written."""
