"""Parts of what `converge` says."""
