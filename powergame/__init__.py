"""Who will seek power here, and why? Scenarios of power and conflict, compiled to games and solved."""

__version__ = "0.1.0"
