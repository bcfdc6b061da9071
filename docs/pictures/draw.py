"""Draws the pictures of the documentation: small, with words as text, and readable in the light and in the dark.

What is wide is drawn once more for a phone, as ``NAME-narrow.svg``, which the site shows there.

``make pictures`` runs it; ``tests/test_doc_pictures.py`` holds that the files are what it draws.
"""

from __future__ import annotations

import contextlib
import runpy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from dark import DARK, rules
from matplotlib.figure import Figure
from written import written

import powergame as pg
from powergame.analysis.threshold import thresholds
from powergame.report.page.inline import inline
from powergame.report.pictures.drawing.fonts import readers_fonts
from powergame.report.pictures.kinds import kind

HERE = Path(__file__).parent
SCENARIOS = HERE.parents[1] / "scenarios"
TUTORIALS = HERE.parent / "tutorials"

NARROW = 8.0
"""Centimetres of a picture on a phone."""

LIGHT_PAPER = "#ffffff"
"""Colour of the paper in the light."""


@dataclass(frozen=True)
class DocPicture:
    """A picture of the documentation: its file, its kind, and what it is drawn of; or a figure as it is."""

    name: str
    kind: str
    result: Callable[[], object]
    width: float = 16.0

    @property
    def widths(self) -> dict[str, float]:
        """Names of its files, and how wide they are, in centimetres."""
        narrow = {f"{self.name}-narrow": NARROW} if self.width > NARROW else {}
        return {self.name: self.width, **narrow}


def _solved(name: str) -> Callable[[], object]:
    return lambda: pg.solve(pg.load(SCENARIOS / f"{name}.yaml"), look_for_turns=False)


def _turns() -> object:
    return thresholds(pg.load(SCENARIOS / "strong-and-aligned.yaml"), [("alignment.weak.strong", None)])


def _war() -> object:
    scenario = pg.load(SCENARIOS / "cuban-missile-crisis.yaml")
    return thresholds(scenario, [("conflict.destruction.odds", None)], of="war", levels=[0.05, 0.1, 0.15])


def _map() -> object:
    axes = {"alignment.weak.strong": "-1:1:61", "conflict.destruction.odds": "0:1:61"}
    return pg.sweep(pg.load(SCENARIOS / "strong-and-aligned.yaml"), axes)


@contextlib.contextmanager
def _tutorial(page: str) -> Iterator[None]:
    """Stand in a folder with the files that a tutorial tells its readers to write."""
    with TemporaryDirectory() as folder, contextlib.chdir(folder):
        for name, text in written((TUTORIALS / f"{page}.md").read_text(encoding="utf-8")).items():
            Path(name).write_text(text, encoding="utf-8")
        yield


def _fashoda() -> object:
    with _tutorial("case"):
        return pg.solve(pg.load("fashoda.yaml#friends against a third"), look_for_turns=False)


def _rise() -> object:
    with _tutorial("figure"):
        return runpy.run_path("figure.py")["figure"]


def _deed() -> object:
    with _tutorial("deed"):
        return pg.infer(pg.load("why.yaml"), rationality=20, method="reweight")


def _suspicion() -> object:
    with _tutorial("suspicion"):
        return pg.deceive(pg.load("thirties.yaml"))


PICTURES = (
    DocPicture("arrows", "vectors", _solved("strong-and-aligned")),
    DocPicture("alliances", "vectors", _solved("first-world-war")),
    DocPicture("matrix", "payoffs", _solved("security-dilemma"), 8.0),
    DocPicture("replies", "replies", _solved("security-dilemma"), 8.0),
    DocPicture("ladder", "ladder", _solved("cuban-missile-crisis")),
    DocPicture("turns", "threshold", _turns),
    DocPicture("war", "threshold", _war),
    DocPicture("map", "phase", _map),
    DocPicture("fashoda", "payoffs", _fashoda, 8.0),
    DocPicture("rise", "phase", _rise, 8.0),
    DocPicture("deed", "posterior", _deed),
    DocPicture("suspicion", "tree", _suspicion),
)


def drawn(picture: DocPicture) -> dict[str, str]:
    """Return a picture as the texts of its files, by their names."""
    with readers_fonts():
        result = picture.result()
        return {name: _drawn(picture, result, width) for name, width in picture.widths.items()}


def _drawn(picture: DocPicture, result: object, width: float) -> str:
    figure = result if isinstance(result, Figure) else kind(picture.kind).draw(result, width=width)
    text = inline(figure).alone()
    opened = text.index("</title>") + len("</title>")
    return f'{text[:opened]}<style>{_style()}</style><rect class="paper" width="100%" height="100%"/>{text[opened:]}\n'


def _style() -> str:
    """Return the style that gives the paper its colour, and in the dark all that is drawn."""
    return (
        f".paper{{fill:{LIGHT_PAPER}}}@media (prefers-color-scheme:dark){{.paper{{fill:{DARK['paper']}}}"
        f"text{{fill:{DARK['ink']}}}{''.join(rules(DARK['paper']))}}}"
    )


if __name__ == "__main__":
    for each in PICTURES:
        for file, drawing in drawn(each).items():
            (HERE / f"{file}.svg").write_text(drawing, encoding="utf-8")
