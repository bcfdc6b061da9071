"""Compilation of kernels by numba, and the cache of compiled ones."""
