"""Packages that only parts of powergame stand on, and what is said where one of them is missing."""

from __future__ import annotations

from importlib import import_module

from powergame.errors import UsageError

EXTRAS = {
    "numba": "fast",
    "pyarrow": "tables",
    "distributed": "cluster",
    "starlette": "explore",
    "uvicorn": "explore",
    "websockets": "explore",
    "arviz_base": "arviz",
    "netCDF4": "arviz",
}
"""Extra of the installation that brings a package, by the name under which the package is imported."""


def installing(package: str) -> str:
    """Return the command that installs a package, with all else that is used together with it.

    Examples
    --------
    >>> installing("pyarrow")
    "pip install 'powergame[tables]'"
    """
    return f"pip install 'powergame[{EXTRAS[package]}]'" if package in EXTRAS else f"pip install {package}"


def require(package: str, what: str) -> None:
    """Import a package, or raise `UsageError`.

    Parameters
    ----------
    package
        By the name under which it is imported.
    what
        What stands on it, as the beginning of a sentence.
    """
    try:
        import_module(package)
    except ImportError as error:
        reason = " ".join(str(error).split())
        raise UsageError(
            f"{what} needs {package}, which cannot be imported ({reason}): {installing(package)}"
        ) from None
