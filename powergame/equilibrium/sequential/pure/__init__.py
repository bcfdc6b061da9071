"""All equilibria of a game tree in which every type plays one rung for certain, found backwards over belief states."""
