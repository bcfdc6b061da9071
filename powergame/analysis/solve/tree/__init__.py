"""The answer of `solve` on private types in one round, and on rounds without them: a game tree's equilibria."""
