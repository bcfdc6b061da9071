"""The live page: a scenario under one's hands, solved anew at every move."""
