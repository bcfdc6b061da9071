"""Long work in numbered chunks that survives: a folder that keeps what is finished, and who does the work."""
