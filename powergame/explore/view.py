"""An answer as the page shows it: numbers with their names, and the sentences of the reports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.analysis.solve import ActorAnswer, Answer
from powergame.arrays import FloatArray
from powergame.model.parameters import power_shares, scenario_directions
from powergame.plain import Json
from powergame.report.documents.solve import METHODS, headline
from powergame.report.numbers import chance
from powergame.report.numbers import regret as regret_text
from powergame.scenario.scenario import Scenario

MAX_EQUILIBRIA = 20
MAX_RUNGS = 6
"""Of an actor whose payoffs are shown as a matrix."""

FLAT = 1e-9
"""A direction's length within the plane shown, below which it has no angle there."""


def view(answer: Answer, pair: tuple[int, int] = (0, 1)) -> dict[str, Json]:
    """Return what the page shows of an answer.

    Parameters
    ----------
    answer
        Of a scenario.
    pair
        The two actors whose payoffs the matrix shows; the others do what they do in the selected equilibrium.
    """
    at = answer.selected
    happening = answer.happenings[at] if at is not None else None
    after = happening.power_after if happening else (None,) * len(answer.actors)
    assert answer.scenario is not None
    return {
        "headline": headline(answer),
        "war": happening.war if happening else None,
        "destroyed": happening.destroyed if happening else None,
        "actors": [_actor(a, now) for a, now in zip(answer.actors, after, strict=True)],
        "preferences": [list(actor.preferences or ()) for actor in answer.scenario.actors],
        "arrows": arrows(answer.scenario),
        "matrix": matrix(answer, pair),
        "equilibria": [_equilibrium(answer, k) for k in range(min(MAX_EQUILIBRIA, len(answer.happenings)))],
        "count": len(answer.happenings),
        "complete": answer.solution.complete,
        "certificate": certificate(answer),
        "type": answer.type,
    }


def _actor(actor: ActorAnswer, after: float | None) -> dict[str, Json]:
    found = actor.to_dict()
    return found | {"name": actor.name, "alignment": list(actor.alignment.values()), "after": after}


def arrows(scenario: Scenario) -> dict[str, Json]:
    """Return everybody's arrow, m_i d_i, in the plane that shows most of them.

    With one or two outcomes the plane is theirs. With more it is spanned by the two principal directions of the arrows
    (of their uncentred second moments), turned so that the first actor's points along its first axis and the second's
    not below: it does not jump while something is moved. ``shown`` is the fraction of all the arrows' length in it.
    """
    d, power = scenario_directions(scenario), power_shares(scenario)
    flat = d if scenario.dimensions <= 2 else _principal(d, power)
    if flat.shape[1] == 1:
        flat = np.column_stack([flat[:, 0], np.zeros(len(flat))])
    lengths = np.sqrt((flat**2).sum(axis=1))
    return {
        "tips": (flat * power[:, None]).tolist(),
        "own": scenario.dimensions <= 2,
        "shown": float((lengths * power).sum()),
        "outcomes": list(scenario.outcomes) if scenario.dimensions <= 2 else [],
    }


def _principal(d: FloatArray, power: FloatArray) -> FloatArray:
    """Return directions in the principal plane, (n, 2)."""
    _, _, axes = np.linalg.svd(d * power[:, None], full_matrices=False)
    flat = d @ axes[:2].T
    if flat.shape[1] < 2:
        flat = np.column_stack([flat, np.zeros(len(flat))])
    ahead = next((one for one in flat if np.hypot(*one) > FLAT), np.array([1.0, 0.0]))
    cosine, sine = ahead / np.hypot(*ahead)
    flat = flat @ np.array([[cosine, -sine], [sine, cosine]])
    aside = next((y for y in flat[:, 1] if abs(y) > FLAT), 1.0)
    return np.asarray(flat * np.array([1.0, np.sign(aside)]))


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
        [{"rung": rung, "p": float(p), "chance": chance(p)} for rung, p in zip(rungs, mine, strict=True) if p > 0]
        for rungs, mine in zip(answer.game.rungs, e.profile, strict=True)
    ]
    return {
        "selected": e.selected,
        "plays": list(plays),
        "payoffs": list(e.payoffs),
        "war": happening.war if happening else None,
        "destroyed": happening.destroyed if happening else None,
        "regret": regret_text(e.regret, exact=all(not isinstance(p, float) for mine in e.profile for p in mine)),
        "component": e.component,
    }


def certificate(answer: Answer) -> str:
    """Say how far the list of equilibria can be relied on."""
    solution = answer.solution
    if answer.concept.name == "logit":
        rationality = answer.concept.rationality
        at = "in the limit of full rationality" if rationality is None else f"at rationality {rationality:g}"
        return f"Principal branch of the logit correspondence {at}."
    proven = "proven complete" if solution.complete else "not proven complete"
    degenerate = ", degenerate" if solution.degenerate else ""
    return f"The list is {proven}{degenerate}; by {METHODS.get(solution.solver, solution.solver)}."
