"""Shell completion: candidates, and the forms in which each shell takes them."""
