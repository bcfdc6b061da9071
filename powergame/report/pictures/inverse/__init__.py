"""Pictures of what deeds tell: the unknowns before and after, alone and in pairs, and along the observations."""
