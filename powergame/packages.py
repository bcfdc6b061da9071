"""Packages that only parts of powergame stand on, and what is said where one of them is missing."""

from __future__ import annotations

from importlib import import_module

from powergame.errors import UsageError


def require(package: str, what: str) -> None:
    """Import a package, or raise `UsageError`.

    Parameters
    ----------
    package
        By the name under which it is both imported and installed.
    what
        What stands on it, as the beginning of a sentence.
    """
    try:
        import_module(package)
    except ImportError as error:
        reason = " ".join(str(error).split())
        raise UsageError(
            f"{what} needs {package}, which cannot be imported ({reason}): pip install {package}"
        ) from None
