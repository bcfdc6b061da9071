"""The tools that all kinds of pictures draw with."""
