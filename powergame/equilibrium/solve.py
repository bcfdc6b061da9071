"""Which solver answers for a game, what the others say beside it, and certificates for all.

A solver maps a `Game` to profiles; certification, completeness and grouping are done here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from powergame import __version__
from powergame.equilibrium import gambit, nashpy
from powergame.equilibrium.certificate import certify, certify_pure, pure_profile
from powergame.equilibrium.components import connected, maximal_subsets
from powergame.equilibrium.dominance import restricted, undominated
from powergame.equilibrium.exact import extreme_equilibria, order
from powergame.equilibrium.pure import MAX_PURE, pure_equilibria
from powergame.equilibrium.types import Equilibrium, Profile, Solution
from powergame.errors import NoAnswerError
from powergame.model.game import Game

Solver = Literal["auto", "nashpy", "exact", "gambit"]

SAME_PROFILE = 1e-7
"""Probabilities nearer than this are one solver's and another's view of the same equilibrium."""

MAX_NASHPY_SUPPORTS = 1_000
"""Pairs of supports up to which nashpy is asked for comparison: 5 x 5 rungs have 961, a tenth of a second."""


@dataclass(frozen=True)
class _Reduced:
    """A game without its strictly dominated rungs, and which rungs of the whole game are left."""

    game: Game
    kept: tuple[tuple[int, ...], ...]
    whole: Game

    def lifted(self, profile: Sequence[Sequence[object]], actors: Sequence[int]) -> Profile:
        """Return a profile of the whole game: some actors' strategies given over kept rungs, the others' certain."""
        given = dict(zip(actors, profile, strict=True))
        full = [list(strategy) for strategy in pure_profile(self.whole, [rungs[0] for rungs in self.kept])]
        for i, strategy in given.items():
            full[i] = [0 * p for p in full[i]]
            for r, p in zip(self.kept[i], strategy, strict=True):
                full[i][r] = p  # type: ignore[call-overload]
        return tuple(tuple(strategy) for strategy in full)


def find_equilibria(game: Game, solver: Solver = "auto") -> Solution:
    """Find a game's equilibria and certify them.

    Parameters
    ----------
    game
        Any number of actors.
    solver
        With two actors: `exact` enumerates all extreme equilibria in integers; `auto` does so too and compares
        nashpy's list where that is quick; `nashpy` and `gambit` answer with their own lists, the exact one beside
        them. With more: strictly dominated rungs are eliminated; if two actors at the most are left with a choice, the
        exact enumeration answers; otherwise all pure equilibria do, and with `gambit` the mixed ones of enumpoly.

    Returns
    -------
    Solution
        With no equilibrium selected.

    Raises
    ------
    UsageError
        Where pygambit is asked for and is not installed.
    NoAnswerError
        Where nashpy is asked for more than two actors.
    """
    if len(game.actors) == 2:
        return _two_actors(game, solver)
    if solver == "nashpy":
        raise NoAnswerError(f"nashpy solves games of two actors, and this one has {len(game.actors)}")
    return _more_actors(game, solver)


def _two_actors(game: Game, solver: Solver) -> Solution:
    found = extreme_equilibria(game)
    pairs: list[Profile] = list(found.pairs)
    if not found.complete:
        known = set(pairs)
        pairs += [p for p in (pure_profile(game, rungs) for rungs in pure_equilibria(game)[0]) if p not in known]
    notes = () if found.complete else ("the game is too large to enumerate: there may be more equilibria",)
    exact = _grouped(game, pairs, found.complete, found.degenerate, notes)
    if solver == "exact":
        return exact
    if solver == "gambit":
        return _other_list(game, exact, gambit.extreme_equilibria(game), "gambit enummixed", gambit.version())
    if solver == "nashpy":
        return _other_list(game, exact, nashpy.candidates(game), "nashpy", nashpy.version())
    if math.prod(2**size - 1 for size in game.shape) > MAX_NASHPY_SUPPORTS:
        return exact
    return _compared(exact, nashpy.candidates(game), "nashpy")


def _grouped(
    game: Game, pairs: Sequence[Profile], complete: bool, degenerate: bool, notes: tuple[str, ...]
) -> Solution:
    """Certify the extreme equilibria that the exact enumeration found, and group them."""
    ordered = sorted(pairs, key=order)  # type: ignore[arg-type]
    convex = maximal_subsets([(x, y) for x, y in ordered])
    components = connected(len(ordered), convex)
    equilibria = tuple(
        replace(certify(game, pair, ("exact",)), component=component)
        for pair, component in zip(ordered, components, strict=True)
    )
    return Solution(equilibria, convex, complete, degenerate, "exact", __version__, notes)


def _compared(exact: Solution, candidates: Sequence[Profile], name: str) -> Solution:
    """Note on each equilibrium whether another solver found it, and in words what that one lost."""
    hit = [any(_same(e.profile, c) for c in candidates) for e in exact.equilibria]
    equilibria = tuple(
        replace(e, found_by=(*e.found_by, name)) if found else e for e, found in zip(exact.equilibria, hit, strict=True)
    )
    return replace(exact, equilibria=equilibria, notes=(*exact.notes, *_lost(exact, hit, name)))


def _lost(exact: Solution, hit: Sequence[bool], name: str) -> tuple[str, ...]:
    if all(hit):
        return ()
    kind = "extreme equilibria of this degenerate game" if exact.degenerate else "equilibria"
    return (f"{name} alone finds {sum(hit)} of the {len(hit)} {kind}",)


def _other_list(game: Game, exact: Solution, candidates: Sequence[Profile], name: str, version: str) -> Solution:
    """Answer with another solver's list; it is complete where the exact one is and has nothing more."""
    hit = [any(_same(e.profile, c) for c in candidates) for e in exact.equilibria]
    listed = [replace(e, found_by=(*e.found_by, name)) for e, found in zip(exact.equilibria, hit, strict=True) if found]
    inside = [c for c in candidates if not any(_same(e.profile, c) for e in exact.equilibria)]
    listed += [certify(game, c, (name,)) for c in inside]
    numbers: dict[int, int] = {}
    renumbered = tuple(
        replace(e, component=numbers.setdefault(e.component if k < sum(hit) else -1 - k, len(numbers)))
        for k, e in enumerate(listed)
    )
    place = {old: new for new, old in enumerate(k for k, found in enumerate(hit) if found)}
    convex = tuple(part for subset in exact.convex if (part := tuple(place[k] for k in subset if k in place)))
    notes = (*exact.notes, *_lost(exact, hit, name))
    complete = exact.complete and all(hit)
    return Solution(renumbered, convex, complete, exact.degenerate, name, version, notes)


