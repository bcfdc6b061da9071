"""Who will seek power here, and why? Scenarios of power and conflict, compiled to games and solved.

>>> import powergame as pg
>>> scenario = pg.load("@strong-and-aligned")
>>> answer = pg.solve(scenario)
>>> answer.actor("weak").verdict
'never'
>>> opposed = scenario.with_values({"alignment.weak.strong": -0.5})
>>> pg.solve(opposed).actor("weak").verdict
'always'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from powergame.version import __version__ as __version__

if TYPE_CHECKING:
    from powergame.analysis.check import CheckReport, check
    from powergame.analysis.compare import Comparison, compare
    from powergame.analysis.converge import Convergence, converge
    from powergame.analysis.deceive import Deception, DeceptionCurves, Deceptions, deceive, deceive_along, deceive_each
    from powergame.analysis.infer import Inference, Inferences, infer, infer_each
    from powergame.analysis.solve import Answer, solve
    from powergame.analysis.solve.tree.result import TreeAnswer
    from powergame.analysis.sweep import Sweep, sweep
    from powergame.analysis.threshold import Thresholds, threshold
    from powergame.equilibrium.concept import Concept
    from powergame.errors import (
        Fault,
        GameTooLargeError,
        NoAnswerError,
        NothingMatchedError,
        OutputError,
        PowergameError,
        ScenarioError,
        TimeLimitError,
        UnknownAttributeError,
        UnknownNameError,
        UsageError,
    )
    from powergame.scenario.reading.load import load_text
    from powergame.scenario.scenario import Scenario
    from powergame.sources.arrays import game
    from powergame.sources.games import NamedGame
    from powergame.sources.load import load, load_all

__all__ = [
    "Answer",
    "CheckReport",
    "Comparison",
    "Concept",
    "Convergence",
    "Deception",
    "DeceptionCurves",
    "Deceptions",
    "Fault",
    "GameTooLargeError",
    "Inference",
    "Inferences",
    "NamedGame",
    "NoAnswerError",
    "NothingMatchedError",
    "OutputError",
    "PowergameError",
    "Scenario",
    "ScenarioError",
    "Sweep",
    "Thresholds",
    "TimeLimitError",
    "TreeAnswer",
    "UnknownAttributeError",
    "UnknownNameError",
    "UsageError",
    "check",
    "compare",
    "converge",
    "deceive",
    "deceive_along",
    "deceive_each",
    "game",
    "infer",
    "infer_each",
    "load",
    "load_all",
    "load_text",
    "solve",
    "sweep",
    "threshold",
]

ERRORS = (
    "Fault",
    "GameTooLargeError",
    "NoAnswerError",
    "NothingMatchedError",
    "OutputError",
    "PowergameError",
    "ScenarioError",
    "TimeLimitError",
    "UnknownAttributeError",
    "UnknownNameError",
    "UsageError",
)
"""Classes of errors, and of what a `ScenarioError` lists."""

OTHER_HOMES = {
    **dict.fromkeys(ERRORS, "errors"),
    "Concept": "equilibrium.concept",
    "NamedGame": "sources.games",
    "Scenario": "scenario.scenario",
    "game": "sources.arrays",
    "load": "sources.load",
    "load_all": "sources.load",
    "load_text": "scenario.reading.load",
}
"""Modules of the public names that belong to no question; all are imported when they are first used."""


def __getattr__(name: str) -> object:
    from powergame.questions import HOMES

    home = OTHER_HOMES.get(name) or HOMES.get(name)
    if home is None:
        if name.startswith("_"):  # what Python asks of any module
            raise AttributeError(f"module 'powergame' has no attribute {name!r}")
        from powergame.errors import UnknownAttributeError
        from powergame.objects.attributes import missing

        raise UnknownAttributeError(missing("powergame", name, __all__))
    from importlib import import_module

    return getattr(import_module(f"powergame.{home}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__", "__doc__", "__file__", "__name__"]
