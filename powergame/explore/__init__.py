"""The live page: a scenario whose numbers can be moved, solved anew at every move."""
