"""What is thought of unknown numbers: distributions, and draws from them."""
