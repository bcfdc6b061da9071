"""The gallery: a page for each shipped scenario, with its answer, its pictures, its variants and its file."""
