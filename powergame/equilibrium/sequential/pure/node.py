"""A history with beliefs: which pure profiles of possible types survive what is learnt from rungs that are played."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from powergame.arrays import BoolArray, FloatArray, ObjectArray
from powergame.equilibrium.budgets import Work
from powergame.equilibrium.sequential.pure.stage import against, all_reply, averaged
from powergame.equilibrium.sequential.pure.strategies import Strategies
from powergame.equilibrium.sequential.pure.turning import TurningPoints
from powergame.equilibrium.sequential.pure.types import Beliefs, Joint, Sequel, Sequels

STEP_OF_PROFILE = 10
"""Steps of the budget that a pure profile takes that survives; and one for ten ways in which it may go on."""

MOST_WAYS = 50_000
"""Ways in which a pure profile may go on that are looked at; where there are more, it is left out, and the list is not
complete."""


@dataclass(frozen=True, eq=False)
class BeliefState:
    """A history with what is believed there.

    Attributes
    ----------
    round, history
        Where it is.
    every
        The strategies of all.
    now
        For each actor (T_i, L_i, K_j, ...): what each rung is worth to each type now.
    table : (L_1 B_1, ..., L_n B_n)
        What may come after each profile of cells: `Sequels`.
    most, least
        For each actor (T_i, L_i B_i, K_j, ...): what each cell is worth to each type, now and later, at the most and at
        the least.
    lasting
        For each actor (L_i B_i, K_j, ...): whether something follows each cell, whatever the others play.
    certain
        Whether everything may go on in at most one way.
    outcomes
        What may come after rungs, by what is then believed.
    turning
        Where that turns, by the belief about an actor.
    tie
        Gains up to this are none.
    work
        The budget.
    """

    round: int
    history: int
    every: tuple[Strategies, ...]
    now: tuple[FloatArray, ...]
    table: ObjectArray
    most: tuple[FloatArray, ...]
    least: tuple[FloatArray, ...]
    lasting: tuple[BoolArray, ...]
    certain: bool
    outcomes: Callable[[Joint, Beliefs], Sequels]
    turning: Callable[[Joint, int, Beliefs], TurningPoints]
    tie: float
    work: Work


def node_of(
    place: tuple[int, int],
    every: tuple[Strategies, ...],
    now: tuple[FloatArray, ...],
    outcomes: Callable[[Joint, Beliefs], Sequels],
    turning: Callable[[Joint, int, Beliefs], TurningPoints],
    tie: float,
    work: Work,
) -> BeliefState:
    """Return a history with beliefs; all that may come after rungs that are played is looked at."""
    widths = [len(of_actor.posteriors) for of_actor in every]
    table = np.empty(tuple(of_actor.reach.shape[1] for of_actor in every), dtype=object)
    starts = np.cumsum([0, *(len(of_actor.belief) for of_actor in every)])
    bounds = np.empty((2, *table.shape, starts[-1]))
    lacking = np.zeros(table.shape)
    certain = True
    for cells in np.ndindex(table.shape):
        rungs = tuple(cell // width for cell, width in zip(cells, widths, strict=True))
        after = tuple(of.posteriors[cell % width] for of, cell, width in zip(every, cells, widths, strict=True))
        table[cells] = each = outcomes(rungs, after)
        bounds[(0, *cells)], bounds[(1, *cells)] = each.most, each.least
        lacking[cells] = not each.ways
        certain &= len(each.ways) <= 1
    most, least, lasting = [], [], []
    for i, width in enumerate(widths):
        stage = np.repeat(now[i], width, axis=1)
        parts = np.moveaxis(bounds[..., starts[i] : starts[i + 1]], -1, 1)  # (2, T_i, L_1 B_1, ...)
        most.append(stage + _expected(parts[0], every, i))
        least.append(most[-1] if certain else stage + _expected(parts[1], every, i))
        lasting.append(_expected(lacking[None], every, i)[0] == 0)
    return BeliefState(
        *place, every, now, table, tuple(most), tuple(least), tuple(lasting), certain, outcomes, turning, tie, work
    )


def surviving(node: BeliefState) -> list[tuple[int, ...]]:
    """Return which strategies, one of each actor, may be an equilibrium's.

    In them no possible type is sure to gain by a rung that another type of its actor plays, whatever continuation, of
    those that are known, follows each profile of rungs.
    """
    holds = [
        _no_gain(of_actor, node.most[i], node.least[i], node.lasting[i], node.tie)
        for i, of_actor in enumerate(node.every)
    ]
    return [tuple(place) for place in np.argwhere(all_reply(holds)).tolist()]


def _no_gain(of_actor: Strategies, most: FloatArray, least: FloatArray, lasting: BoolArray, tie: float) -> BoolArray:
    """Return in which profiles something follows, and no possible type is sure to gain by another's rung."""
    count = len(of_actor.rungs)
    rows = np.arange(count)
    holds = np.ones((count, *most.shape[2:]), dtype=bool)
    for k in range(of_actor.cell.shape[1]):
        cell = of_actor.cell[:, k]
        played = (cell >= 0).reshape(-1, *([1] * (most.ndim - 2)))
        holds &= lasting[cell] | ~played
        for x in of_actor.possible:
            target = most[x][of_actor.cell[rows, of_actor.rungs[:, x]]]
            holds &= (target >= least[x][cell] - tie) | ~played
    return holds


