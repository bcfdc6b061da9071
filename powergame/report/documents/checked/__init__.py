"""Reports of `check` for CI servers, and what they share with the one for people."""
