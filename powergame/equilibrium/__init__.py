"""Who can stand still: solvers that map a game to profiles, certificates, and the selection among them."""
