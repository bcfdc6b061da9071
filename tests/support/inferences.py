"""Results of `infer` made by hand on a grid, with plausible likelihoods, for whatever shows them: no solver runs."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import combinations

import numpy as np

from powergame.analysis.infer.result import (
    LEVELS,
    MASS,
    Before,
    ChoiceMarginal,
    Deed,
    Density,
    DirectionMarginal,
    Evidence,
    Hypothesis,
    Inference,
    Inferences,
    Learned,
    NextDeed,
    NumberMarginal,
    NumberSummary,
    Pair,
    Prediction,
    TraceStep,
    TradeOff,
    Types,
)
from powergame.posterior.types import Evaluated, Method, Weighted, log_sum
from powergame.scenario.reading.load import load_text
from powergame.scenario.types import Observation, Prior

CELLS = 60
"""Points of the grid along each number."""

ALIGNMENT, ODDS, STAKES = "alignment.board.chief", "conflict.destruction.odds", "conflict.stakes"
DIRECTION, RATIONALITY = "actors.board.preferences", "rationality"

TEXT = """\
name: A board and its chief executive
actors:
  board:
    power: 3
    preferences: [1, 0]
    ladder: [{name: tolerate}, {name: dismiss, grab: 0.6, provokes: 0.5}]
  chief:
    power: 2
    preferences: [1, 1]
conflict: {destruction: {odds: 0.3, severity: 0.5}}
variants:
  loyal staff: {actors.chief.power: 6}
