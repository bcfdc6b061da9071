"""Nash equilibria: exact enumeration with two actors, dominance, pure equilibria, and outside solvers."""
