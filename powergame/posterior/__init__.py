"""Posteriors: methods that weigh points of a prior by a likelihood, and what weighted points say."""
