"""Find a game's equilibria by the solver that fits it, compare other solvers, and certify the list.

A solver maps a `Game` to profiles; this module adds certificates, completeness and components.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product
from typing import Literal

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Limited
from powergame.equilibrium.certificate import certify, certify_pure, pure_profile
from powergame.equilibrium.logit.polish import polished
from powergame.equilibrium.nash import nashpy
from powergame.equilibrium.nash.agreement import SAME_PROFILE, Agreement, agreement
from powergame.equilibrium.nash.components import connected, maximal_subsets, numbered
from powergame.equilibrium.nash.exact import extreme_equilibria, within_bounds
from powergame.equilibrium.nash.many.enumeration import AT_LEAST, enumerate_equilibria, is_regular, uneven
from powergame.equilibrium.nash.many.supports import fits
from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.nash.reduction import Reduced, reduce
from powergame.equilibrium.types import Equilibrium, Profile, Solution, distance, in_play
from powergame.errors import NoAnswerError, TimeLimitError, UsageError
from powergame.model.game import Game
from powergame.text import listed
from powergame.version import __version__

Solver = Literal["auto", "nashpy", "exact", "gambit"]

MIXED_REGRET = 1e-9
"""Regret, in ranges of payoffs, above which a mixed candidate of three or more actors is no equilibrium."""


def find_equilibria(game: Game, solver: Solver = "auto", deadline: Deadline = NO_DEADLINE) -> Solution:
    """Find a game's equilibria and certify them.

    Parameters
    ----------
    game
        Any number of actors.
    solver
        With two actors, `exact` enumerates all extreme equilibria in integers. `auto` does so too, and compares
        nashpy's list where that is quick. `nashpy` and `gambit` give their lists, as far as the exact one confirms
        them. With more actors, strictly dominated rungs are eliminated. If at most two actors still have a choice, the
        exact enumeration answers. Otherwise every support is searched, with proof, where the game is small; `gambit`
        gives enumpoly's mixed equilibria, as far as this list confirms them.
    deadline
        When the search has to end.

    Returns
    -------
    Solution
        With no equilibrium selected. Where steps or time ran out, `limited` says so, and the list has what was reached.

    Raises
    ------
    UsageError
        Where pygambit is asked for and is not installed, or nashpy for a game that is not of two actors.
    NoAnswerError
        Where nashpy or gambit is asked for a game of two actors that is too large for it, or does not answer in time.

    Examples
    --------
    Matching pennies has one equilibrium, and it is mixed:

    >>> row = np.array([[1.0, -1.0], [-1.0, 1.0]])
    >>> game = Game(("row", "column"), (("heads", "tails"),) * 2, np.array([row, -row]))
    >>> solution = find_equilibria(game)
    >>> [tuple(map(str, strategy)) for strategy in solution.equilibria[0].profile]
    [('1/2', '1/2'), ('1/2', '1/2')]
    >>> len(solution.equilibria), solution.complete
    (1, True)
    """
    if solver == "nashpy" and len(game.actors) != 2:
        raise UsageError(f"--solver nashpy solves games of two actors, and this one has {len(game.actors)}")
    if solver == "gambit":
        from powergame.equilibrium.nash import gambit

        gambit.version()
    if len(game.actors) != 2:
        return _after_reduction(game, solver, deadline)
    if solver in ("auto", "exact") and not within_bounds(*game.shape):
        return _after_reduction(game, solver, deadline)
    return _two_actors(game, solver, deadline)


def _two_actors(game: Game, solver: Solver, deadline: Deadline) -> Solution:
    too_large = f"a game of {' x '.join(map(str, game.shape))} rungs is too large for --solver {solver}"
    if not within_bounds(*game.shape) or (solver == "nashpy" and nashpy.support_pairs(game) > budgets.NASHPY_SUPPORTS):
        raise NoAnswerError(too_large)
    exact = _all_extreme(game, deadline)
    if solver == "exact" or (
        solver == "auto" and (exact.limited or nashpy.support_pairs(game) > budgets.NASHPY_COMPARED)
    ):
        return exact
    if exact.limited:  # there is nothing to hold another list to
        deadline.check("equilibria were enumerated")
        raise NoAnswerError(too_large)
    if solver == "gambit":
        from powergame.equilibrium.nash import gambit

        gambits = agreement(game, exact.equilibria, gambit.extreme_equilibria(game, deadline), deadline)
        return _other_list(game, exact, gambits, "gambit enummixed", gambit.version())
    try:
        nashpys = agreement(game, exact.equilibria, nashpy.candidates(game, deadline), deadline)
    except TimeLimitError:
        if solver == "nashpy":
            raise
        return replace(exact, notes=("no time was left to compare nashpy's list",), later_limited="time")
    if solver == "nashpy":
        return _other_list(game, exact, nashpys, "nashpy", nashpy.version())
    return replace(exact, equilibria=_marked(exact, nashpys, "nashpy"), notes=_lost(exact, nashpys, "nashpy"))


def _all_extreme(game: Game, deadline: Deadline) -> Solution:
    """Return the extreme equilibria of a game of two actors; where they are too many, pure and some mixed ones."""
    enumeration = extreme_equilibria(game, deadline)
    limited = enumeration.limited
    profiles: list[Profile] = list(enumeration.pairs)
    all_pure = True
    if limited:
        rungs, all_pure = pure_equilibria(game)
        shown = rungs[: budgets.FALLBACK_ENTRIES // sum(game.shape)]
        all_pure &= shown == rungs
        mixed = (pair for pair in enumeration.pairs if any(len(in_play(strategy)) > 1 for strategy in pair))
        profiles = [*(pure_profile(game, played) for played in shown), *mixed]  # in the enumeration's own order
    certified: list[Equilibrium] = []
    for profile in profiles:
        if deadline.passed and len(certified) >= AT_LEAST:
            limited, all_pure = "time", False
            break
        certified.append(certify(game, profile, ("exact",)))
    pairs = [(x, y) for x, y in numbered(e.profile for e in certified)]
    components = connected(pairs)
    equilibria = tuple(replace(e, component=component) for e, component in zip(certified, components, strict=True))
    convex = maximal_subsets(pairs, components)
    notes = (_cut(game, limited, deadline, certified, all_pure),) if limited else ()
    return Solution(equilibria, convex, not limited, enumeration.degenerate, "exact", __version__, notes, limited)


def _cut(game: Game, limited: Limited, deadline: Deadline, listed: Sequence[Equilibrium], all_pure: bool) -> str:
    """Say what the list has where an enumeration was cut short."""
    size = f"{' x '.join(map(str, game.shape))} rungs"
    why = (
        f"the time limit of {deadline.seconds:g} s ran out" if limited == "time" else "too much for the budget of steps"
    )
    mixed = sum(not e.pure for e in listed)
    pure = "all" if all_pure else f"{len(listed) - mixed:,}"
    return f"{size}: {why}; the list has {pure} pure and {f'{mixed:,}' if mixed else 'no'} mixed equilibria"


def _marked(exact: Solution, other: Agreement, name: str) -> tuple[Equilibrium, ...]:
    """Return the exact list, with another solver's name on the equilibria that it lists."""
    return tuple(
        replace(e, found_by=(*e.found_by, name)) if listed else e
        for e, listed in zip(exact.equilibria, other.listed, strict=True)
    )


