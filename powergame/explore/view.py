"""An answer as the page shows it: numbers with their names, and the sentences of the reports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.analysis.solve import ActorAnswer, Answer
from powergame.plain import Json
from powergame.report.documents.solve import doubts, eyes, remarks, shown_equilibria
from powergame.report.documents.solved.sides import if_war_told, side_in_words
from powergame.report.documents.solved.words import headline
from powergame.report.numbers import chance, payoffs_shown
from powergame.report.numbers import regret as regret_text
from powergame.report.pictures.vectors import plane as pictured
from powergame.scenario.scenario import Scenario

MAX_RUNGS = 6
"""Rungs of an actor at most whose payoffs are shown as a matrix."""


def view(answer: Answer, pair: tuple[int, int] = (0, 1)) -> dict[str, Json]:
    """Return what the page shows of an answer.

    Parameters
    ----------
    answer
        The answer to a scenario.
    pair
        The two actors whose payoffs the matrix shows; the others do what they do in the selected equilibrium.
    """
    happening = answer.happening
    after = happening.power_after if happening else (None,) * len(answer.actors)
    assert answer.scenario is not None
    return {
        "headline": headline(answer),
        "unproven": answer.unproven,
        "doubts": list(doubts(answer)),
        "war": happening.war if happening else None,
        "destroyed": happening.destroyed if happening else None,
        "sides": _sides(answer),
        "together": if_war_told(answer),
        "actors": [_actor(a, now) for a, now in zip(answer.actors, after, strict=True)],
        "preferences": preferences(answer.scenario),
        "arrows": arrows(answer.scenario),
        "matrix": matrix(answer, pair),
        "eyes": eyes(answer) if answer.believers else "",
        "equilibria": [_equilibrium(answer, k) for k in shown_equilibria(answer)],
        "count": len(answer.happenings),
        "complete": answer.solution.complete,
        "certificate": " ".join(remarks(answer)),
        "type": answer.type,
    }


def _sides(answer: Answer) -> list[Json]:
    """Return the sides of the most likely war, members by place; empty where no war can come."""
    if answer.if_war is None or not answer.if_war.probability:
        return []
    return [
        {
            "name": side_in_words(side),
            "leader": None if side.leader is None else answer.game.actors.index(side.leader),
            "members": [answer.game.actors.index(name) for name in side.leader_first],
            "strengths": [side.strengths[side.members.index(name)] for name in side.leader_first],
            "wins": side.wins,
        }
        for side in answer.if_war.sides
    ]


def preferences(scenario: Scenario) -> list[Json]:
    """Return everybody's vector, as long as it is; empty for actors whose types have them."""
    return [list(actor.preferences or ()) for actor in scenario.actors]


def shares(scenario: Scenario) -> dict[str, Json]:
    """Return the probabilities of all private types, by their paths."""
    return {
        f"actors.{actor.name}.types.{kind.name}.probability": kind.probability
        for actor in scenario.actors
        for kind in actor.types
    }


def _actor(actor: ActorAnswer, after: float | None) -> dict[str, Json]:
    answer = actor.to_dict()
    return answer | {"name": actor.name, "alignment": list(actor.alignment.values()), "after": after}


def arrows(scenario: Scenario) -> dict[str, Json]:
    """Return everybody's arrow in the plane of the pictures; ``shown`` is how much of the arrows' length it shows.

    Two outcomes are always across and up: on the page an arrow is turned to the angle at which it is seen.
    """
    on = pictured.plane(scenario, lines=False)
    return {
        "tips": (pictured.arrows(scenario) @ on.basis.T).tolist(),
        "shown": on.shown,
        "outcomes": list(scenario.outcomes) if scenario.dimensions <= 2 else [],
    }


def matrix(answer: Answer, pair: tuple[int, int]) -> dict[str, Json] | None:
    """Return the payoffs of two actors over their rungs, best replies and equilibria marked; None if too large.

    A best reply is one to the rungs of all others; a cell is an equilibrium where everybody's rung is one.
    """
    game = answer.game
    i, j = pair
    if max(game.shape[i], game.shape[j]) > MAX_RUNGS:
        return None
    held = [_likeliest(answer, k) for k in range(len(game.actors))]
    place: list[int | slice] = list(held)
    place[i] = place[j] = slice(None)
    best = game.best_replies
    whole = (game.payoffs[i], game.payoffs[j], best[i], best[j], best.all(axis=0))
    tables = [np.asarray(table)[tuple(place)] for table in whole]
    tables = tables if i < j else [table.T for table in tables]
    return {
        "row": i,
        "column": j,
        "rungs": [list(game.rungs[i]), list(game.rungs[j])],
        "payoffs": [tables[0].tolist(), tables[1].tolist()],
        "texts": payoffs_shown(np.stack(tables[:2])).tolist(),
        "best": [tables[2].tolist(), tables[3].tolist()],
        "stable": tables[4].tolist(),
        "held": [[k, game.rungs[k][held[k]]] for k in range(len(game.actors)) if k not in pair],
    }


def _likeliest(answer: Answer, k: int) -> int:
    """Return the rung that actor k plays most likely in the selected equilibrium, or the first one listed."""
    played = answer.solution.equilibria[answer.selected or 0].profile[k]
    return max(range(len(played)), key=lambda r: played[r])


def _equilibrium(answer: Answer, k: int) -> dict[str, Json]:
    e, happening = answer.solution.equilibria[k], answer.happenings[k]
    plays: Sequence[Json] = [
        [{"rung": rung, "p": float(p), "chance": chance(p)} for rung, p in zip(rungs, mixture, strict=True) if p > 0]
        for rungs, mixture in zip(answer.game.rungs, e.profile, strict=True)
    ]
    return {
        "number": k + 1,
        "selected": e.selected,
        "plays": list(plays),
        "payoffs": list(e.payoffs),
        "war": happening.war if happening else None,
        "destroyed": happening.destroyed if happening else None,
        "regret": regret_text(e),
        "component": e.component,
    }
