"""Equilibria in which exactly three actors mix, each over two rungs, in closed form.

With x, y and z the three probabilities, each actor's indifference is an equation in the two others', linear in each::

    a0 + a1 y + a2 z + a3 y z = 0,    b0 + b1 x + b2 z + b3 x z = 0,    c0 + c1 x + c2 y + c3 x y = 0

The first gives z by y, the third x by y, and the second then becomes one quadratic equation in y [1]_. All signs are
those of numbers p + q sqrt(D) in fractions, and exact.

References
----------
.. [1] McKelvey, R. D. & McLennan, A. (1996). Computation of equilibria in finite games. Handbook of Computational
   Economics 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from powergame.arrays import ObjectArray
from powergame.equilibrium.nash.many.supports import Support
from powergame.equilibrium.types import ONE, ZERO, Probability, Profile
from powergame.model.game import Game

ROOT_BITS = 128
"""Bits to which square roots are computed, at least."""


@dataclass(frozen=True)
class Surd:
    """The number p + q sqrt(D), exactly; D is the same in all that meet."""

    p: Fraction
    q: Fraction
    D: Fraction

    def __add__(self, other: Surd) -> Surd:
        return Surd(self.p + other.p, self.q + other.q, self.D)

    def __sub__(self, other: Surd) -> Surd:
        return Surd(self.p - other.p, self.q - other.q, self.D)

    def __mul__(self, other: Surd) -> Surd:
        return Surd(self.p * other.p + self.q * other.q * self.D, self.p * other.q + self.q * other.p, self.D)

    def __truediv__(self, other: Surd) -> Surd:
        norm = other.p * other.p - other.q * other.q * self.D
        return self * Surd(other.p / norm, -other.q / norm, self.D)

    def times(self, factor: Fraction) -> Surd:
        """Return the number times a fraction."""
        return Surd(self.p * factor, self.q * factor, self.D)

    @property
    def sign(self) -> int:
        """-1, 0 or 1."""
        signs = {(x > 0) - (x < 0) for x in (self.p, self.q if self.D else ZERO)} - {0}
        if len(signs) < 2:
            return signs.pop() if signs else 0
        larger = self.p * self.p - self.q * self.q * self.D
        sign_of_p = 1 if self.p > 0 else -1
        return 0 if larger == 0 else sign_of_p if larger > 0 else -sign_of_p

    @property
    def nearest(self) -> Fraction | float:
        """The number: a fraction if it is one, else the nearest float or next to it."""
        if self.q == 0 or self.D == 0:
            return self.p
        bits = ROOT_BITS + max(0, self.D.denominator.bit_length() - self.D.numerator.bit_length())
        root = Fraction(math.isqrt((self.D.numerator << 2 * bits) // self.D.denominator), 1 << bits)
        if self.p * self.q < 0:  # the conjugate's digits do not cancel
            return float((self.p * self.p - self.q * self.q * self.D) / (self.p - self.q * root))
        return float(self.p + self.q * root)


@dataclass(frozen=True)
class Roots:
    """What a support of three mixers with two rungs each holds.

    Attributes
    ----------
    profiles
        Its isolated equilibria.
    regular
        Whether each is isolated, with its Jacobian regular and every unplayed rung strictly worse.
    decided
        Whether these are all; not so where the quadratic vanishes, or where the others' mixing leaves an actor free.
    """

    profiles: tuple[Profile, ...]
    regular: bool
    decided: bool


def is_three_by_two(support: Support) -> bool:
    """Whether exactly three actors mix, each over two rungs."""
    return sorted(len(rungs) for rungs in support if len(rungs) > 1) == [2, 2, 2]


def three_mixers(game: Game, support: Support) -> Roots:
    """Return the equilibria of a support in which exactly three actors mix, each over two rungs.

    Examples
    --------
    Three actors, each of whom wants to be alone on a rung, mix half and half:

    >>> import numpy as np
    >>> rungs = np.indices((2, 2, 2))
    >>> payoffs = np.stack([1.0 * (rungs[i] != rungs[i - 1]) * (rungs[i] != rungs[i - 2]) for i in range(3)])
    >>> game = Game(("a", "b", "c"), (("0", "1"),) * 3, payoffs)
    >>> three_mixers(game, ((0, 1),) * 3).profiles == (((Fraction(1, 2),) * 2,) * 3,)
    True
    """
    x, y, z = (i for i, rungs in enumerate(support) if len(rungs) == 2)
    roots = Roots((), False, False)
    for mixers in ((x, y, z), (y, z, x), (z, x, y)):  # where the one equation vanishes, another may not
        roots = _eliminated(game, support, mixers)
        if roots.decided:
            break
    return roots


def _eliminated(game: Game, support: Support, mixers: Sequence[int]) -> Roots:
    """Return the equilibria of a support by the equation in the second mixer's probability."""
    a, b, c = (_indifference(game, support, mixers, i) for i in mixers)
    # a: (y, z), b: (x, z), c: (x, y); z = -(a0 + a1 y) / (a2 + a3 y), x = -(c0 + c2 y) / (c1 + c3 y)
    x_above, x_below = (-c[0], -c[2]), (c[1], c[3])
    z_above, z_below = (-a[0], -a[1]), (a[2], a[3])
    terms = (
        _product(x_below, z_below, b[0]),
        _product(x_above, z_below, b[1]),
        _product(x_below, z_above, b[2]),
        _product(x_above, z_above, b[3]),
    )
    constant, linear, square = (sum((term[k] for term in terms), ZERO) for k in range(3))
    if square == linear == constant == 0:
        return Roots((), False, False)
    profiles, regular, decided = [], True, True
    for y in _solutions(constant, linear, square):
        if not _mixes(y):
            continue
        x = _quotient(_at(x_above, y), _at(x_below, y))
        z = _quotient(_at(z_above, y), _at(z_below, y))
        if x == FREE and isinstance(z, Surd) and _mixes(z):  # the third equation is left for it
            x = _quotient(_at((-b[0], -b[2]), z), _at((b[1], b[3]), z))
        elif z == FREE and isinstance(x, Surd) and _mixes(x):
            z = _quotient(_at((-b[0], -b[1]), x), _at((b[2], b[3]), x))
        if isinstance(x, Surd) and isinstance(z, Surd):
            best, strict = _replies(game, support, mixers, (x, y, z)) if _mixes(x) and _mixes(z) else (False, False)
            if best:
                profiles.append(_profile(game, support, mixers, (x, y, z)))
                regular &= strict and _determinant((a, b, c), x, y, z).sign != 0
        elif not any(p == NONE or (isinstance(p, Surd) and not _mixes(p)) for p in (x, z)):
            decided = False
    return Roots(tuple(profiles), regular, decided)


