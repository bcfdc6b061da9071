"""For commands that draw: matplotlib, whose settings of users reach no picture, and the users' words on pictures."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from powergame.errors import OutputError, UsageError
from powergame.packages import require
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.report.pictures.captions import Captions
    from powergame.scenario.scenario import Scenario
    from powergame.sources.load import Loaded

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


def titled(title: str | None, *, no_title: bool) -> str | None:
    """Return the title that ``--title`` and ``--no-title`` ask for: None for the finding, empty for none."""
    if title is not None and no_title:
        raise UsageError("--title and --no-title exclude each other; give one of them")
    if title is not None and not title.strip():
        raise UsageError("--title: expected some words; --no-title leaves the title out")
    return "" if no_title else title


def captions(loaded: Loaded, title: str | None, labels: Sequence[str]) -> Captions:
    """Return the user's words for a picture of a scenario or a game.

    Parameters
    ----------
    title
        As `titled` returns it.
    labels
        The values of ``--label``: ``PATH=TEXT``.
    """
    from powergame.report.pictures.captions import Captions
    from powergame.scenario.scenario import Scenario

    if not labels:
        return Captions(title)
    if not isinstance(loaded, Scenario):
        raise UsageError("--label names a path of a scenario, and a game has none")
    words: dict[str, str] = {}
    for label in labels:
        path, text = _label(loaded, label)
        if words.setdefault(path, text) != text:
            raise UsageError(f"--label names {printable(path)} twice; expected each path once")
    return Captions(title, words)


UNTOLD = frozenset({"kind", "scenario", "output", "set", "max-size", "time-limit", "quiet", "debug"})
"""Parameters of `plot` that a picture's metadata leave out: they change nothing in it, or the scenario has them."""


def about_picture(loaded: Loaded, kind: str, parameters: Mapping[str, object]) -> dict[str, object]:
    """Return what the metadata of a picture say: what it was drawn of, and by which parameters of the command."""
    from powergame.analysis.head import head, origin

    given = {name.strip("_").replace("_", "-"): value for name, value in parameters.items()}
    told = {name: value for name, value in given.items() if name not in UNTOLD and value not in (None, False, (), [])}
    return {**head("picture"), "scenario": origin(loaded), "options": {"kind": kind, **told}}


def _label(scenario: Scenario, label: str) -> tuple[str, str]:
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.locate import split, unknown

    try:
        path, text = split(scenario, label)
        unknown(scenario, path)
    except FieldError as error:
        raise UsageError(f"--label {printable(label)}: {error}; expected PATH=TEXT") from None
    if not text.strip():
        raise UsageError(f"--label {printable(label)}: expected some words behind the equals sign")
    return path, text.strip()
