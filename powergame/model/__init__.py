"""What a scenario means: alignment, contest, peace and war, down to payoff arrays. Pure functions of arrays."""