def _lost(exact: Solution, other: Agreement, name: str) -> tuple[str, ...]:
    """Return notes on the equilibria that another solver's list lacks."""
    if other.all_listed:
        return ()
    kind = "extreme equilibria of this degenerate game" if exact.degenerate else "equilibria"
    text = f"{name} alone finds {sum(other.listed)} of the {len(other.listed)} {kind}"
    if other.inside:
        text += f", and {len(other.inside)} more inside their components"
    everywhere = {e.component for e in exact.equilibria}
    reached = {e.component for e, listed in zip(exact.equilibria, other.listed, strict=True) if listed}
    missed = len(everywhere - reached - {component for _, component in other.inside})
    if exact.degenerate and missed:
        text += f"; it misses {missed} of {len(everywhere)} components altogether"
    return (text,)


def _other_list(game: Game, exact: Solution, other: Agreement, name: str, version: str) -> Solution:
    """Return another solver's list as the solution; it is complete if it has every extreme equilibrium."""
    equilibria = [e for e, listed in zip(_marked(exact, other, name), other.listed, strict=True) if listed]
    equilibria += [replace(certify(game, profile, (name,)), component=component) for profile, component in other.inside]
    number: dict[int, int] = {}
    renumbered = tuple(replace(e, component=number.setdefault(e.component, len(number))) for e in equilibria)
    convex = _convex_among([k for k, listed in enumerate(other.listed) if listed], exact.convex)
    return Solution(renumbered, convex, other.all_listed, exact.degenerate, name, version, _lost(exact, other, name))


