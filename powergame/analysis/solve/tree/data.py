"""The answer on a game tree as plain data: the JSON of `solve`."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from powergame.analysis.head import head, origin, solution
from powergame.analysis.rounds.data import equilibrium_to_dict
from powergame.plain import Json
from powergame.version import __version__

if TYPE_CHECKING:
    from powergame.analysis.rounds.result import TreeEquilibrium
    from powergame.analysis.solve.result import Belief, Happening
    from powergame.analysis.solve.tree.result import KindAnswer, TreeActor, TreeAnswer
    from powergame.equilibrium.verdict import Seeking
    from powergame.model.tree.bayesian import GameOfTypes


def as_dict(answer: TreeAnswer) -> dict[str, Json]:
    """Return the JSON of an answer."""
    found = answer.solution
    triples = zip(answer.equilibria, answer.happenings, found.equilibria, strict=True)
    return {
        **head("solve"),
        "scenario": origin(answer.scenario),
        "options": dict(answer.options),
        "actors": {actor.name: _actor(actor) for actor in answer.actors},
        "game": _game(answer) if answer.cases else None,
        "solution": solution(answer.concept) | {"residual": answer.concept.residual},
        "equilibria": [_equilibrium(answer, e, happening) | {"component": c.component} for e, happening, c in triples],
        "components": [list(members) for members in found.convex],
        "complete": found.complete,
        "limited": found.limited,
        "degenerate": None,
        "solver": {"name": answer.solver, "version": __version__},
        "warnings": list(found.problems),
        "notes": list(found.notes),
    }


def _actor(actor: TreeActor) -> dict[str, Json]:
    common: dict[str, Json] = {
        "power": actor.power,
        "verdict": actor.verdict,
        "proven": actor.proven,
        "seeks": _seeks(actor.seeks) | {"surely": actor.listed.surely, "perhaps": actor.listed.perhaps},
        "beliefs": _beliefs(actor.beliefs),
        "turns": None,
    }
    if not actor.private:
        (known,) = actor.kinds
        return common | _reasons(known)
    return common | {
        "types": {
            kind.name: {
                "probability": kind.probability,
                "verdict": kind.verdict,
                "seeks": _seeks(kind.seeks),
                "beliefs": _beliefs(kind.beliefs),
                **_reasons(kind),
            }
            for kind in actor.kinds
        }
    }


def _reasons(kind: KindAnswer) -> dict[str, Json]:
    return {
        "alignment": dict(kind.alignment),
        "alignment_with_power": kind.alignment_with_power,
        "motive": kind.motive,
        "why": kind.why,
        "stakes": kind.stakes.to_dict("seek", "refrain") if kind.stakes else None,
        "played": kind.played.to_dict("rung", "against") if kind.played else None,
    }


def _seeks(seeks: Seeking) -> dict[str, Json]:
    return {"least": seeks.least, "greatest": seeks.greatest, "selected": seeks.selected}


def _beliefs(beliefs: tuple[Belief, ...]) -> dict[str, Json]:
    return {belief.path: {"believed": belief.believed, "true": belief.true} for belief in beliefs}


def _game(answer: TreeAnswer) -> dict[str, Json]:
    names = answer.names
    return {
        "rungs": {name: list(rungs) for name, rungs in zip(names.actors, names.rungs, strict=True)},
        "payoffs": None,
        "war": answer.war.tolist(),
        "type": None,
        "type_note": None,
        "by_types": [_case(answer, case) for case in answer.cases],
    }


def _case(answer: TreeAnswer, case: GameOfTypes) -> dict[str, Json]:
    names = answer.names
    chosen = zip(names.actors, case.types, names.private, strict=True)
    return {
        "types": {actor: kind for actor, kind, private in chosen if private},
        "probability": case.probability,
        "payoffs": {name: _nested(case.payoffs[i].tolist()) for i, name in enumerate(names.actors)},
        "war": case.war.tolist(),
    }


def _nested(values: Json) -> Json:
    """Return nested lists with null for what is not a number."""
    if isinstance(values, list):
        return [_nested(value) for value in values]
    return None if isinstance(values, float) and math.isnan(values) else values


def _equilibrium(answer: TreeAnswer, equilibrium: TreeEquilibrium, happening: Happening) -> dict[str, Json]:
    names, (first, *_) = answer.names, equilibrium.histories
    strategies: dict[str, Json] = {}
    payoffs: dict[str, Json] = {}
    for name, kinds, private, rungs, plays, worth in zip(
        names.actors, names.types, names.private, names.rungs, first.play, equilibrium.payoffs, strict=True
    ):
        by_kind: dict[str, Json] = {
            kind: dict(zip(rungs, play, strict=True)) for kind, play in zip(kinds, plays, strict=True)
        }
        strategies[name] = by_kind if private else by_kind[kinds[0]]
        payoffs[name] = dict(zip(kinds, worth, strict=True)) if private else worth[0]
    told = equilibrium_to_dict(names, equilibrium)
    histories = told.pop("histories")
    return {
        **told,
        "strategies": strategies,
        "payoffs": payoffs,
        "power_after": dict(zip(names.actors, happening.power_after, strict=True)),
        "histories": histories,
    }
