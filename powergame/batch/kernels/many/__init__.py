"""Kernels for three and more actors: loaded only where a batch has such games."""
