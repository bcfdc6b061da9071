"""The agent logit path of a game tree: where it leads from uniform play, and quantal responses on the way."""
