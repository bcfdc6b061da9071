"""Payoff matrices in tables: whole games."""
