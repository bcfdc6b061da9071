"""Parts of what `threshold` says."""
