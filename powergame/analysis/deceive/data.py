"""The result of `deceive` as plain data: its JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from powergame.analysis.head import head, origin, vary_option
from powergame.analysis.rounds.data import equilibrium_to_dict
from powergame.plain import Json

if TYPE_CHECKING:
    from powergame.analysis.deceive.result import (
        ActorDeceit,
        Deception,
        DeceptionCurves,
        Deceptions,
        Disguise,
        Measure,
        OpenPlay,
        Otherwise,
        TypeAnswer,
    )


def as_dict(answer: Deception) -> dict[str, Json]:
    """Return the JSON of an answer."""
    size, pure = answer.size, answer.pure
    return {
        **head("deceive"),
        "scenario": origin(answer.scenario),
        "options": dict(answer.options),
        "rounds": answer.rounds,
        "tree": {
            "histories": size.histories,
            "information_sets": size.information_sets,
            "terminals": size.terminals,
            "unknowns": size.unknowns,
        },
        "actors": {actor.name: _actor(actor) for actor in answer.actors},
        "equilibria": [equilibrium_to_dict(answer.names, equilibrium) for equilibrium in answer.equilibria],
        "pure": None if pure is None else {"found": pure, "complete": answer.pure_complete},
        "complete": answer.complete,
        "solver": {"name": "agent logit path", "rationality": answer.rationality, "steps": answer.steps},
        "notes": list(answer.notes),
        "problems": list(answer.problems),
    }


def compared_as_dict(answers: Deceptions) -> dict[str, Json]:
    """Return the JSON of several answers side by side."""
    return {
        **head("deceive.compare"),
        "baseline": 0,
        "scenarios": [as_dict(answer) for answer in answers.deceptions],
    }


def curves_as_dict(curves: DeceptionCurves) -> dict[str, Json]:
    """Return the JSON of answers along axes."""
    paths = [path for path, _ in curves.axes]
    return {
        **head("deceive.vary"),
        "scenario": origin(curves.scenario),
        "options": dict(curves.points[0][1].options),
        "vary": vary_option(curves.axes),
        "points": [
            {"values": dict(zip(paths, values, strict=True)), "answer": as_dict(answer)}
            for values, answer in curves.points
        ],
    }


def _actor(actor: ActorDeceit) -> dict[str, Json]:
    return {
        "play": actor.play,
        "revealed": actor.revealed,
        "value_of_information": dict(actor.value_of_information),
        "types": {kind.name: _type(kind) for kind in actor.types},
    }


def _type(kind: TypeAnswer) -> dict[str, Json]:
    """Return what is told of a type; all measures are null of one of probability 0."""
    measured = dict.fromkeys(MEASURES) if kind.disguise is None else _disguise(kind.disguise)
    return {"probability": kind.probability, "alignment_with_power": kind.alignment_with_power, **measured}


MEASURES = (
    "open", "seeks_first", "seeks_later", "war", "payoff", "value_of_concealment", "surprise", "withholds", "coup",
    "shows", "verdict", "words", "why",
)  # fmt: skip
"""Keys of what is told of a type that has a positive probability."""


def _disguise(disguise: Disguise) -> dict[str, Json]:
    values: tuple[Json, ...] = (
        _open(disguise.open),
        disguise.seeks_first,
        disguise.seeks_later,
        disguise.war,
        disguise.payoff,
        disguise.value_of_concealment,
        disguise.surprise,
        _measure(disguise.withholds),
        _measure(disguise.coup),
        _measure(disguise.shows),
        disguise.verdict,
        _otherwise(disguise.otherwise),
        disguise.why,
    )
    return dict(zip(MEASURES, values, strict=True))


def _open(play: OpenPlay) -> dict[str, Json]:
    return {
        "seeks": play.seeks,
        "least": play.least,
        "greatest": play.greatest,
        "unique": play.unique,
        "payoff": play.payoff,
        "equilibrium": equilibrium_to_dict(play.names, play.equilibrium),
    }


def _measure(measure: Measure) -> dict[str, Json]:
    return {"selected": measure.selected, "least": measure.least, "greatest": measure.greatest}


def _otherwise(otherwise: Otherwise) -> dict[str, Json]:
    return {
        "equilibria": dict(otherwise.equilibria),
        "open_equilibria": dict(otherwise.open_equilibria),
        "prior": [{"probability": probability, "word": word} for probability, word in otherwise.prior],
    }
