"""Games of several rounds and private types: public histories, private types."""
