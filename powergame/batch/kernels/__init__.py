"""Everything that numba compiles, the cache of compiled kernels, and the one module that calls them."""
