"""What happens over rounds at an equilibrium of a game tree, history by history."""
