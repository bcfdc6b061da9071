"""Which continuations of a pure profile stand: nobody gains by another rung, whether it is played by others or not."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray
from powergame.equilibrium.sequential.pure.completion import completed
from powergame.equilibrium.sequential.pure.deviations import (
    STAGES,
    Deviation,
    Known,
    all_looked_at,
    deviation_of,
    least_expected,
    look_further,
)
from powergame.equilibrium.sequential.pure.node import BeliefState, PlayedProfile, on_path, profile_of, target
from powergame.equilibrium.sequential.pure.types import Joint, TreeContinuation


def standing(node: BeliefState, chosen: Joint, known: Known) -> list[TreeContinuation]:
    """Return the equilibria in which possible types follow chosen strategies, one for each way that paths may go on."""
    profile = profile_of(node, chosen)
    if profile is None:
        known.cut = True
        return []
    alive = on_path(node, profile)
    for i, unplayed in enumerate(profile.unplayed):
        for k in unplayed:
            if alive.any():
                alive &= _deterred(node, profile, deviation_of(node, known, i, k, chosen), alive, known)
    continuations = [completed(node, profile, tuple(place), known) for place in np.argwhere(alive).tolist()]
    return [each for each in continuations if each is not None]


def _deterred(node: BeliefState, profile: PlayedProfile, of: Deviation, alive: BoolArray, known: Known) -> BoolArray:
    """Return for which ways to go on some belief and continuation deter all possible types from a rung."""
    possible = list(node.every[of.actor].possible)
    targets = np.stack([target(node, profile, of.actor, x) for x in possible], axis=-1) + node.tie  # (E..., m)
    deterred = np.zeros(alive.shape, dtype=bool)
    missing = alive
    for stage in range(STAGES):
        if stage == STAGES - 1:  # many beliefs: not where none can do
            missing = missing & (targets >= least_expected(node, of)[possible]).all(axis=-1)
        if not missing.any():
            return deterred
        if of.stages == stage:
            look_further(node, of)
        for each in of.deterrents:
            deterred |= (each.values[possible] <= targets).all(axis=-1)
        missing = missing & ~deterred
    known.proven &= not missing.any() or all_looked_at(node, of)
    return deterred
