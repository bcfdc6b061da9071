"""Tables of actors: their power and their positions, or how alike they are."""
