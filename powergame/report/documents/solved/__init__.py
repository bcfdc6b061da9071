"""Parts of what `solve` says: verdicts in words, and all of it for private types and rounds."""