def _expected(values: FloatArray, every: tuple[Strategies, ...], i: int) -> FloatArray:
    """Return values of profiles of cells, (T_i, L_1 B_1, ...), averaged over the others': (T_i, L_i B_i, K_j, ...)."""
    return averaged(np.moveaxis(values, 1 + i, 1), [other.reach for j, other in enumerate(every) if j != i])


@dataclass(frozen=True, eq=False)
class PlayedProfile:
    """A pure profile at a node, with what may come after the rungs that are played.

    Attributes
    ----------
    chosen
        The strategy of each actor.
    played, unplayed
        For each actor the rungs that its possible types play, and the others.
    paths
        What may come after each profile of rungs that are played.
    worth
        For each actor, by its rung: (T_i, E_1, ..., E_m), with an axis for each path that may go on in several ways.
    """

    chosen: Joint
    played: tuple[tuple[int, ...], ...]
    unplayed: tuple[tuple[int, ...], ...]
    paths: Mapping[Joint, tuple[Sequel, ...]]
    worth: tuple[Mapping[int, FloatArray], ...]


def profile_of(node: BeliefState, chosen: Joint) -> PlayedProfile | None:
    """Return the profile; None where its paths may go on in too many ways."""
    cells = [of_actor.cell[s] for of_actor, s in zip(node.every, chosen, strict=True)]
    played = tuple(tuple(np.flatnonzero(of_actor >= 0).tolist()) for of_actor in cells)
    unplayed = tuple(tuple(np.flatnonzero(of_actor < 0).tolist()) for of_actor in cells)
    paths: dict[Joint, tuple[Sequel, ...]] = {
        rungs: node.table.item(*(int(of_actor[k]) for of_actor, k in zip(cells, rungs, strict=True))).ways
        for rungs in itertools.product(*played)
    }
    counts = [len(outcomes) for outcomes in paths.values()]
    if math.prod(counts) > MOST_WAYS or not node.work.spend(STEP_OF_PROFILE + math.prod(counts) // 10):
        return None
    many = [axis for axis, count in enumerate(counts) if count > 1]
    shape = [counts[axis] for axis in many]
    if node.certain:
        sure = [against(worth, i, chosen) for i, worth in enumerate(node.most)]
        of_cells = [{k: sure[i][:, cells[i][k]] for k in rungs} for i, rungs in enumerate(played)]
        return PlayedProfile(chosen, played, unplayed, paths, tuple(of_cells))
    worth: list[dict[int, FloatArray]] = []
    for i in range(len(chosen)):
        others = [j for j in range(len(chosen)) if j != i]
        now = against(node.now[i], i, chosen)
        of_rungs = {k: np.tile(now[:, k].reshape(-1, *[1] * len(many)), [1, *shape]) for k in played[i]}
        for axis, (rungs, outcomes) in enumerate(paths.items()):
            probability = math.prod(float(node.every[j].reach[chosen[j], cells[j][rungs[j]]]) for j in others)
            values = np.stack([each.values[i] for each in outcomes], axis=1)
            lengths = [len(outcomes) if other == axis else 1 for other in many]
            of_rungs[rungs[i]] += probability * values.reshape(-1, *lengths)
        worth.append(of_rungs)
    return PlayedProfile(chosen, played, unplayed, paths, tuple(worth))


def target(node: BeliefState, profile: PlayedProfile, i: int, x: int) -> FloatArray:
    """Return what a possible type expects, (E_1, ..., E_m)."""
    return np.asarray(profile.worth[i][int(node.every[i].rungs[profile.chosen[i], x])][x])


def on_path(node: BeliefState, profile: PlayedProfile) -> BoolArray:
    """Return for which ways to go on no possible type gains by a rung that another type of its actor plays."""
    holds = [
        target(node, profile, i, x) >= other[x] - node.tie
        for i, of_actor in enumerate(node.every)
        for x in of_actor.possible
        for other in profile.worth[i].values()
    ]
    return np.asarray(np.logical_and.reduce(holds))