unknown: {conflict.stakes: {choice: [0.2, 0.6, 1]}}
"""

PRIORS = {
    ALIGNMENT: (Prior("uniform", (-1.0, 1.0)), -1.0, 1.0, lambda x: np.ones_like(x)),
    ODDS: (Prior("beta", (2.0, 3.0)), 0.0, 1.0, lambda x: x * (1 - x) ** 2),
    RATIONALITY: (Prior("lognormal", (3.0, 1.0)), 0.5, 300.0, lambda x: np.exp(-((np.log(x) - 3) ** 2) / 2) / x),
}
"""Priors of numbers, with the range that the grid covers and the density there, up to a factor."""


def _logit(x):
    return -np.logaddexp(0.0, -x)


def _dismisses(values):
    """Log-probability with which the board dismisses its chief."""
    pull = 0.3 - 0.6 * values.get(ALIGNMENT, np.array(0.2)) - 0.8 * values.get(ODDS, np.array(0.3))
    return _logit(values.get(RATIONALITY, np.array(20.0)) / 10 * pull)


class Grid:
    """Points, the centres of cells, with their weights under the prior and the likelihood of deeds."""

    def __init__(self, paths, deeds):
        self.paths, self.deeds, self.edges, weights = tuple(paths), deeds, {}, []
        for path in paths:
            _, low, high, density = PRIORS[path]
            edges = np.geomspace(low, high, CELLS + 1) if path == RATIONALITY else np.linspace(low, high, CELLS + 1)
            self.edges[path] = edges
            weights.append(density((edges[1:] + edges[:-1]) / 2) * np.diff(edges))
        axes = np.meshgrid(*((e[1:] + e[:-1]) / 2 for e in self.edges.values()), indexing="ij")
        self.values = {path: axis.ravel() for path, axis in zip(paths, axes, strict=True)}
        prior = np.prod(np.meshgrid(*weights, indexing="ij"), axis=0).ravel()
        self.prior = prior / prior.sum()
        dismisses = _dismisses(self.values)
        tolerates = np.log(-np.expm1(dismisses))
        self.log = np.array([dismisses if d.plays == (("board", "dismiss"),) else tolerates for d in deeds])
        self.log = self.log.reshape(len(deeds), len(self.prior)) + np.array(
            [0.0 if d.war is None else math.log(0.4) for d in deeds]
        ).reshape(-1, 1)
        self.times = np.array([float(d.times) for d in deeds])
        self.posterior, self.log_evidence = self.given(range(len(deeds)))

    def given(self, which):
        """Return the weights under the posterior given some deeds, and the logarithm of their evidence."""
        which = list(which)
        joint = np.log(self.prior) + self.times[which] @ self.log[which]
        total = log_sum(joint)
        return np.exp(joint - total), total

    def points(self, method):
        shape = [CELLS] * len(self.paths)
        cells = {}
        for k, path in enumerate(self.paths):
            ends = np.concatenate([[0.0], np.cumsum(self._along(self.prior, k))])
            place = np.unravel_index(np.arange(len(self.prior)), shape)[k]
            cells[path] = np.array([ends[place], ends[place + 1]])
        none = np.zeros(len(self.prior), dtype=bool)
        evaluated = Evaluated(self.log[:, None], np.zeros((1, len(self.prior))), none, none, none)
        scores = np.zeros((len(self.paths), len(self.prior)))
        return Weighted(
            self.values, self.prior, evaluated, self.times, scores, None, self.paths, cells, method
        )  # fmt: skip

    def _along(self, weights, k):
        others = tuple(j for j in range(len(self.paths)) if j != k)
        return weights.reshape([CELLS] * len(self.paths)).sum(axis=others)

    def marginal(self, path):
        k, edges = self.paths.index(path), self.edges[path]
        prior, posterior = self._along(self.prior, k), self._along(self.posterior, k)
        return marginal(path, edges, prior, posterior)

    def pair(self, first, second):
        j, k = self.paths.index(first), self.paths.index(second)
        others = tuple(i for i in range(len(self.paths)) if i not in (j, k))
        both = [
            tuple(map(tuple, weights.reshape([CELLS] * len(self.paths)).sum(axis=others).T.tolist()))
            for weights in (self.prior, self.posterior)
        ]
        return Pair(first, second, tuple(self.edges[first]), tuple(self.edges[second]), *both)

    def deed(self, k):
        once, every = np.exp(self.log[k]), range(len(self.deeds))
        alone, _ = self.given([k])
        without, _ = self.given([j for j in every if j != k])
        before, until = self.given(range(k))[1], self.given(range(k + 1))[1]
        return Deed(
            k + 1,
            self.deeds[k],
            Before(float(self.prior @ once), float(self.posterior @ once)),
            (before - until) / math.log(2),
            divergence(alone, self.prior),
            divergence(self.posterior, without),
        )

    def hypothesis(self, text, holds, error=0.0):
        a, b = float(self.prior[holds].sum()), float(self.posterior[holds].sum())
        return Hypothesis(text, a, b, b / (1 - b) / (a / (1 - a)), error)

    def trace(self, hypotheses=()):
        steps = []
        for k in range(len(self.deeds) + 1):
            weights, _ = self.given(range(k))
            numbers = tuple(
                (path, summary(self.edges[path], self._along(weights, i))) for i, path in enumerate(self.paths)
            )
            shares = tuple((text, float(weights[holds].sum())) for text, holds in hypotheses)
            steps.append(TraceStep(k, divergence(weights, self.prior), numbers, (), shares))
        return tuple(steps)


def divergence(p, q):
    """KL divergence in bits."""
    some = p > 0
    return max(0.0, float((p[some] * np.log2(p[some] / q[some])).sum()))


def summary(edges, weights):
    """Summarize cells with weights that sum to 1."""
    centres, ends = (edges[1:] + edges[:-1]) / 2, np.concatenate([[0.0], np.cumsum(weights)])
    mean = float(weights @ centres)
    density = weights / np.diff(edges)
    kept = np.zeros(len(weights), dtype=bool)
    for place in np.argsort(-np.round(density / density.max(), 9), kind="stable"):
        if weights[kept].sum() >= MASS:
            break
        kept[place] = True
    bounds = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(int)))
    return NumberSummary(
        mean,
        math.sqrt(max(0.0, float(weights @ (centres - mean) ** 2))),
        float(np.interp(0.5, ends, edges)),
        tuple(float(x) for x in np.interp(LEVELS, ends, edges)),
        tuple((float(edges[a]), float(edges[b])) for a, b in zip(bounds[::2], bounds[1::2], strict=True)),
    )


def marginal(path, edges, prior, posterior):
    """Return the marginal of a number from the probabilities of cells."""
    widths = np.diff(edges)
    density = Density(tuple(map(float, edges)), tuple((prior / widths).tolist()), tuple((posterior / widths).tolist()))
    bits = divergence(posterior, prior)
    return NumberMarginal(path, bits, summary(edges, prior), summary(edges, posterior), density)


def scenario(text=TEXT):
    return load_text(text)


QUADRATURE = Method("quadrature", CELLS**2, 0, 0, CELLS**2, 0.0, 0.02, 0, 0.0004, None)


def _inference(grid, **changes):
    """Return what a grid says, with a prediction and what would tell most; the rest by `changes`."""
    method = changes.pop("method", replace(QUADRATURE, draws=len(grid.prior), solved=len(grid.prior)))
    assumed = ((RATIONALITY, PRIORS[RATIONALITY][0]),) if RATIONALITY in grid.paths else ()
    seeks = Before(*(float(w @ np.exp(_dismisses(grid.values))) for w in (grid.prior, grid.posterior)))
    plays = (("tolerate", 1 - seeks.posterior), ("dismiss", seeks.posterior))
    prediction = Prediction(
        (),
        (("board", seeks), ("chief", Before(0.2, 0.25))),
        (("board", plays), ("chief", (("hold", 0.75), ("seek", 0.25)))),
        Before(0.3, 0.36),
        Before(0.05, 0.06),
    )
    return replace(
        Inference(
            scenario(),
            {"observe": [], "seed": 0},
            "logit",
            None if assumed else 20.0,
            None,
            assumed,
            tuple((path, PRIORS[path][0]) for path in grid.paths),
            (),
            method,
            grid.log_evidence,
            divergence(grid.posterior, grid.prior),
            tuple(map(grid.deed, range(len(grid.deeds)))),
            tuple(map(grid.marginal, grid.paths)),
            derived=(),
            types=(),
            hypotheses=(),
            tradeoffs=(),
            learned=(Learned(0.55, tuple(zip(grid.paths, (0.93, -0.36), strict=False))),),
            flat=(),
            predicted=(prediction,),
            next=(NextDeed("board", (), 0.41), NextDeed("chief", (), 0.08)),
            pairs=tuple(grid.pair(*two) for two in combinations(grid.paths, 2)),
            trace=(),
            problems=(),
            notes=(),
            points=grid.points(method),
        ),
        **changes,
    )


DISMISSED = Observation((("board", "dismiss"),))


def one_unknown():
    """One unknown number, one deed."""
    return _inference(Grid([ODDS], (DISMISSED,)), next=())


def two_unknowns():
    """An alignment and the assumed rationality, which trade off, and a hypothesis: the dismissal of a chief."""
    grid = Grid([ALIGNMENT, RATIONALITY], (DISMISSED,))
    opposed = grid.hypothesis(f"{ALIGNMENT} < 0", grid.values[ALIGNMENT] < 0)
    tradeoff = TradeOff((ALIGNMENT, RATIONALITY), -0.305, (0.05, -0.42), (34.1, 22.9))
    return _inference(grid, hypotheses=(opposed,), tradeoffs=(tradeoff,))


def several_deeds():
    """Three unknown numbers, four observations with `under`, `war` and `times`; sampled, and traced."""
    deeds = (
        DISMISSED,
        Observation((("board", "dismiss"),), (("actors.chief.power", 6.0),), 3),
        Observation((("board", "tolerate"), ("chief", "hold")), (), 1, war=False),
        Observation((), (("conflict.destruction.severity", 0.9),), 1, war=True),
    )
    grid = Grid([ALIGNMENT, ODDS, RATIONALITY], deeds)
    opposed = (f"{ALIGNMENT} < 0", grid.values[ALIGNMENT] < 0)
    return _inference(
        grid,
        method=Method("smc", 4096, 7, 5, 40_960, 0.0, 0.31, 2, 0.021, 3120.5, 0.8),
        hypotheses=(grid.hypothesis(*opposed, error=0.008), grid.hypothesis(f"{ODDS} > 0.5", grid.values[ODDS] > 0.5)),
        tradeoffs=(
            TradeOff((ALIGNMENT, ODDS), -0.46, (0.02, -0.55), (0.44, 0.21)),
            TradeOff((ALIGNMENT, RATIONALITY), 0.24, (-0.51, -0.2), (19.3, 28.8)),
        ),
        flat=(RATIONALITY,),
        trace=grid.trace((opposed,)),
        next=(NextDeed("board", (("conflict.destruction.odds", 0.9),), 0.62), NextDeed("board", (), 0.2)),
        notes=("observation 2 sets actors.chief.power itself, which is known there",),
    )


def choices():
    """A choice among numbers and one among words, and an unknown direction with the alignments that follow."""
    base = one_unknown()
    edges = np.linspace(-1.0, 1.0, CELLS + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    arcsine = np.diff(np.arcsin(edges)) / math.pi
    opposed = arcsine * np.exp(-1.5 * centres)
    derived = tuple(
        marginal(path, edges, arcsine, opposed / opposed.sum())
        for path in ("alignment.board.chief", "alignment_with_power.board")
    )
    third = 1 / 3
    return replace(
        base,
        unknown=(
            (STAKES, Prior("choice", (0.2, 0.6, 1.0))),
            ("conflict.contest", Prior("choice", ("ratio", "logistic"))),
            (DIRECTION, Prior("direction")),
        ),
        marginals=(
            ChoiceMarginal(STAKES, 0.04, (0.2, 0.6, 1.0), (third, third, third), (0.42, 0.33, 0.25)),
            ChoiceMarginal("conflict.contest", 0.21, ("ratio", "logistic"), (0.5, 0.5), (0.76, 0.24)),
            DirectionMarginal(DIRECTION, 0.62, (0.0, 0.0), (-0.41, -0.2)),
        ),
        derived=derived,
        flat=(STAKES,),
        pairs=(),
        bits=0.87,
    )


def typed():
    """Nothing unknown but which type a chief is of."""
    types = Types("chief", (("loyal", Before(0.9, 0.62)), ("rival", Before(0.1, 0.38))))
    base = one_unknown()
    return replace(base, unknown=(), marginals=(), types=(types,), pairs=(), learned=(), bits=0.34)


def failing():
    """An answer that is not of the promised quality."""
    base = several_deeds()
    method = replace(base.method, ess=212.0, disagreement=5.2)
    problems = (
        "the effective sample is 212; expected 1,000 at least (--draws takes more, --ess asks for fewer)",
        "the logarithm of the evidence differs by 5.2 standard errors between two methods; expected 4 at most",
    )
    return replace(base, method=method, problems=problems)


def unobserved():
    """No deed: the posterior is the prior."""
    return _inference(Grid([ODDS], ()), notes=("nothing is observed: the posterior is the prior",))


def compared():
    """Two scenarios from the same deed."""
    first = two_unknowns()
    second = replace(
        first,
        scenario=replace(first.scenario, name="With loyal staff", variant="loyal staff"),
        log_evidence=first.log_evidence - 0.9,
    )
    factors = [1.0, math.exp(-0.9)]
    evidence = tuple(
        Evidence(each.log_evidence, 0.0004, factor, factor / sum(factors))
        for each, factor in zip((first, second), factors, strict=True)
    )
    return Inferences((first, second), evidence)


ALL = (one_unknown, two_unknowns, several_deeds, choices, typed, failing, unobserved)
"""Every kind of `Inference` here."""
