"""Which solver answers for a game, what the others say beside it, and certificates for all.

A solver maps a `Game` to profiles; certification, completeness and grouping are done here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from typing import Literal

import numpy as np

from powergame.equilibrium import budgets
from powergame.equilibrium.certificate import certify, certify_pure, pure_profile
from powergame.equilibrium.logit.polish import polished
from powergame.equilibrium.nash import nashpy
from powergame.equilibrium.nash.agreement import SAME_PROFILE, Agreement, agreement, distance
from powergame.equilibrium.nash.components import connected, maximal_subsets
from powergame.equilibrium.nash.exact import extreme_equilibria, order, within_bounds
from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.nash.reduction import Reduced, reduce
from powergame.equilibrium.types import Equilibrium, Probability, Profile, Solution
from powergame.errors import NoAnswerError, UsageError
from powergame.model.game import Game
from powergame.version import __version__

Solver = Literal["auto", "nashpy", "exact", "gambit"]

MIXED_REGRET = 1e-9
"""Relative to the range of payoffs: a mixed candidate of three or more actors with more is no equilibrium."""


def find_equilibria(game: Game, solver: Solver = "auto") -> Solution:
    """Find a game's equilibria and certify them.

    Parameters
    ----------
    game
        Any number of actors.
    solver
        With two actors: `exact` enumerates all extreme equilibria in integers; `auto` does so too and compares
        nashpy's list where that is quick; `nashpy` and `gambit` answer with their own lists, as far as the exact one
        confirms them. With more: strictly dominated rungs are eliminated; if two actors at the most are left with a
        choice, the exact enumeration answers; otherwise all pure equilibria do, and with `gambit` the mixed ones of
        enumpoly.

    Returns
    -------
    Solution
        With no equilibrium selected.

    Raises
    ------
    UsageError
        Where pygambit is asked for and is not installed, or nashpy for a game that is not of two actors.
    NoAnswerError
        Where nashpy or gambit is asked for a game of two actors that is too large for it.
    """
    if solver == "nashpy" and len(game.actors) != 2:
        raise UsageError(f"--solver nashpy solves games of two actors, and this one has {len(game.actors)}")
    if solver == "gambit":
        from powergame.equilibrium.nash import gambit

        gambit.version()
    if len(game.actors) != 2:
        return _after_reduction(game, solver)
    if solver in ("auto", "exact") and not within_bounds(*game.shape):
        return _after_reduction(game, solver)
    return _two_actors(game, solver)


def _two_actors(game: Game, solver: Solver) -> Solution:
    if not within_bounds(*game.shape) or (solver == "nashpy" and nashpy.support_pairs(game) > budgets.NASHPY_SUPPORTS):
        raise NoAnswerError(f"a game of {' x '.join(map(str, game.shape))} rungs is too large for --solver {solver}")
    exact = _all_extreme(game)
    if solver == "gambit":
        from powergame.equilibrium.nash import gambit

        found = agreement(game, exact.equilibria, gambit.extreme_equilibria(game))
        return _other_list(game, exact, found, "gambit enummixed", gambit.version())
    if solver == "nashpy":
        found = agreement(game, exact.equilibria, nashpy.candidates(game))
        return _other_list(game, exact, found, "nashpy", nashpy.version())
    if solver == "exact" or nashpy.support_pairs(game) > budgets.NASHPY_COMPARED:
        return exact
    found = agreement(game, exact.equilibria, nashpy.candidates(game))
    return replace(exact, equilibria=_marked(exact, found, "nashpy"), notes=_lost(exact, found, "nashpy"))


def _all_extreme(game: Game) -> Solution:
    """Return the extreme equilibria of a game of two actors, or, if it is too large, those that were found."""
    found = extreme_equilibria(game)
    profiles: list[Profile] = list(found.pairs)
    notes = []
    if not found.complete:
        rungs, all_pure = pure_equilibria(game)
        shown = rungs[: budgets.FALLBACK_ENTRIES // sum(game.shape)]
        mixed = (pair for pair in found.pairs if order(pair)[0] > 2)
        profiles = [*(pure_profile(game, played) for played in shown), *mixed]  # in the enumeration's own order
        size, pure = " x ".join(map(str, game.shape)), "all" if all_pure and shown == rungs else f"{len(shown):,}"
        notes = [
            f"{size} undominated rungs are too many to enumerate: {pure} pure equilibria are listed, some mixed ones"
        ]
    number: dict[tuple[Probability, ...], int] = {}  # of a strategy: fractions take long to compare
    pairs = [(number.setdefault(x, len(number)), number.setdefault(y, len(number))) for x, y in profiles]
    components = connected(pairs)
    equilibria = tuple(
        replace(certify(game, profile, ("exact",)), component=component)
        for profile, component in zip(profiles, components, strict=True)
    )
    convex = maximal_subsets(pairs, components)
    return Solution(equilibria, convex, found.complete, found.degenerate, "exact", __version__, tuple(notes))


def _marked(exact: Solution, other: Agreement, name: str) -> tuple[Equilibrium, ...]:
    """Return the exact list with another solver's name on the equilibria that it found."""
    return tuple(
        replace(e, found_by=(*e.found_by, name)) if found else e
        for e, found in zip(exact.equilibria, other.found, strict=True)
    )


def _lost(exact: Solution, other: Agreement, name: str) -> tuple[str, ...]:
    """Say what another solver's list lacks."""
    if other.all_found:
        return ()
    kind = "extreme equilibria of this degenerate game" if exact.degenerate else "equilibria"
    text = f"{name} alone finds {sum(other.found)} of the {len(other.found)} {kind}"
    if other.inside:
        text += f", and {len(other.inside)} more inside their components"
    everywhere = {e.component for e in exact.equilibria}
    reached = {e.component for e, found in zip(exact.equilibria, other.found, strict=True) if found}
    missed = len(everywhere - reached - {component for _, component in other.inside})
    if exact.degenerate and missed:
        text += f"; it misses {missed} of {len(everywhere)} components altogether"
    return (text,)


