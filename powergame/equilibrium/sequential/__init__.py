"""Equilibria of games of rounds and private types: what is played and believed in every history, certified."""
