"""All equilibria of a game in which three and more actors have a choice, certified, with what is proven of the list.

Every support is searched (`supports`). What the search leaves undecided, since it computes in floats, is decided in
fractions where that is possible: with at most two mixers always (`pairs`), but for continua whose borders are curved;
with three mixers of two rungs each by a quadratic equation (`quadratic`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

import numpy as np

from powergame.deadline import NO_DEADLINE, Deadline
from powergame.equilibrium import budgets
from powergame.equilibrium.budgets import Limited, Work
from powergame.equilibrium.certificate import certify, pure_profile
from powergame.equilibrium.elimination import solution
from powergame.equilibrium.logit.polish import simple_fractions
from powergame.equilibrium.nash.components import connected, numbered
from powergame.equilibrium.nash.exact import order
from powergame.equilibrium.nash.many.certificates import proven
from powergame.equilibrium.nash.many.pairs import Component, with_two_mixers
from powergame.equilibrium.nash.many.quadratic import is_three_by_two, three_mixers
from powergame.equilibrium.nash.many.supports import Support, SupportSearch, fits, most_boxes, search
from powergame.equilibrium.nash.pure import pure_equilibria
from powergame.equilibrium.types import ONE, ZERO, Probability, Profile, in_play
from powergame.model.game import Game

AT_LEAST = 20
"""Equilibria that are proven, and certified, though the time has run out: some hundredths of a second, so that there is
an answer."""

SAME = 1e-12
"""Probability within which fractions may be an equilibrium that is known in floats; a certificate decides."""


@dataclass(frozen=True)
class AllEquilibria:
    """The equilibria of a game in which every actor has a choice.

    Attributes
    ----------
    profiles
        In an order that depends on the game only: fewer rungs in play first, then earlier rungs.
    component
        The number of each one's connected component.
    convex
        The convex components, each by the places of its corners.
    complete
        Whether the list is proven to hold every equilibrium (every extreme one).
    degenerate
        Whether an equilibrium is known that is not regular, or may be there.
    notes, warnings, limited
        As in `types.Solution`.
    """

    profiles: tuple[Profile, ...]
    component: tuple[int, ...]
    convex: tuple[tuple[int, ...], ...]
    complete: bool
    degenerate: bool
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    limited: Limited | None


@dataclass
class _Known:
    """What is known of a game's equilibria while they are enumerated."""

    components: set[Component]
    mixed: list[Profile]
    undecided: set[Support]
    regular: bool


def enumerate_equilibria(game: Game, deadline: Deadline = NO_DEADLINE) -> AllEquilibria:
    """Enumerate the equilibria of a game in which every actor has a choice.

    Parameters
    ----------
    game
        Three or more actors. Where it is too large for a search, pure equilibria are listed.
    deadline
        When the search has to end.

    Examples
    --------
    Three actors, each of whom wants to differ from the next, mix half and half or leave one in between:

    >>> rungs = np.indices((2, 2, 2))
    >>> payoffs = np.stack([1.0 * (rungs[i] != rungs[i - 2]) for i in range(3)])
    >>> game = Game(("a", "b", "c"), (("0", "1"),) * 3, payoffs)
    >>> enumeration = enumerate_equilibria(game)
    >>> len(enumeration.profiles), enumeration.complete
    (1, True)
    """
    if not fits(game):
        return _only_pure(game)
    work = Work(most_boxes(game), deadline)
    met = search(game, work)
    known = _Known(set(), [], set(met.undecided), True)
    limited = _enter(game, met, known, deadline) or _settle(game, known, deadline) or work.limited
    undecided = len(known.undecided)
    decided = met.finished and not undecided and limited is None
    notes = [] if decided else [_open(met, undecided, limited, deadline)]
    if not met.finished:
        known.components |= {_corner(pure_profile(game, rungs)) for rungs in pure_equilibria(game)[0]}
    profiles = _sorted(known)
    warnings = [uneven(len(profiles))] if decided and known.regular and len(profiles) % 2 == 0 else []
    convex = _places(profiles, known.components)
    return AllEquilibria(
        tuple(profiles),
        connected(numbered(profiles)),
        convex,
        decided and not warnings,
        not known.regular or undecided > 0,
        tuple(notes),
        tuple(warnings),
        limited,
    )


