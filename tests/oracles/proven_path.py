"""The principal branch of the logit correspondence, each step proven in ball arithmetic (python-flint).

Unknowns are log-odds relative to the first rung, and rationality. A step goes along the tangent; Krawczyk's test,
over all of the step at once, proves that a box round it holds one solution for each place along the tangent, hence one
curve and no other. A step that is not proven is halved. So no branch is ever taken for another, however near they come;
where branches do cross, as in exactly symmetric games, no step is short enough, and that is said.
"""

from __future__ import annotations

import itertools

from flint import arb, arb_mat, ctx

BITS = 192
FIRST, LEAST, MOST = 0.05, 1e-12, 100_000
WIDER, LONGER = 1.5, 1.6


class NotProvenError(Exception):
    """No step was short enough, or there were too many."""


def proven_path(payoffs, rationality):
    """Return everybody's play where the branch first reaches a rationality.

    Parameters
    ----------
    payoffs
        A nested list, or array, of each actor's payoffs, (n, L_1, ..., L_n).
    rationality
        In units of 1 / payoff.
    """
    before = ctx.prec
    ctx.prec = BITS
    try:
        return _followed(_Equations(payoffs), rationality)
    finally:
        ctx.prec = before


class _Equations:
    """x_ir = lambda (u_ir - u_i0), in one vector with lambda last."""

    def __init__(self, payoffs):
        self.actors = len(payoffs)
        shape, table = [], payoffs[0]
        while hasattr(table, "__len__"):
            shape.append(len(table))
            table = table[0]
        self.shape = shape
        self.starts = [sum(size - 1 for size in shape[:i]) for i in range(self.actors)]
        self.size = sum(size - 1 for size in shape)
        self.more = {}
        for i, rungs in itertools.product(range(self.actors), itertools.product(*map(range, shape))):
            self.more[i, rungs] = arb(float(_at(payoffs[i], rungs))) - arb(
                float(_at(payoffs[i], (*rungs[:i], 0, *rungs[i + 1 :])))
            )

    def play(self, z):
        """Return each actor's probabilities: 1 / sum_s exp(x_s - x_r), in which each unknown stands once."""
        profile = []
        for start, size in zip(self.starts, self.shape, strict=True):
            x = [arb(0), *z[start : start + size - 1]]
            odds = [[(y - w).exp() if y is not w else arb(1) for y in x] for w in x]
            profile.append([1 / sum(row, arb(0)) for row in odds])
        return profile

    def worth(self, i, p, j=None):
        """Return how much more each rung but the first is worth to i; with j, for each rung of j."""
        others = [k for k in range(self.actors) if k not in (i, j)]
        rows = [[arb(0) for _ in range(self.shape[j] if j is not None else 1)] for _ in range(self.shape[i] - 1)]
        for rest in itertools.product(*(range(self.shape[k]) for k in others)):
            chance = arb(1)
            for k, r in zip(others, rest, strict=True):
                chance *= p[k][r]
            rungs = dict(zip(others, rest, strict=True))
            for row in range(self.shape[i] - 1):
                for column in range(len(rows[row])):
                    full = {**rungs, i: row + 1} if j is None else {**rungs, i: row + 1, j: column}
                    rows[row][column] += chance * self.more[i, tuple(full[k] for k in range(self.actors))]
        return rows

    def values(self, z):
        p = self.play(z)
        worth = [row[0] for i in range(self.actors) for row in self.worth(i, p)]
        return [x - z[-1] * u for x, u in zip(z[:-1], worth, strict=True)]

    def slopes(self, z):
        """Return (size, size + 1) derivatives, as rows of balls."""
        p = self.play(z)
        rows = [[arb(int(k == m)) for k in range(self.size + 1)] for m in range(self.size)]
        for i in range(self.actors):
            own = [row[0] for row in self.worth(i, p)]
            for r, u in enumerate(own):
                rows[self.starts[i] + r][-1] = -u
            for j in range(self.actors):
                if j == i:
                    continue
                table = self.worth(i, p, j)
                for r, row in enumerate(table):
                    for s in range(1, self.shape[j]):
                        # sum_t D_rt dp_t / dx_s = p_s sum_t p_t (D_rs - D_rt)
                        by = sum((p[j][t] * (row[s] - row[t]) for t in range(self.shape[j]) if t != s), arb(0))
                        rows[self.starts[i] + r][self.starts[j] + s - 1] = -z[-1] * p[j][s] * by
        return rows


