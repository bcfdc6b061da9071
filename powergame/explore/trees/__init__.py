"""What the live page has of its own for private types and several rounds: controls, and what is shown."""
