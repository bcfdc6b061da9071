"""What one deed tells of the doer: of its alignment with the powers that be, and of how dear it thinks conflict.

    python benchmarks/inverse.py                    2,000 random scenarios of two actors
    python benchmarks/inverse.py --scenarios 200    fewer

In each, an actor either seeks power, or does not. Unknown are its alignment with the other (uniform), the odds of
destruction that it believes in (uniform) and the rationality of both (lognormal(3, 1)). `docs/questions/infer.md` has
the tables.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import logsumexp, softmax

from powergame.arrays import FloatArray
from powergame.batch.response import respond
from powergame.batch.variants import Variants
from powergame.model.compile import payoffs_of_views
from powergame.scenario.scenario import Scenario
from powergame.scenario.types import BINARY, BRINKMANSHIP, Actor, Conflict, Ladder, Rung

NODES, RATIONALITIES = 12, 8
"""Gauss-Legendre nodes of each of the two unknowns, and Gauss-Hermite nodes of the logarithm of rationality."""

SLIGHT = 0.001
"""Bits below which a deed is taken to tell nothing of an unknown, whichever way it points."""

ALIGNMENT = "alignment.actor.powers"
KINDS = ("binary", "brinkmanship", "drawn")
BELIEF = "actors.actor.beliefs.conflict.destruction.odds"
REASONS = {
    "reply": "the other's reply turns it: with the other's play held fixed, it would point the way said",
    "losing": "seeking costs power here: it leaves the other with more than holding does",
    "averting": "seeking averts destruction: holding meets more of it than seeking does",
}


@dataclass(frozen=True, eq=False)
class Grid:
    """Nodes of the prior.

    Attributes
    ----------
    alignment, belief, rationality : (N,)
        Values of the unknowns at the nodes.
    weights : (N,)
        Prior probabilities.
    """

    alignment: FloatArray
    belief: FloatArray
    rationality: FloatArray
    weights: FloatArray


@dataclass(frozen=True)
class Told:
    """What a deed tells of an unknown.

    Attributes
    ----------
    bits
        Divergence of its marginal from the prior.
    shift
        Its posterior mean less the prior's.
    reason
        Why it points the other way; empty where it does not.
    """

    bits: float
    shift: float
    reason: str


@dataclass(frozen=True)
class Case:
    """What seeking and holding tell in one scenario.

    Attributes
    ----------
    kind
        Of the ladders.
    share
        The actor's share of all power.
    seeking, holding
        What each tells of the alignment, and of the believed odds.
    """

    kind: str
    share: float
    seeking: tuple[Told, Told]
    holding: tuple[Told, Told]


def grid() -> Grid:
    """Return the nodes: a product of three rules."""
    x, w = np.polynomial.legendre.leggauss(NODES)
    z, v = np.polynomial.hermite_e.hermegauss(RATIONALITIES)
    alignment, belief, score = (axis.ravel() for axis in np.meshgrid(x, (x + 1) / 2, z, indexing="ij"))
    weights = np.einsum("a,b,c->abc", w / w.sum(), w / w.sum(), v / v.sum()).ravel()
    return Grid(alignment, belief, np.exp(3 + score), weights)


def drawn_ladder(r: np.random.Generator) -> Ladder:
    """Return two rungs, holding and seeking, whose numbers are drawn at random; half of the time holding provokes."""
    hold = Rung("hold", provokes=r.choice([0.0, r.random()]), resists=r.random(), strength=r.uniform(0.5, 2))
    return hold, Rung("seek", r.uniform(0.05, 1), r.random(), r.random(), r.uniform(0.5, 2))


def random_scenario(r: np.random.Generator) -> tuple[str, Scenario]:
    """Return the kind of the ladders, and a scenario of two actors: any balance of power, any danger."""
    share, kind = r.uniform(0.05, 0.95), str(r.choice(KINDS))
    ladders = [{"binary": BINARY, "brinkmanship": BRINKMANSHIP}.get(kind) or drawn_ladder(r) for _ in range(2)]
    actors = (
        Actor("actor", share, (1.0, 0.0), ladder=ladders[0]),
        Actor("powers", 1 - share, (1.0, 0.0), ladder=ladders[1]),
    )
    conflict = Conflict(r.random(), r.random(), float(r.choice([0.5, 1, 2, np.inf])), r.uniform(0.2, 1))
    return kind, Scenario("random", actors, conflict, BINARY, dimensions=2)


def shares_of(log_play: FloatArray, seeks: Sequence[bool]) -> FloatArray:
    """Return the probability of seeking, (N,), from log-probabilities of rungs, (L, N)."""
    return np.asarray(np.exp(logsumexp(log_play[np.array(seeks)], axis=0)))


def told(nodes: Grid, chance: FloatArray, values: FloatArray, why: Callable[[], str], sign: int) -> Told:
    """Return what a deed of a given chance at each node tells of an unknown; `sign` is the way that is said."""
    posterior = nodes.weights * chance / (nodes.weights @ chance)
    shift = float(posterior @ values - nodes.weights @ values)
    _, level = np.unique(values.round(12), return_inverse=True)
    before, after = np.bincount(level, nodes.weights), np.bincount(level, posterior)
    bits = float((after * np.log2(after / before)).sum())
    return Told(bits, shift, why() if bits >= SLIGHT and shift * sign < 0 else "")


def case(kind: str, scenario: Scenario, nodes: Grid) -> Case | None:
    """Return what the two deeds tell; None where a response was not reached at some node."""
    columns = Variants(scenario, [ALIGNMENT, BELIEF]).columns({ALIGNMENT: nodes.alignment, BELIEF: nodes.belief})
    responses = respond(columns, np.tile(nodes.rationality, (2, 1)), engine="compiled")
    if not responses.solved.all():
        return None
    seeks = [rung.grab > 0 for rung in scenario.ladder_of(scenario.actors[0])]
    seeking = shares_of(responses.log_play[: len(seeks)], seeks)
    other = np.exp(responses.log_play[len(seeks) :]) @ nodes.weights  # its play, on average over the prior
    payoffs = np.einsum("abn,b->an", payoffs_of_views(columns.views)[0], other)
    alone = softmax(nodes.rationality * payoffs, axis=0)[seeks].sum(axis=0)  # seeking, were the other's play fixed

    def reason(values: FloatArray) -> str:
        """Say why seeking goes together with greater values."""
        if (nodes.weights * alone) @ (values - nodes.weights @ values) < 0:
            return "reply"
        if values is nodes.belief:
            return "averting"
        return "losing" if _leaves_more(payoffs, nodes, np.array(seeks)) else "averting"

    unknowns = (nodes.alignment, nodes.belief)
    deeds = ((seeking, -1), (1 - seeking, 1))
    answers = [
        tuple(told(nodes, chance, values, partial(reason, values), sign) for values in unknowns)
        for chance, sign in deeds
    ]
    return Case(kind, float(scenario.actors[0].power), *answers)  # type: ignore[arg-type]


def _leaves_more(payoffs: FloatArray, nodes: Grid, seeks: np.ndarray) -> bool:
    """Whether seeking leaves the other with more power than holding, where next to nothing is destroyed.

    What is left to the other is the slope of a payoff along the alignment.
    """
    safe = nodes.belief == nodes.belief.min()
    slopes = np.polynomial.polynomial.polyfit(nodes.alignment[safe], payoffs[:, safe].T, 1)[1]
    return bool(slopes[seeks].mean() > slopes[~seeks].mean())


def wilson(hits: int, count: int) -> str:
    """Return a share with its 95 % interval (Wilson 1927)."""
    if not count:
        return "–"
    z, p = 1.959964, hits / count
    middle = (p + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(p * (1 - p) / count + z * z / (4 * count * count))
    return f"{100 * p:.1f} % [{100 * max(0.0, middle - half):.1f}, {100 * (middle + half):.1f}]"


def way(deed: Told, sign: int) -> str:
    """Say which way a deed points: as said, the other way, or neither."""
    return "neither" if deed.bits < SLIGHT else "as said" if deed.shift * sign > 0 else "other way"


def groups(cases: Sequence[Case]) -> dict[str, list[Case]]:
    """Return all cases, those of each kind of ladder, and those of the weak and the strong."""
    return {
        "all": list(cases),
        **{f"{kind} ladders": [c for c in cases if c.kind == kind] for kind in KINDS},
        "under a third of all power": [c for c in cases if c.share < 1 / 3],
        "over two thirds": [c for c in cases if c.share > 2 / 3],
    }


def tables(cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of the tables, in Markdown."""
    yield "| bits told, median and 9th decile | about the alignment | about the believed odds |"
    yield "|---|---|---|"
    for name, deeds in (("by seeking", [c.seeking for c in cases]), ("by not seeking", [c.holding for c in cases])):
        spread = [np.quantile([deed[k].bits for deed in deeds], [0.5, 0.9]) for k in range(2)]
        yield f"| {name} | " + " | ".join(f"{low:.3f}, {high:.3f}" for low, high in spread) + " |"
    parts = groups(cases)
    yield ""
    yield "| who seeks | " + " | ".join(parts) + " |"
    yield "|---" * (1 + len(parts)) + "|"
    ways = [[tuple(way(deed, -1) for deed in c.seeking) for c in part] for part in parts.values()]
    rows: list[tuple[str, Callable[[tuple[str, ...]], bool]]] = [
        ("is probably less aligned", lambda pair: pair[0] == "as said"),
        ("is probably more aligned", lambda pair: pair[0] == "other way"),
        ("probably thinks conflict cheaper", lambda pair: pair[1] == "as said"),
        ("probably thinks conflict dearer", lambda pair: pair[1] == "other way"),
        (f"tells nothing of what it thinks (under {SLIGHT} bits)", lambda pair: pair[1] == "neither"),
        ("is less aligned, or thinks conflict cheaper", lambda pair: "as said" in pair),
    ]
    for name, holds in rows:
        yield f"| {name} | " + " | ".join(wilson(sum(map(holds, pairs)), len(pairs)) for pairs in ways) + " |"
    yield ""
    yield "| where seeking points the other way, why | alignment | believed odds |"
    yield "|---|---|---|"
    counts = [Counter(c.seeking[k].reason for c in cases if c.seeking[k].reason) for k in range(2)]
    for reason, text in REASONS.items():
        yield f"| {text} | " + " | ".join(f"{count[reason]} of {count.total()}" for count in counts) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scenarios", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    nodes = grid()
    answers = [
        case(*random_scenario(np.random.default_rng([options.seed, k])), nodes) for k in range(options.scenarios)
    ]
    cases = [answer for answer in answers if answer is not None]
    print(f"{len(cases)} scenarios; {options.scenarios - len(cases)} left out, where a response was not reached\n")
    print("\n".join(tables(cases)))


if __name__ == "__main__":
    main()