def _after_reduction(game: Game, solver: Solver, deadline: Deadline) -> Solution:
    """Solve a game of any number of actors after the elimination of strictly dominated rungs."""
    reduced = reduce(game, deadline)
    choosers = reduced.choosers
    if len(choosers) == 0:
        only = certify(game, reduced.lifted({}), ("dominance",))
        note = "strict dominance leaves one profile"
        return Solution((only,), ((0,),), True, False, "dominance", __version__, (note,))
    if len(choosers) == 1:
        return _one_chooser(reduced)
    if len(choosers) == 2:
        return _two_choosers(reduced, deadline)
    return _many_choosers(reduced, solver, deadline)


def _left_to(reduced: Reduced) -> tuple[str, ...]:
    if len(reduced.choosers) == len(reduced.kept):
        return ()
    names = listed([reduced.game.actors[i] for i in reduced.choosers])
    verb = "has" if len(reduced.choosers) == 1 else "have"
    return (f"after strict dominance only {names} {verb} a choice",)


def _one_chooser(reduced: Reduced) -> Solution:
    """Solve a game in which one actor has a choice, between rungs that are equally good."""
    equilibria = tuple(certify_pure(reduced.whole, list(product(*reduced.kept)), ("pure",)))
    convex = (tuple(range(len(equilibria))),)
    return Solution(equilibria, convex, True, True, "pure", __version__, _left_to(reduced))


def _two_choosers(reduced: Reduced, deadline: Deadline) -> Solution:
    """Solve a game in which two actors have a choice, exactly."""
    actors = reduced.choosers
    inner = _all_extreme(reduced.between(actors), deadline)
    equilibria = tuple(
        replace(certify(reduced.whole, profile, e.found_by), component=e.component)
        for e in inner.equilibria
        for profile in (reduced.lifted(dict(zip(actors, e.profile, strict=True))),)
    )
    return replace(inner, equilibria=equilibria, notes=(*inner.notes, *_left_to(reduced)))


def _many_choosers(reduced: Reduced, solver: Solver, deadline: Deadline) -> Solution:
    """Solve a game in which three and more actors have a choice: completely, where it is small."""
    inner = reduced.between(reduced.choosers)
    enumeration = enumerate_equilibria(inner, deadline)
    method = "enumeration" if fits(inner) else "pure"
    certified = _certified(reduced, enumeration.profiles, method, deadline)
    listed = list(certified)
    cut = len(listed) < len(enumeration.profiles)
    late = (f"the time limit of {deadline.seconds:g} s ran out; more equilibria were met than are listed",)
    ours = Solution(
        tuple(replace(certified[k], component=enumeration.component[k]) for k in listed),
        _convex_among(listed, enumeration.convex),
        enumeration.complete and not cut,
        enumeration.degenerate,
        method,
        __version__,
        (*enumeration.notes, *(late if cut else ()), *_left_to(reduced)),
        "time" if cut else enumeration.limited,
        enumeration.warnings,
    )
    return _gambits(reduced, ours, deadline) if solver == "gambit" else ours


