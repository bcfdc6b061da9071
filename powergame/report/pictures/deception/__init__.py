"""Pictures of deception: the tree of histories with play and beliefs, and measures along one or two numbers."""
