"""The reference of the library: every public name, and the parts of results."""
