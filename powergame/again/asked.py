"""The question of a result, asked again: from what the result tells to another result."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from powergame.again.written import Told
from powergame.analysis.head import rebuilt
from powergame.equilibrium.concept import Concept
from powergame.errors import PowergameError, UsageError
from powergame.files import is_shipped, is_standard_input
from powergame.plain import Json
from powergame.sources.games import BEGINNING, NamedGame
from powergame.sources.load import Loaded, load
from powergame.text import printable

if TYPE_CHECKING:
    from pathlib import Path

    from powergame.analysis.infer.result import Inference
    from powergame.scenario.scenario import Scenario


class AskedAgain(Protocol):
    """A result of the analysis."""

    def to_dict(self) -> dict[str, Json]:
        """Return the result as plain data."""


def source_of(origin: Told) -> Loaded:
    """Return the scenario or game of a result, from its text; without one from its file, which must be the same.

    Raises
    ------
    UsageError
        Where the result has no text and the file is gone, or has changed.
    """
    text = origin["text"]
    if text is None:
        return _of_file(str(origin["source"]), str(origin["sha256"]))
    if not BEGINNING.match(text):
        return rebuilt(origin)
    from powergame.model.nfg import read_titled

    titled = read_titled(text)
    return NamedGame(str(origin["name"]), titled.comment, str(origin["source"]), str(origin["sha256"]), titled.game)


def _of_file(source: str, sha256: str) -> Loaded:
    """Return what a file has; of what is wrong with it nothing is told, since the result named it, not the user."""
    gone = UsageError(f"the result does not have its scenario, and {printable(source)} is gone, or cannot be read")
    if is_standard_input(source) or not (is_shipped(source) or os.path.isfile(source)):  # noqa: PTH113
        raise gone
    try:
        loaded = load(source)
    except PowergameError:
        raise gone from None
    if loaded.sha256 != sha256:
        raise UsageError(
            f"{printable(source)} has changed since, and the result does not have its text; expected the file as it was"
        )
    return loaded


def _scenario(told: Told) -> Scenario:
    scenario: Scenario = rebuilt(told["scenario"])
    return scenario


def _concept(options: Told) -> Concept:
    return Concept(options["solution"], options["rationality"])


def _pairs(vary: Any) -> list[tuple[str, Any]]:
    """Return paths and axes as the library takes them: an axis of single values is a list."""
    return [(each["path"], _axis(each["axis"])) for each in vary]


def _axis(axis: Any) -> Any:
    return axis["values"] if isinstance(axis, Mapping) and "values" in axis else axis


def _solve(told: Told) -> AskedAgain:
    from powergame.analysis.solve import solve

    options = told["options"]
    return solve(
        source_of(told["scenario"]),
        solver=options["solver"],
        concept=_concept(options),
        look_for_turns=options["turns"],
    )


def _compare(told: Told) -> AskedAgain:
    from powergame.analysis.compare import compare

    options = told["options"]
    return compare(
        [source_of(each["scenario"]) for each in told["scenarios"]],
        solver=options["solver"],
        concept=_concept(options),
        look_for_turns=options["turns"],
    )


def _check(told: Told) -> AskedAgain:
    from powergame.analysis.check import check_loaded

    return check_loaded([source_of(each) for each in told["scenarios"]], options=told["options"])


def swept(told: Told, output: Path | None = None) -> AskedAgain:
    """Return a sweep, solved again, into a file if one is named."""
    from powergame.analysis.sweep import sweep

    options = told["options"]
    return sweep(_scenario(told), dict(_pairs(options["vary"])), output=output, concept=_concept(options))


def _threshold(told: Told) -> AskedAgain:
    from powergame.analysis.threshold import thresholds

    options = told["options"]
    return thresholds(
        _scenario(told),
        _pairs(options["vary"]),
        concept=_concept(options),
        of=options["of"],
        levels=options["level"] or None,
    )


def _converge(told: Told) -> AskedAgain:
    from powergame.analysis.converge import converge

    options = told["options"]
    return converge(
        _scenario(told),
        actors=options["actor"],
        dimensions=options["dimensions"],
        draws=options["draws"],
        seed=options["seed"],
        concept=_concept(options),
        of=options["of"],
        levels=options["level"] or None,
    )


def inferred(told: Told) -> Inference:
    """Return what deeds tell, asked again."""
    from powergame.analysis.infer import infer

    return infer(_scenario(told), **_of_inference(told["options"]))


def _inferred_each(told: Told) -> AskedAgain:
    from powergame.analysis.infer import infer_each

    scenarios = [_scenario(each) for each in told["scenarios"]]
    return infer_each(scenarios, **_of_inference(told["scenarios"][0]["options"]))


def _of_inference(options: Told) -> dict[str, Any]:
    """Return the arguments of `infer`."""
    kept = (
        "method", "draws", "seed", "ess", "solution", "rationality", "only", "without", "trace", "unknown", "observe",
        "given", "under",
    )  # fmt: skip
    return {
        **{name: options[name] for name in kept},
        "hypotheses": options["hypothesis"],
        "next_along": dict(_pairs(options["next"])),
        **({} if options["solution"] == "logit" else {"tremble": options["tremble"]}),
    }


def _deceive(told: Told) -> AskedAgain:
    from powergame.analysis.deceive import deceive

    return deceive(_scenario(told), **_of_deception(told["options"]))


def _deceive_each(told: Told) -> AskedAgain:
    from powergame.analysis.deceive import deceive_each

    scenarios = [_scenario(each) for each in told["scenarios"]]
    return deceive_each(scenarios, **_of_deception(told["scenarios"][0]["options"]))


def _deceive_along(told: Told) -> AskedAgain:
    from powergame.analysis.deceive import deceive_along

    options = told["options"]
    return deceive_along(_scenario(told), _pairs(options["vary"]), **_of_deception(options))


def _of_deception(options: Told) -> dict[str, Any]:
    return {name: options[name] for name in ("starts", "pure", "rationality")}


ASKED: Mapping[str, Callable[[Told], AskedAgain]] = {
    "solve": _solve,
    "compare": _compare,
    "check": _check,
    "sweep": swept,
    "threshold": _threshold,
    "converge": _converge,
    "infer": inferred,
    "infer.compare": _inferred_each,
    "deceive": _deceive,
    "deceive.compare": _deceive_each,
    "deceive.vary": _deceive_along,
}
"""Questions by the formats of their results; tables of points are in `tables`."""
