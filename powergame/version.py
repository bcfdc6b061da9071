"""The version of powergame."""

__version__ = "0.1.0"
