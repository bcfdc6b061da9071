"""All equilibria of three actors with two rungs each by resultants, in python-flint's exact polynomials and balls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from flint import arb, ctx, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz_poly

Payoffs = Sequence[Sequence[Sequence[Sequence[Fraction]]]]
"""By actor, and the rungs of the three."""

RING = fmpq_mpoly_ctx.get(("x", "y", "z"), "lex")
X = RING.gens()

ctx.prec = 240


def equilibria(payoffs: Payoffs) -> list[tuple[float, float, float]]:
    """Return all equilibria, each by the probabilities of the second rungs; an error where one is not regular."""
    listed = []
    for support in product((0, 1, None), repeat=3):
        mixers = [i for i in range(3) if support[i] is None]
        gains = [_gain(payoffs, i, support) for i in range(3)]
        for chances in _candidates(gains, mixers):
            point = [chances[i] if i in chances else arb(support[i]) for i in range(3)]
            if all(_sign(_at(gains[i], point)) == (1 if support[i] else -1) for i in range(3) if i not in mixers):
                listed.append(tuple(float(p.mid()) for p in point))
    return listed


def _gain(payoffs: Payoffs, i: int, support: Sequence[int | None]) -> fmpq_mpoly:
    """Return what the second rung gains an actor over the first, a polynomial in the mixers' probabilities."""
    others = [k for k in range(3) if k != i]
    total = RING.constant(0)
    for rungs in product((0, 1), repeat=2):
        place = dict(zip(others, rungs, strict=True))
        first, second = (
            payoffs[i][r[0]][r[1]][r[2]] for r in ([place.get(k, own) for k in range(3)] for own in (0, 1))
        )
        gain = Fraction(second) - Fraction(first)
        term = RING.constant(fmpq(gain.numerator, gain.denominator))
        for k, rung in place.items():
            if support[k] is None:
                term *= X[k] if rung else 1 - X[k]
            elif support[k] != rung:
                term *= 0
        total += term
    return total


def _candidates(gains: Sequence[fmpq_mpoly], mixers: Sequence[int]) -> Iterator[dict[int, arb]]:
    """Yield the mixers' probabilities, strictly between 0 and 1, at which all mixers are indifferent."""
    if not mixers:
        yield {}
    elif len(mixers) == 1:
        assert gains[mixers[0]] != 0, "an actor is indifferent between its rungs while the others play theirs"
    elif len(mixers) == 2:
        i, j = mixers
        for p, q in product(_roots(gains[j], i), _roots(gains[i], j)):
            yield {i: p, j: q}
    else:
        between = gains[0].resultant(gains[1], "z").resultant(gains[2], "x")
        for y in _roots(between, 1):
            x, z = _linear(gains[2], 0, {1: y}), _linear(gains[0], 2, {1: y})
            if _inside(x) and _inside(z):
                yield {0: x, 1: y, 2: z}


def _roots(polynomial: fmpq_mpoly, variable: int) -> list[arb]:
    """Return the simple roots between 0 and 1 of a polynomial in one variable."""
    assert polynomial != 0, "there is a continuum, or an actor is always indifferent"
    terms = {powers[variable]: coefficient for powers, coefficient in polynomial.to_dict().items()}
    unit = 1
    for coefficient in terms.values():
        unit *= int(fmpq(coefficient).q)
    univariate = fmpz_poly([int(fmpq(terms.get(d, 0)) * unit) for d in range(max(terms) + 1)])
    roots = []
    for root, multiplicity in univariate.complex_roots():
        if root.imag.contains(0) and _inside(root.real):
            assert multiplicity == 1, "a root is double"
            roots.append(root.real)
    return roots


def _linear(polynomial: fmpq_mpoly, variable: int, known: dict[int, arb]) -> arb:
    """Return the root of a polynomial that is linear in one variable, the others being known."""
    below, above = (_at(polynomial, [known.get(k, arb(r if k == variable else 0)) for k in range(3)]) for r in (0, 1))
    return below / (below - above)


def _at(polynomial: fmpq_mpoly, point: Sequence[arb]) -> arb:
    total = arb(0)
    for powers, coefficient in polynomial.to_dict().items():
        term = arb(fmpq(coefficient))
        for p, power in zip(point, powers, strict=True):
            term *= p ** int(power)
        total += term
    return total


def _inside(p: arb) -> bool:
    return _sign(p) > 0 and _sign(1 - p) > 0


def _sign(number: arb) -> int:
    if number > 0:
        return 1
    assert number < 0, "a number is too near to 0"
    return -1
