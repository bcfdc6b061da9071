"""matplotlib for commands that draw: no setting of its users reaches a picture, and nothing but powergame is heard."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from powergame.errors import OutputError
from powergame.packages import require

SETTINGS = "matplotlibrc"
"""Name of the file of settings that matplotlib reads first, from the folder in which it is loaded."""


def load_matplotlib(what: str) -> None:
    """Load matplotlib.

    A notebook names a backend in the environment, a folder or a home may have a file of settings, and some machines
    have no home to keep a list of fonts in. None of it matters to files that are drawn.

    Parameters
    ----------
    what
        What is to be drawn, as the beginning of a sentence.

    Raises
    ------
    UsageError
        Where matplotlib is missing.
    OutputError
        Where there is no folder that can be written, not even for temporary files.
    """
    if "matplotlib" in sys.modules:
        return
    import logging

    logging.getLogger("matplotlib").addHandler(logging.NullHandler())
    os.environ["MPLBACKEND"] = "agg"
    os.environ["MATPLOTLIBRC"] = os.devnull
    try:
        with _elsewhere():
            require("matplotlib", what)
            import matplotlib.font_manager  # noqa: F401  (makes its list of fonts)
    except (OSError, RuntimeError) as error:
        raise OutputError(
            f"{what} needs a folder for a list of fonts: expected MPLCONFIGDIR to name one that can be written"
        ) from error


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """Work in a folder without settings, where the current one has some; in the other case stay: it may be gone."""
    if not os.path.lexists(SETTINGS):
        yield
        return
    here = Path.cwd()
    os.chdir(Path(__file__).parent)
    try:
        yield
    finally:
        os.chdir(here)