def _certified(
    reduced: Reduced, profiles: Sequence[Profile], method: str, deadline: Deadline
) -> dict[int, Equilibrium]:
    """Return the certificates of the choosers' profiles by their places: all pure ones, and mixed ones in time."""
    pure: dict[int, list[int]] = {}
    certified: dict[int, Equilibrium] = {}
    for k, profile in enumerate(profiles):
        played = dict(zip(reduced.choosers, map(in_play, profile), strict=True))
        if all(len(rungs) == 1 for rungs in played.values()):
            pure[k] = [rungs[played[i][0][0] if i in played else 0] for i, rungs in enumerate(reduced.kept)]
        elif not deadline.passed or len(certified) < AT_LEAST:
            lifted = reduced.lifted(dict(zip(reduced.choosers, profile, strict=True)))
            certified[k] = certify(reduced.whole, lifted, (method,))
    together = certify_pure(reduced.whole, list(pure.values()), (method,))
    return dict(sorted((certified | dict(zip(pure, together, strict=True))).items()))


def _convex_among(kept: Sequence[int], convex: Iterable[tuple[int, ...]]) -> tuple[tuple[int, ...], ...]:
    """Return convex components by places among the equilibria that are kept of a list."""
    place = {k: at for at, k in enumerate(kept)}
    return tuple(part for subset in convex if (part := tuple(place[k] for k in subset if k in place)))


def _gambits(reduced: Reduced, ours: Solution, deadline: Deadline) -> Solution:
    """Return the pure equilibria and those mixed ones that enumpoly finds: complete if a proven list has no others."""
    from powergame.equilibrium.nash import gambit

    name, limited, notes = "gambit enumpoly", ours.limited, list(ours.notes)
    listed = list(ours.equilibria)
    try:
        listed = _with_mixed(reduced.whole, listed, _enumpoly(reduced, deadline), name, add=not ours.complete)
    except NoAnswerError as error:
        notes.append(str(error))
        limited = "time" if isinstance(error, TimeLimitError) else limited
    kept = [k for k, e in enumerate(listed) if e.pure or name in e.found_by]
    added = tuple((at,) for at, k in enumerate(kept) if k >= len(ours.equilibria))
    if len(kept) < len(listed):
        notes.append(f"{name} finds {len(kept)} of the {len(listed)} equilibria")
    complete = ours.complete and len(kept) == len(ours.equilibria)
    equilibria = tuple(listed[k] for k in kept)
    odd_is_missing = (
        not ours.complete  # else a note tells how many it lacks
        and len(equilibria) % 2 == 0
        and all(is_regular(reduced.whole, e.profile) for e in equilibria)
    )
    return replace(
        ours,
        equilibria=equilibria,
        convex=(*_convex_among(kept, ours.convex), *added),
        complete=complete,
        solver=name,
        version=gambit.version(),
        notes=tuple(notes),
        list_limited=limited,
        warnings=(uneven(len(equilibria)),) if odd_is_missing else (),
    )


def _enumpoly(reduced: Reduced, deadline: Deadline) -> list[Profile]:
    from powergame.equilibrium.nash import gambit

    if math.prod(reduced.game.shape) > budgets.ENUMPOLY_PROFILES:
        raise NoAnswerError("the game is too large for gambit's enumpoly")
    profiles = gambit.mixed_equilibria(reduced.game, deadline)
    return [reduced.lifted(dict(enumerate(polished(reduced.game, profile)))) for profile in profiles]


def _with_mixed(
    game: Game, listed: list[Equilibrium], mixed: Iterable[Profile], name: str, *, add: bool
) -> list[Equilibrium]:
    """Note which equilibria another solver has, too; with `add`, list its others that prove to be equilibria."""
    listed = list(listed)
    accepted = MIXED_REGRET * float(np.ptp(game.payoffs))
    for profile in mixed:
        twin = next((k for k, e in enumerate(listed) if distance(e.profile, profile) < SAME_PROFILE), None)
        if twin is not None:
            listed[twin] = replace(listed[twin], found_by=(*listed[twin].found_by, name))
        elif add and (certified := certify(game, profile, (name,))).regret <= accepted:
            listed.append(replace(certified, component=1 + max((e.component for e in listed), default=-1)))
    return listed
