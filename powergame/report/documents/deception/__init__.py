"""Parts of what `deceive` says: types and their words, what is believed and played, scenarios side by side, curves."""
