"""Why an actor seeks power or does not, in the model's terms and in a sentence."""

from __future__ import annotations

import numpy as np

from powergame.analysis.solve.result import Stakes
from powergame.analysis.solve.turns import Turns
from powergame.arrays import FloatArray
from powergame.equilibrium.types import Equilibrium
from powergame.equilibrium.verdict import Seeking
from powergame.model.compile import Compiled
from powergame.model.parameters import RUNG_FIELDS
from powergame.model.payoffs import branches, utility_in_peace, utility_in_war
from powergame.scenario.paths.grammar import parse

NOTHING = 5e-4
"""Amounts that would read 0.000 are said to be nothing."""

INDIFFERENT = 1e-9
"""Advantages below this are none: rounding of payoffs and of probabilities."""


def stakes(compiled: Compiled, i: int, at: Equilibrium) -> Stakes | None:
    """Weigh actor i's best rung that seeks power against its best other rung, as i sees it.

    Parameters
    ----------
    at
        The equilibrium that tells what the others do.

    Returns
    -------
    Stakes or None
        With the gains of seeking split into (1 - P) (u_peace - u*) and P (u_war - u*), where P is the probability
        of war on seeking and u* what refraining leads to: the two terms of the closed form of the threshold. None
        where all of the actor's rungs seek power, or none does.
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
    view, own = compiled.views[i], compiled.game.shape[i]
    supports = [[r for r, p in enumerate(strategy) if p > 0] for strategy in at.profile]
    supports[i] = list(range(own))
    grid = np.meshgrid(*supports, indexing="ij")
    profiles = np.stack([np.moveaxis(axis, i, 0).ravel() for axis in grid])
    weight = np.ones(profiles.shape[1])
    for j, strategy in enumerate(at.profile):
        if j != i:
            weight = weight * np.array([float(p) for p in strategy])[profiles[j]]
    found = branches(view, view.rungs(profiles))
    tables = (found.p_war, utility_in_peace(view, found, i), utility_in_war(view, found, i))
    p_war, in_peace, in_war = (table.reshape(own, -1) for table in tables)
    return weight[: in_war.shape[1]], p_war, in_peace, in_war


def why(found: Stakes | None, seeks: Seeking, turns: Turns | None, *, seeker: bool) -> str:
    """Say why, in one to three sentences.

    Parameters
    ----------
    found
        What seeking is worth, given what the others do in the selected equilibrium; None where the actor has no
        choice between seeking and not, or no equilibrium is selected.
    seeks, turns
        The actor's; no turns where none were looked for.
    seeker
        Whether some rung of the actor seeks power.
    """
    if found is None and seeks.least == seeks.greatest:
        return "It has no rung but such as seek power." if seeker else "It has no rung that seeks power."
    if found is None:
        return "No equilibrium is selected, so there is no one play of the others to weigh its choice against."
    return " ".join(part for part in (_balance(found, seeks.selected or 0.0), _turn(turns)) if part)


def _balance(found: Stakes, chance: float) -> str:
    if chance == 1:
        conclusion = f"so it seeks, {_better(found.advantage)}"
    elif chance == 0:
        conclusion = f"so it does not seek, {_better(-found.advantage)}"
    else:
        conclusion = f"which leaves it to chance: it seeks with probability {chance:.3g}"
    return f"{_gain(found)}; {conclusion}."


def _better(amount: float) -> str:
    if amount <= INDIFFERENT:
        return "though it makes no difference"
    return f"better off by {amount:.3f}" if amount > NOTHING else f"better off by {amount:.1g}"


def _gain(found: Stakes) -> str:
    peace, war = found.peace, found.war
    if peace > NOTHING:
        first = f"To seek is worth {peace:.3f} to it where peace holds"
    elif peace < -NOTHING:
        first = f"To seek costs it {-peace:.3f} even where peace holds"
    else:
        first = "To seek gains it nothing where peace holds"
    if war < -NOTHING:
        second = f"{'but' if peace > NOTHING else 'and'} the risk of war costs it {-war:.3f}"
    elif war > NOTHING:
        second = f"and if it comes to war, to have sought is worth {war:.3f} more"
    else:
        second = "and it runs no risk from war"
    third = f", and the rung itself costs it {found.cost:.3f} more" if found.cost > NOTHING else ""
    return f"{first}, {second}{third}"


def _turn(turns: Turns | None) -> str:
    if turns is None:
        return ""
    if not turns.turns and turns.points is None:
        return "Neither its power, its alignment nor the odds of destruction alone would turn this."
    if not turns.turns:
        return (
            "Neither its power, its alignment nor the odds of destruction alone was found to turn this, on a grid of "
            f"{turns.points} points."
        )
    nearest = turns.turns[0]
    side = "above" if nearest.at > nearest.now else "below"
    return f"It would turn with {described(nearest.path)} {side} {nearest.at:.3g} (now {nearest.now:.3g})."


def described(path: str) -> str:
    """Return what the number at a path is called in a sentence about its actor."""
    named = parse(path)
    if named.field == "alignment":
        return f"its alignment with {named.towards}"
    return "its share of power" if named.field == "power" else "the odds of destruction"
