"""Compilation of functions by numba."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

caching = False
"""Whether what is compiled now is taken from the cache, or put into it (`cache.cached_kernels`)."""

_shared: list[Callable[..., Any]] = []


def shared(function: Callable[P, T]) -> Callable[P, T]:
    """Mark a function that kernels may call, and that runs without numba as well: it is left as it is."""
    _shared.append(function)
    return function


def _registered() -> None:
    """Tell numba of all functions that kernels may call."""
    from numba.extending import register_jitable

    while _shared:
        register_jitable(error_model="numpy")(_shared.pop())


def compiled(signature: str, *, inner: bool = False) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Return a decorator that compiles a function for one signature, at once, or takes it from the cache.

    Parameters
    ----------
    signature
        Signature in numba's notation.
    inner
        Whether only other kernels call the function: a wrapper for calls from Python doubles the time to compile it.
    """
    import numba

    _registered()
    settings: dict[str, Any] = {"error_model": "numpy", "nogil": True}
    settings |= {"no_cpython_wrapper": inner, "no_cfunc_wrapper": True}

    def compile_now(function: Callable[P, T]) -> Callable[P, T]:
        kernel: Callable[P, T]
        try:
            kernel = numba.njit(signature, cache=caching, **settings)(function)
        except (OSError, RuntimeError):  # the cache is on a full disk, or its folder turns out to be closed
            kernel = numba.njit(signature, **settings)(function)
        return kernel

    return compile_now


def inlined(function: Callable[P, T]) -> Callable[P, T]:
    """Compile a function into each place that calls it."""
    import numba

    made: Any = numba.njit(function, error_model="numpy", forceinline=True)
    kernel: Callable[P, T] = made
    return kernel
