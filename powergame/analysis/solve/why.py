"""Reasons why an actor seeks power or does not, in the model's terms and in sentences."""

from __future__ import annotations

import numpy as np

from powergame.analysis.solve.result import Stakes
from powergame.analysis.solve.turn_sentence import turn_sentence
from powergame.analysis.solve.turns import Turns
from powergame.arrays import FloatArray
from powergame.equilibrium.types import Equilibrium
from powergame.equilibrium.verdict import Seeking
from powergame.model.compile import Compiled
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.payoffs import branches, utility_in_peace, utility_in_war

NOTHING = 5e-4
"""Amount that would read 0.000, up to which a sentence says nothing instead."""

INDIFFERENT = 1e-9
"""Advantage up to which there is none: payoffs and probabilities are rounded."""


def stakes(compiled: Compiled, i: int, at: Equilibrium) -> Stakes | None:
    """Weigh actor i's best rung that seeks power against its best other rung, as i sees it.

    Parameters
    ----------
    at
        The equilibrium in which the others play.

    Returns
    -------
    Stakes or None
        The gains of seeking, split into (1 - P) (u_peace - u*) and P (u_war - u*), the two terms of the closed form of
        the threshold. P is the probability of war on seeking, u* the utility of refraining. None where all of the
        actor's rungs seek power, or none does.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.model.compile import compile_game
    >>> scenario = pg.load("scenarios/strong-and-aligned.yaml")
    >>> answer = pg.solve(scenario, look_for_turns=False)
    >>> weighed = stakes(compile_game(scenario), 1, answer.solution.equilibria[0])
    >>> weighed.seek, weighed.refrain, round(weighed.peace, 3), round(weighed.war, 3)
    ('seek', 'hold', 0.003, -0.089)
    """
    rungs = compiled.scenario.ladder_of(compiled.scenario.actors[i])
    seekers = [r for r, rung in enumerate(rungs) if rung.seeks]
    others = [r for r, rung in enumerate(rungs) if not rung.seeks]
    if not seekers or not others:
        return None
    weight, p_war, in_peace, in_war = _by_own_rung(compiled, i, at)
    cost = compiled.views[i].ladders[i][RUNG_FIELDS.index("cost")]
    gross = (1 - p_war) * in_peace + p_war * in_war
    expected = (gross * weight).sum(axis=1) - cost
    seek = max(seekers, key=lambda r: expected[r])
    refrain = max(others, key=lambda r: expected[r])
    instead = gross[refrain]
    return Stakes(
        seek=rungs[seek].name,
        refrain=rungs[refrain].name,
        peace=float((weight * (1 - p_war[seek]) * (in_peace[seek] - instead)).sum()),
        war=float((weight * p_war[seek] * (in_war[seek] - instead)).sum()),
        cost=float(cost[seek] - cost[refrain]),
    )


def _by_own_rung(compiled: Compiled, i: int, at: Equilibrium) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return the others' profiles' weights (M,); P, u_i(peace), u_i(war), each (L_i, M)."""
    view, size = compiled.views[i], compiled.game.shape[i]
    supports = [[r for r, p in enumerate(strategy) if p > 0] for strategy in at.profile]
    supports[i] = list(range(size))
    grid = np.meshgrid(*supports, indexing="ij")
    profiles = np.stack([np.moveaxis(axis, i, 0).ravel() for axis in grid])
    weight = np.ones(profiles.shape[1])
    for j, strategy in enumerate(at.profile):
        if j != i:
            weight = weight * np.array([float(p) for p in strategy])[profiles[j]]
    peace_and_war = branches(view, view.rungs(profiles))
    tables = (peace_and_war.p_war, utility_in_peace(view, peace_and_war, i), utility_in_war(view, peace_and_war, i))
    p_war, in_peace, in_war = (table.reshape(size, -1) for table in tables)
    return weight[: in_war.shape[1]], p_war, in_peace, in_war


def why(weighed: Stakes | None, seeks: Seeking, turns: Turns | None, *, seeker: bool) -> str:
    """Return the reason for an actor's choice, in one to three sentences.

    Parameters
    ----------
    weighed
        The worth of seeking while the others play the selected equilibrium; None where the actor has no choice
        between seeking and not, or no equilibrium is selected.
    seeks
        The actor's probabilities of seeking.
    turns
        The actor's turns; None where none were looked for.
    seeker
        Whether some rung of the actor seeks power.

    Examples
    --------
    >>> weighed = Stakes("seek", "hold", peace=0.02, war=0.0, cost=0.0)
    >>> why(weighed, Seeking(1.0, 1.0, 1.0), None, seeker=True)
    'Seeking is worth 0.020 to it where peace holds, and it runs no risk from war; so it seeks, better off by 0.020.'
    """
    if weighed is None and seeks.least == seeks.greatest:
        return "All of its rungs seek power." if seeker else "None of its rungs seeks power."
    if weighed is None:
        return (
            "No equilibrium is selected, so its choice cannot be explained against one particular play of the others."
        )
    return " ".join(part for part in (_balance(weighed, seeks.selected or 0.0), turn_sentence(turns)) if part)


def _balance(weighed: Stakes, chance: float) -> str:
    if chance == 1:
        conclusion = f"so it seeks, {_better(weighed.advantage)}"
    elif chance == 0:
        conclusion = f"so it does not seek, {_better(-weighed.advantage)}"
    else:
        conclusion = f"it leaves the choice to chance and seeks with probability {chance:.3g}"
    return f"{_gain(weighed)}; {conclusion}."


def _better(amount: float) -> str:
    if amount <= INDIFFERENT:
        return "though this makes no difference to it"
    return f"better off by {amount:.3f}" if amount > NOTHING else f"better off by {amount:.1g}"


def _gain(weighed: Stakes) -> str:
    peace, war = weighed.peace, weighed.war
    if peace > NOTHING:
        first = f"Seeking is worth {peace:.3f} to it where peace holds"
    elif peace < -NOTHING:
        first = f"Seeking costs it {-peace:.3f} even where peace holds"
    else:
        first = "Seeking gains it nothing where peace holds"
    if war < -NOTHING:
        second = f"{'but' if peace > NOTHING else 'and'} the risk of war costs it {-war:.3f}"
    elif war > NOTHING:
        second = f"and having sought is worth {war:.3f} more if war comes"
    else:
        second = "and it runs no risk from war"
    third = f", and the rung itself costs it {weighed.cost:.3f} more" if weighed.cost > NOTHING else ""
    return f"{first}, {second}{third}"