def uneven(count: int) -> str:
    """Return the warning that a list with an even number of regular equilibria cannot be all of them [1]_.

    .. [1] Wilson, R. (1971). Computing equilibria of n-person games. SIAM Journal on Applied Mathematics 21.
    """
    return f"{UNEVEN}: of the {count} that were found at least one more is missing, or one is wrong"


UNEVEN = "where all equilibria are regular their number is odd"
"""Beginning of the warning that a list cannot be all."""


def is_regular(game: Game, profile: Profile) -> bool:
    """Whether an equilibrium is proven to be regular: isolated, every unplayed rung strictly worse."""
    support = _support(profile)
    if _mixers(support) == 0:
        return not _ties(game, [rungs[0] for rungs in support])
    return proven(game, profile, support) is not None


def _only_pure(game: Game) -> AllEquilibria:
    rungs, all_pure = pure_equilibria(game)
    first = f"the first {budgets.PURE_EQUILIBRIA:,} pure equilibria are listed; there are more, and"
    listed = "all pure equilibria are listed;" if all_pure else first
    note = f"the game is too large for a search through all supports: {listed} mixed ones may be missing"
    at = tuple(np.array(rungs, dtype=np.int64).reshape(-1, len(game.shape)).T)
    ties = (best.sum(axis=i, keepdims=True) > 1 for i, best in enumerate(game.best_replies))
    tied = any(bool(np.broadcast_to(tie, game.shape)[at].any()) for tie in ties)
    return AllEquilibria(
        tuple(pure_profile(game, played) for played in rungs),
        connected(rungs),
        tuple((k,) for k in range(len(rungs))),
        False,
        tied,
        (note,),
        (),
        None if all_pure else "steps",
    )


def _ties(game: Game, rungs: Sequence[int]) -> bool:
    """Whether an actor has a second best reply at a pure equilibrium."""
    table = game.payoffs if game.rational is None else game.rational
    for i, played in enumerate(rungs):
        replies = table[(i, *(slice(None) if j == i else r for j, r in enumerate(rungs)))]
        if (replies == replies[played]).sum() > 1:
            return True
    return False


def _support(profile: Sequence[Sequence[Probability]]) -> Support:
    return tuple(tuple(r for r, _ in in_play(strategy)) for strategy in profile)


def _mixers(support: Support) -> int:
    return sum(len(rungs) > 1 for rungs in support)


def _enter(game: Game, met: SupportSearch, known: _Known, deadline: Deadline) -> Limited | None:
    """Enter what the search has met, proven in fractions; what is not proven stays undecided. Return what ran out."""
    ends = np.cumsum(game.shape).tolist()
    for k, row in enumerate(met.profiles.tolist()):
        if k >= AT_LEAST and deadline.passed:
            return "time"
        floats = [row[end - size : end] for end, size in zip(ends, game.shape, strict=True)]
        support = _support(floats)
        if _mixers(support) < 3:
            profile = _with_at_most_two(game, support)
            if profile is None or certify(game, profile).regret > 0:
                known.undecided.add(support)
            else:
                known.components.add(_corner(profile))
        elif equilibrium := proven(game, floats, support):
            known.mixed.append(_simplified(game, equilibrium))
        else:
            known.undecided.add(support)
    return None


def _simplified(game: Game, equilibrium: Profile) -> Profile:
    """Return the equilibrium in fractions, where simple ones are."""
    floats = [[float(p) for p in strategy] for strategy in equilibrium]
    for profile in simple_fractions(floats, SAME):
        if certify(game, profile).regret == 0:
            return profile
    return equilibrium