def _at(table, rungs):
    for r in rungs:
        table = table[r]
    return table


def _followed(equations, rationality):
    size = equations.size
    z = [arb(0)] * (size + 1)
    way = _tangent(equations, z, [arb(0)] * size + [arb(1)])
    step, goal = arb(FIRST) / arb(1 + max(abs(float(w)) for w in way)), float(rationality)
    for _ in range(MOST):
        proven = None
        while proven is None:
            if float(step) < LEAST * (1 + abs(float(z[-1]))):
                raise NotProvenError(f"at rationality {float(z[-1]):.6g} no step is short enough")
            proven = _step(equations, z, way, step)
            if proven is None:
                step = (step / 2).mid()
        if float(proven[-1]) >= goal:  # to the goal itself
            part = step * (arb(goal) - z[-1]) / (proven[-1] - z[-1])
            for _ in range(60):
                at = _newton(equations, [x + part * w for x, w in zip(z, way, strict=True)], way)
                off = arb(goal) - at[-1]
                if abs(float(off)) < 1e-25 * goal:
                    return [[float(p) for p in strategy] for strategy in equations.play(at)]
                part = (part + off / way[-1]).mid()
            raise NotProvenError("the goal was not met")
        z = proven
        way = _tangent(equations, z, way)
        step = (step * LONGER).mid()
    raise NotProvenError("too many steps")


def _tangent(equations, z, before):
    matrix = arb_mat([*equations.slopes(z), before])
    right = arb_mat(equations.size + 1, 1, [0] * equations.size + [1])
    way = [x.mid() for x in matrix.solve(right).entries()]
    length = sum((w * w for w in way), arb(0)).sqrt()
    return [(w / length).mid() for w in way]


def _newton(equations, z, way):
    """Return the branch's point in the hyperplane through z across the way."""
    for _ in range(30):
        matrix = arb_mat([*equations.slopes(z), way])
        move = matrix.solve(arb_mat(equations.size + 1, 1, [*(v.mid() for v in equations.values(z)), 0])).entries()
        z = [(x - m).mid() for x, m in zip(z, move, strict=True)]
        if max(abs(float(m)) for m in move) < 1e-40 * (1 + max(abs(float(x)) for x in z)):
            return z
    raise NotProvenError("Newton's method did not converge")


def _step(equations, z, way, step):
    """Return the branch's point one step along the way, or None where the step is not proven."""
    size = equations.size
    along = [x + w * _between(0, step) for x, w in zip(z, way, strict=True)]
    middle = [x + w * step / 2 for x, w in zip(z, way, strict=True)]
    try:
        inverse = arb_mat([*_mids(equations.slopes(middle)), way]).inv().mid()
    except ZeroDivisionError:
        return None
    # H(z + s w) lies in H(z) + s J w, J over the whole of [0, step]
    values = equations.values(z)
    bent = arb_mat(equations.slopes(along)) * arb_mat(size + 1, 1, way)
    off = [(v + _between(0, step) * b) for v, b in zip(values, bent.entries(), strict=True)]
    centre = (inverse * arb_mat(size + 1, 1, [*off, 0])).entries()
    radius = [WIDER * (abs(c)).upper() + arb(2) ** (20 - BITS) for c in centre]
    if not all(r.is_finite() for r in radius):
        return None
    box = [x + _between(-r, r) for x, r in zip(along, radius, strict=True)]
    rest = _identity(size + 1) - inverse * arb_mat([*equations.slopes(box), way])
    moved = (rest * arb_mat(size + 1, 1, [_between(-r, r) for r in radius])).entries()
    for c, m, r in zip(centre, moved, radius, strict=True):
        if not (m - c).abs_upper() < r:
            return None
    there = [x + step * w for x, w in zip(z, way, strict=True)]
    arrived = _newton(equations, [x.mid() for x in there], way)
    inside = all((a - t).abs_upper() <= r for a, t, r in zip(arrived, there, radius, strict=True))
    return arrived if inside else None


def _between(low, high):
    return arb(low).union(arb(high))


def _mids(rows):
    return [[x.mid() for x in row] for row in rows]


def _identity(size):
    return arb_mat([[int(k == m) for k in range(size)] for m in range(size)])
