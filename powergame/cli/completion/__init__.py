"""Shell completion: what may follow, and how each shell is told."""
