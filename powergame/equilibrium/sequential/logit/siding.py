"""Sides taken by what is believed after the rungs are seen, and what hangs on them."""
