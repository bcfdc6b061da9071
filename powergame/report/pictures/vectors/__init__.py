"""Arrows: who wants what, with how much power, and what others' power is worth to each."""
