"""Every word of our answers, explained."""
