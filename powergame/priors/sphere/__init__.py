"""Distributions of directions on the unit sphere."""
