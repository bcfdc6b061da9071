"""Strict YAML 1.2: text to a tree of nodes, each with its place in the file."""
