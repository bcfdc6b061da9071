"""Logit quantal response: the correspondence, its principal branch, and the branch's limit."""
