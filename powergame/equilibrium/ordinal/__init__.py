"""The names of 2x2 games by their ordinal structure, and what a name means."""

from powergame.equilibrium.ordinal.meaning import meaning
from powergame.equilibrium.ordinal.names import SYMMETRIC, ordinal_name

__all__ = ["SYMMETRIC", "meaning", "ordinal_name"]