def _same(a: Profile, b: Profile) -> bool:
    return all(
        abs(float(p) - float(q)) < SAME_PROFILE
        for mine, theirs in zip(a, b, strict=True)
        for p, q in zip(mine, theirs, strict=True)
    )


def _more_actors(game: Game, solver: Solver) -> Solution:
    reduced = _reduce(game)
    choosers = [i for i, rungs in enumerate(reduced.kept) if len(rungs) > 1]
    if len(choosers) == 0:
        only = certify(game, pure_profile(game, [rungs[0] for rungs in reduced.kept]), ("dominance",))
        note = "strict dominance leaves one profile"
        return Solution((only,), ((0,),), True, False, "dominance", __version__, (note,))
    if len(choosers) <= 2:
        return _few_choosers(reduced, choosers)
    return _many_choosers(reduced, solver)


def _reduce(game: Game) -> _Reduced:
    kept = undominated(game)
    if all(len(rungs) == size for rungs, size in zip(kept, game.shape, strict=True)):
        return _Reduced(game, kept, game)
    names = tuple(tuple(names[r] for r in rungs) for names, rungs in zip(game.rungs, kept, strict=True))
    payoffs = np.stack([restricted(table, kept) for table in game.payoffs])
    rational = None if game.rational is None else np.stack([restricted(table, kept) for table in game.rational])
    return _Reduced(Game(game.actors, names, payoffs, rational), kept, game)


