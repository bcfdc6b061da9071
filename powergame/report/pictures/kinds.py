"""The kinds of pictures: what each shows, of which result, and by which function. A new kind is a line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from powergame.packages import require

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from powergame.analysis.aspect import Aspect
    from powergame.analysis.infer.border import Border
    from powergame.analysis.infer.result import Inference, Inferences
    from powergame.analysis.sweep import Sweep
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram

Of = Literal["solve", "threshold", "sweep", "infer", "deceive"]
"""Question whose result is drawn: of a scenario as it is, along the paths that vary, over all, or of its unknowns."""


@dataclass(frozen=True)
class PictureKind:
    """A kind of picture.

    Attributes
    ----------
    name
        As ``powergame plot --kind`` has it.
    of
        The question whose result it is drawn of.
    shows
        In some words.
    drawing
        ``module.function`` within this folder; the function takes the result, ``width``, in centimetres, and
        ``captions``, the user's words.
    varies
        Whether it is drawn along ``--vary``.
    notebook
        Whether a notebook shows it with the result; the first of these that has something to draw is shown.
    """

    name: str
    of: Of
    shows: str
    drawing: str
    varies: bool = False
    notebook: bool = False

    def draw(self, result: object, **options: object) -> Figure:
        """Draw a result; the module, and matplotlib with it, is imported only now."""
        from powergame.analysis.solve.result import Answer
        from powergame.report.names import shortened

        require("matplotlib", "a picture")
        module, _, function = self.drawing.rpartition(".")
        drawing: Callable[..., Any] = getattr(import_module(f"powergame.report.pictures.{module}"), function)
        shown = shortened(result) if isinstance(result, Answer) else result
        figure: Figure = drawing(shown, **options)
        return figure


KINDS = (
    PictureKind(
        "vectors",
        "solve",
        "arrows as long as power, and what others' power is worth",
        "vectors.picture.draw_vectors",
        notebook=True,
    ),
    PictureKind(
        "payoffs", "solve", "the matrix, best replies and equilibria marked", "payoffs.draw_payoffs", notebook=True
    ),
    PictureKind("replies", "solve", "best-reply curves of a 2x2 game, all equilibria", "replies.draw_replies"),
    PictureKind("ladder", "solve", "what each rung is worth to its actor", "ladder.draw_ladder"),
    PictureKind("sides", "solve", "who would stand with whom if it came to war, and win", "sides.draw_sides"),
    PictureKind(
        "threshold",
        "threshold",
        "what turns along --vary PATH",
        "threshold.draw.draw_threshold",
        varies=True,
        notebook=True,
    ),
    PictureKind(
        "phase",
        "sweep",
        "who seeks power, over two or three --vary PATH",
        "kinds.draw_sweep",
        varies=True,
        notebook=True,
    ),
    PictureKind("posterior", "infer", "what the deeds tell of each unknown", "kinds.draw_inference", notebook=True),
    PictureKind(
        "tree", "deceive", "what is played and believed along the histories", "deception.tree.draw_tree", notebook=True
    ),
    PictureKind(
        "curves",
        "deceive",
        "concealing and feigning along --vary PATH=AXIS",
        "deception.curves.draw_curves",
        varies=True,
        notebook=True,
    ),
    PictureKind("trace", "infer", "the posterior after each observation in turn", "inverse.trace.draw_trace"),
)


def kind(name: str) -> PictureKind:
    """Return the kind of this name."""
    return next(kind for kind in KINDS if kind.name == name)


def draw_sweep(sweep: Sweep | PhaseDiagram, aspect: Aspect | None = None, **options: Any) -> Figure:
    """Draw a phase diagram, or that of a sweep's first two paths, in panels over the third; see `phase.draw`.

    Parameters
    ----------
    aspect
        What is asked of a sweep; by default who seeks power.
    """
    from powergame.analysis.aspect import SEEKS
    from powergame.analysis.sweep.phase.complete import completed
    from powergame.analysis.sweep.phase.diagram import PhaseDiagram
    from powergame.analysis.sweep.phase.picked import phase_diagram
    from powergame.report.pictures.phase.draw import draw_phase

    if isinstance(sweep, PhaseDiagram):
        return draw_phase(sweep, **options)
    diagram = phase_diagram(sweep, aspect=aspect or SEEKS)
    return draw_phase(completed(diagram, sweep.plan.concept), **options)


def draw_inference(result: Inference | Inferences, **options: Any) -> Figure:
    """Draw what deeds tell in a scenario, with the borders that they lie on; or in several, side by side."""
    from powergame.analysis.infer.result import Inferences
    from powergame.report.pictures.inverse.posterior import draw_posterior
    from powergame.report.pictures.inverse.several import draw_several

    if isinstance(result, Inferences):
        return draw_several(result, **options)
    return draw_posterior(result, borders_of(result), **options)


def borders_of(inference: Inference) -> tuple[Border, ...]:
    """Return the borders of the map of an inference; none where it has no map."""
    from powergame.analysis.infer.border import borders
    from powergame.report.pictures.inverse.posterior import plane_of
    from powergame.report.pictures.inverse.reach import reaches

    pair = plane_of(inference)
    if pair is None:
        return ()
    reach = reaches(inference)
    x, y = ((path, reach[path].axis) for path in (pair.first, pair.second))
    return borders(inference, x, y)