def _other_list(game: Game, exact: Solution, other: Agreement, name: str, version: str) -> Solution:
    """Answer with another solver's list; it is complete if it has every extreme equilibrium."""
    listed = [e for e, found in zip(_marked(exact, other, name), other.found, strict=True) if found]
    listed += [replace(certify(game, profile, (name,)), component=component) for profile, component in other.inside]
    number: dict[int, int] = {}
    renumbered = tuple(replace(e, component=number.setdefault(e.component, len(number))) for e in listed)
    place = {old: new for new, old in enumerate(k for k, found in enumerate(other.found) if found)}
    convex = tuple(part for subset in exact.convex if (part := tuple(place[k] for k in subset if k in place)))
    return Solution(renumbered, convex, other.all_found, exact.degenerate, name, version, _lost(exact, other, name))


def _after_reduction(game: Game, solver: Solver) -> Solution:
    """Solve what strict dominance leaves of a game of any number of actors."""
    reduced = reduce(game)
    choosers = reduced.choosers
    if len(choosers) == 0:
        only = certify(game, reduced.lifted({}), ("dominance",))
        note = "strict dominance leaves one profile"
        return Solution((only,), ((0,),), True, False, "dominance", __version__, (note,))
    if len(choosers) == 1:
        return _one_chooser(reduced)
    if len(choosers) == 2:
        return _two_choosers(reduced)
    return _many_choosers(reduced, solver)


def _left_to(reduced: Reduced) -> tuple[str, ...]:
    if len(reduced.choosers) == len(reduced.kept):
        return ()
    names = " and ".join(reduced.game.actors[i] for i in reduced.choosers)
    return (f"strict dominance leaves a choice to {names} only",)


def _one_chooser(reduced: Reduced) -> Solution:
    """Solve a game in which one actor is left with a choice: of rungs that are equally good."""
    equilibria = tuple(certify_pure(reduced.whole, list(product(*reduced.kept)), ("pure",)))
    convex = (tuple(range(len(equilibria))),)
    return Solution(equilibria, convex, True, True, "pure", __version__, _left_to(reduced))


def _two_choosers(reduced: Reduced) -> Solution:
    """Solve a game in which two actors are left with a choice: exactly."""
    actors = reduced.choosers
    inner = _all_extreme(reduced.between(actors))
    equilibria = tuple(
        replace(certify(reduced.whole, profile, e.found_by), component=e.component)
        for e in inner.equilibria
        for profile in (reduced.lifted(dict(zip(actors, e.profile, strict=True))),)
    )
    return replace(inner, equilibria=equilibria, notes=(*inner.notes, *_left_to(reduced)))


def _many_choosers(reduced: Reduced, solver: Solver) -> Solution:
    """List all pure equilibria, and the mixed ones that Gambit finds where it is asked."""
    found, all_pure = pure_equilibria(reduced.game)
    notes = ["all pure equilibria are listed; mixed ones may be missing"]
    if not all_pure:
        first = f"the first {budgets.PURE_EQUILIBRIA:,} pure equilibria are listed"
        notes = [f"{first}; there are more, and mixed ones may be missing"]
    in_whole = [[kept[r] for kept, r in zip(reduced.kept, rungs, strict=True)] for rungs in found]
    listed = certify_pure(reduced.whole, in_whole, ("pure",))
    name, version = "pure", __version__
    if solver == "gambit":
        from powergame.equilibrium.nash import gambit

        name, version = "gambit enumpoly", gambit.version()
        try:
            listed = _with_mixed(reduced.whole, listed, _enumpoly(reduced), name)
        except NoAnswerError as error:
            notes.append(str(error))
    numbered = tuple(replace(e, component=k) for k, e in enumerate(listed))
    convex = tuple((k,) for k in range(len(numbered)))
    degenerate = any(_ties(reduced.game, rungs) for rungs in found)
    return Solution(numbered, convex, False, degenerate, name, version, tuple(notes))


def _enumpoly(reduced: Reduced) -> list[Profile]:
    from powergame.equilibrium.nash import gambit

    if math.prod(reduced.game.shape) > budgets.ENUMPOLY_PROFILES:
        raise NoAnswerError("the game is too large for gambit's enumpoly")
    found = gambit.mixed_equilibria(reduced.game)
    return [reduced.lifted(dict(enumerate(polished(reduced.game, profile)))) for profile in found]


def _with_mixed(game: Game, listed: list[Equilibrium], mixed: Iterable[Profile], name: str) -> list[Equilibrium]:
    """Return a list of equilibria with those of another that prove to be equilibria, each once."""
    listed = list(listed)
    accepted = MIXED_REGRET * float(np.ptp(game.payoffs))
    for profile in mixed:
        twin = next((k for k, e in enumerate(listed) if distance(e.profile, profile) < SAME_PROFILE), None)
        if twin is not None:
            listed[twin] = replace(listed[twin], found_by=(*listed[twin].found_by, name))
        elif (certified := certify(game, profile, (name,))).regret <= accepted:
            listed.append(certified)
    return listed


def _ties(game: Game, rungs: Sequence[int]) -> bool:
    """Whether somebody has a second best reply at a pure equilibrium."""
    table = game.payoffs if game.rational is None else game.rational
    for i, own in enumerate(rungs):
        replies = table[(i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))]
        if (replies == replies[own]).sum() > 1:
            return True
    return False
