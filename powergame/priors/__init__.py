"""Priors of unknown numbers: distributions, and draws from them."""
