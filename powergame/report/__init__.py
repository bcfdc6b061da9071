"""How results are shown. Takes result objects, knows no solver."""