def _corner(profile: Profile) -> Component:
    return tuple((tuple(Fraction(p) for p in strategy),) for strategy in profile)


def _with_at_most_two(game: Game, support: Support) -> Profile | None:
    """Return the one profile of a support with at most two mixers in which these are indifferent, exactly."""
    mixers = [i for i, rungs in enumerate(support) if len(rungs) > 1]
    strategies: list[list[Probability]] = [[ZERO] * size for size in game.shape]
    for i, rungs in enumerate(support):
        strategies[i][rungs[0]] = ONE
    for i in mixers:  # its probabilities make the other indifferent
        other = next(j for j in mixers if j != i)
        rows = [[ONE] * len(support[i]) + [ONE]]
        for rung in support[other][1:]:
            rows.append([_better(game, support, other, rung, i, r) for r in support[i]] + [ZERO])
        chances = solution(rows) if len(rows) == len(support[i]) else None
        if chances is None or min(chances) < 0:
            return None
        for r, p in zip(support[i], chances, strict=True):
            strategies[i][r] = p
    return tuple(tuple(strategy) for strategy in strategies)


def _better(game: Game, support: Support, i: int, rung: int, mixer: int, place: int) -> Fraction:
    """Return what actor i gains by a rung over its first in play where a mixer plays some rung."""
    rungs = [place if k == mixer else chosen[0] for k, chosen in enumerate(support)]
    table = game.payoffs if game.rational is None else game.rational
    first, second = (table[(i, *(r if k == i else s for k, s in enumerate(rungs)))] for r in (support[i][0], rung))
    return Fraction(second) - Fraction(first)


def _settle(game: Game, known: _Known, deadline: Deadline) -> Limited | None:
    """Decide in fractions what the search has left undecided, as far as that is possible; return what ran out."""
    if any(_mixers(support) < 3 for support in known.undecided):
        work = Work(budgets.TWO_MIXERS, deadline)
        enumeration = with_two_mixers(game, work)
        corners = {profile for component in enumeration.components for profile in product(*component)}
        known.components = {c for c in known.components if next(product(*c)) not in corners}
        known.components |= set(enumeration.components)
        known.regular = all(
            all(len(corners) == 1 for corners in component) and is_regular(game, next(product(*component)))
            for component in enumeration.components
        )
        if enumeration.decided:
            known.undecided = {support for support in known.undecided if _mixers(support) > 2}
        if work.limited:
            return work.limited
    for support in sorted(known.undecided):
        if deadline.passed:
            return "time"
        if not is_three_by_two(support):
            continue
        roots = three_mixers(game, support)
        known.mixed = [p for p in known.mixed if _support(p) != support] + list(roots.profiles)
        if roots.decided:
            known.undecided.remove(support)
            known.regular &= roots.regular
    return None


def _open(met: SupportSearch, undecided: int, limited: Limited | None, deadline: Deadline) -> str:
    """Say why a list is not proven complete."""
    if limited == "time":
        return f"the time limit of {deadline.seconds:g} s ran out; more mixed equilibria may be missing"
    if limited == "steps" or not met.finished:
        return "the budget of steps was not enough to search all supports; more mixed equilibria may be missing"
    supports = f"{undecided:,} support{'s' if undecided > 1 else ''}"
    return f"ties or continua of several actors: {supports} may have more equilibria than are listed"


def _sorted(known: _Known) -> list[Profile]:
    corners: set[Profile] = {profile for component in known.components for profile in product(*component)}
    return sorted([*corners, *known.mixed], key=order)


def _places(profiles: Sequence[Profile], components: Iterable[Component]) -> tuple[tuple[int, ...], ...]:
    """Return the convex components by the places of their corners in the list."""
    place = {profile: k for k, profile in enumerate(profiles)}
    convex = {tuple(sorted(place[profile] for profile in product(*component))) for component in components}
    within = {k for places in convex for k in places}
    return tuple(sorted([*convex, *((k,) for k in range(len(profiles)) if k not in within)]))
