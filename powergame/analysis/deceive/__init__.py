"""The `deceive` question: who conceals what it is, who feigns, and what observers come to believe."""
