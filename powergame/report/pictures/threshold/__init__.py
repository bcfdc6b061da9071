"""What turns along paths: bands of verdicts or rungs, or the course of a number, with every flip."""
