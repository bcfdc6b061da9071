"""The logit path of small games, compiled: where the principal branch of their quantal responses ends."""
