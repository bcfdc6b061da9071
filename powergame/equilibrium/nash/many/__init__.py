"""All equilibria of games in which three and more actors have a choice, with proof where the game is small."""
