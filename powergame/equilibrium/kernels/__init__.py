"""All equilibria of small games of any number of actors, by branch and bound; compiled where there is much to do."""