def _few_choosers(reduced: _Reduced, choosers: Sequence[int]) -> Solution:
    """Solve a game in which one or two actors are left with a choice: exactly."""
    actors = list(choosers)
    if len(actors) == 1:  # a second actor with one rung; in a game of one actor there is none
        others = [i for i in range(len(reduced.kept)) if i not in actors]
        if not others:
            return _one_actor(reduced)
        actors = sorted([*actors, others[0]])
    index = tuple(slice(None) if i in actors else 0 for i in range(len(reduced.kept)))
    table = reduced.game.payoffs[(actors, *index)]
    rational = None if reduced.game.rational is None else reduced.game.rational[(actors, *index)]
    names = tuple(reduced.game.actors[i] for i in actors)
    pair = Game(names, tuple(reduced.game.rungs[i] for i in actors), table, rational)
    inner = _two_actors(pair, "exact")
    equilibria = tuple(
        replace(e, payoffs=c.payoffs, regret=c.regret, profile=c.profile)
        for e in inner.equilibria
        for c in (certify(reduced.whole, reduced.lifted(e.profile, actors)),)
    )
    notes = inner.notes
    if len(reduced.kept) > 2:
        notes = (*notes, f"strict dominance leaves a choice to {' and '.join(names[: len(choosers)])} only")
    return replace(inner, equilibria=equilibria, notes=notes)


def _one_actor(reduced: _Reduced) -> Solution:
    best, complete = pure_equilibria(reduced.whole)
    equilibria = tuple(certify(reduced.whole, pure_profile(reduced.whole, rungs), ("pure",)) for rungs in best)
    convex = (tuple(range(len(best))),)
    return Solution(equilibria, convex, complete, len(best) > 1, "pure", __version__)


def _many_choosers(reduced: _Reduced, solver: Solver) -> Solution:
    """List all pure equilibria, and the mixed ones that Gambit finds where it is asked."""
    found, all_pure = pure_equilibria(reduced.game)
    everyone = range(len(reduced.kept))
    in_whole = [[kept[r] for kept, r in zip(reduced.kept, rungs, strict=True)] for rungs in found]
    listed = certify_pure(reduced.whole, in_whole, ("pure",))
    notes = ["all pure equilibria are listed; mixed ones may be missing"]
    if not all_pure:
        notes = [f"the first {MAX_PURE} pure equilibria are listed; there are more, and mixed ones may be missing"]
    name, version = "pure", __version__
    if solver == "gambit":
        name, version = "gambit enumpoly", gambit.version()
        if math.prod(reduced.game.shape) > gambit.MAX_ENUMPOLY_PROFILES:
            notes.append("the game is too large for gambit's enumpoly")
        else:
            lifted = (reduced.lifted(p, everyone) for p in gambit.mixed_equilibria(reduced.game))
            listed = _with_mixed(reduced.whole, listed, lifted, name)
    numbered = tuple(replace(e, component=k) for k, e in enumerate(listed))
    convex = tuple((k,) for k in range(len(numbered)))
    degenerate = any(_ties(reduced.game, rungs) for rungs in found)
    return Solution(numbered, convex, False, degenerate, name, version, tuple(notes))


def _with_mixed(game: Game, listed: list[Equilibrium], mixed: object, name: str) -> list[Equilibrium]:
    for profile in mixed:  # type: ignore[attr-defined]
        twin = next((k for k, e in enumerate(listed) if _same(e.profile, profile)), None)
        if twin is None:
            listed.append(certify(game, profile, (name,)))
        else:
            listed[twin] = replace(listed[twin], found_by=(*listed[twin].found_by, name))
    return listed


def _ties(game: Game, rungs: Sequence[int]) -> bool:
    """Whether somebody has a second best reply at a pure equilibrium."""
    table = game.payoffs if game.rational is None else game.rational
    for i, own in enumerate(rungs):
        replies = table[(i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))]
        if (replies == replies[own]).sum() > 1:
            return True
    return False