NONE, FREE = "none", "free"
"""What stands for the quotient of a number and 0, and of 0 and 0."""


def _quotient(above: Surd, below: Surd) -> Surd | str:
    if below.sign:
        return above / below
    return NONE if above.sign else FREE


def _mixes(p: Surd) -> bool:
    """Whether a number is a probability other than 0 and 1."""
    return p.sign > 0 and (_plain(ONE, p) - p).sign > 0


def _determinant(equations: Sequence[Sequence[Fraction]], x: Surd, y: Surd, z: Surd) -> Surd:
    """Return the determinant of the equations' derivatives: 0 where a root is not regular."""
    a, b, c = equations
    a_by_y, a_by_z = _at((a[1], a[3]), z), _at((a[2], a[3]), y)
    b_by_x, b_by_z = _at((b[1], b[3]), z), _at((b[2], b[3]), x)
    c_by_x, c_by_y = _at((c[1], c[3]), y), _at((c[2], c[3]), x)
    return a_by_y * b_by_z * c_by_x + a_by_z * b_by_x * c_by_y


def _indifference(game: Game, support: Support, mixers: Sequence[int], i: int) -> tuple[Fraction, ...]:
    """Return an actor's gain by its second rung: 1, the first other's probability, the second other's, their product.

    Probabilities are those of the second rung in play.
    """
    v = [[_gain(game, support, mixers, i, support[i][1], (r, s)) for s in (0, 1)] for r in (0, 1)]
    return v[0][0], v[1][0] - v[0][0], v[0][1] - v[0][0], v[1][1] - v[1][0] - v[0][1] + v[0][0]


