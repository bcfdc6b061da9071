"""What is published, computed anew: a file for each kind of result, a function for each published quantity."""
