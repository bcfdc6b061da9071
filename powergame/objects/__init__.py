"""What the objects that users hold have in common: they answer to names, and show themselves."""