def _gain(game: Game, support: Support, mixers: Sequence[int], i: int, rung: int, places: tuple[int, ...]) -> Fraction:
    """Return what actor i gains by a rung over its first in play, where the other mixers play some of theirs."""
    rungs = [chosen[0] for chosen in support]
    for k, place in zip([k for k in mixers if k != i], places, strict=True):
        rungs[k] = support[k][place]
    first, other = (tuple(r if k == i else s for k, s in enumerate(rungs)) for r in (support[i][0], rung))
    return _payoff(game, i, other) - _payoff(game, i, first)


def _payoff(game: Game, i: int, rungs: tuple[int, ...]) -> Fraction:
    table: ObjectArray | None = game.rational
    return Fraction(float(game.payoffs[(i, *rungs)])) if table is None else Fraction(table[(i, *rungs)])


def _product(f: tuple[Fraction, Fraction], g: tuple[Fraction, Fraction], by: Fraction) -> tuple[Fraction, ...]:
    """Return the coefficients of (f0 + f1 y) (g0 + g1 y) by."""
    return by * f[0] * g[0], by * (f[0] * g[1] + f[1] * g[0]), by * f[1] * g[1]


def _solutions(constant: Fraction, linear: Fraction, square: Fraction) -> list[Surd]:
    if square == 0:
        return [Surd(-constant / linear, ZERO, ZERO)] if linear else []
    D = linear * linear - 4 * square * constant
    if D < 0:
        return []
    middle, half = -linear / (2 * square), 1 / (2 * square)
    root = Fraction(math.isqrt(D.numerator), math.isqrt(D.denominator))
    if root * root == D:
        return [Surd(middle + sign * root * half, ZERO, ZERO) for sign in ((-1, 1) if D else (1,))]
    return [Surd(middle, sign * half, D) for sign in (-1, 1)]


def _plain(x: Fraction, like: Surd) -> Surd:
    return Surd(x, ZERO, like.D)


def _at(f: tuple[Fraction, Fraction], y: Surd) -> Surd:
    return _plain(f[0], y) + y.times(f[1])


def _replies(game: Game, support: Support, mixers: Sequence[int], played: Sequence[Surd]) -> tuple[bool, bool]:
    """Return whether no unplayed rung is better, and whether all are worse."""
    best = strict = True
    for i, chosen in enumerate(support):
        others = [(p, k) for p, k in zip(played, mixers, strict=True) if k != i]
        for r in range(game.shape[i]):
            if r in chosen:
                continue
            gain = _plain(ZERO, played[0])
            for places in product((0, 1), repeat=len(others)):
                weight = _plain(_gain(game, support, mixers, i, r, places), played[0])
                for place, (p, _) in zip(places, others, strict=True):
                    weight = weight * (p if place else _plain(ONE, p) - p)
                gain = gain + weight
            best, strict = best and gain.sign <= 0, strict and gain.sign < 0
    return best, strict


def _profile(game: Game, support: Support, mixers: Sequence[int], played: Sequence[Surd]) -> Profile:
    chances = dict(zip(mixers, played, strict=True))
    profile = []
    for i, chosen in enumerate(support):
        strategy: list[Probability] = [ZERO] * game.shape[i]
        if i in chances:
            second = chances[i]
            strategy[chosen[0]] = (_plain(ONE, second) - second).nearest
            strategy[chosen[1]] = second.nearest
        else:
            strategy[chosen[0]] = ONE
        profile.append(tuple(strategy))
    return tuple(profile)
