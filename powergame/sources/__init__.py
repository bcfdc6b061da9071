"""What a user names: a scenario or a game, wherever it comes from."""
