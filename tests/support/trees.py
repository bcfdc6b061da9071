"""Game trees for tests: from payoffs by hand, and at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.tree.types import ONLY_TYPE, GameTree, Round, Siding

KNOWN = {ONLY_TYPE: 1.0}
"""The types of an actor whose type is known to all."""

Past = tuple[tuple[str, ...], ...]
"""The rungs of the rounds past, each actor's."""

Rungs = Mapping[str, Sequence[str]]
"""The rungs of each actor in a round."""


def surely(_: Past) -> float:
    """Return the probability that a game goes on that nothing ends."""
    return 1.0


def tree_of(
    types: Mapping[str, Mapping[str, float]],
    rungs: Sequence[Rungs],
    pays: Callable[[tuple[str, ...], Past], Sequence[float]],
    goes_on: Callable[[Past], float] = surely,
) -> GameTree:
    """Return a game tree from what is paid after each round.

    Parameters
    ----------
    types
        For each actor its types with their probabilities; `KNOWN` where its type is known to all.
    rungs
        For each round the rungs of each actor; one that has no choice there has one. Rungs named `seek` seek power.
    pays
        What each actor gets when a round is played: of everybody's types, and the rungs up to that round.
    goes_on
        The probability that the game goes on after these rungs; not asked after the last round.
    """
    actors = tuple(types)
    names = [tuple(of_actor) for of_actor in types.values()]
    pasts: list[Past] = [()]
    rounds = []
    for r, each in enumerate(rungs):
        moves = tuple(tuple(each[actor]) for actor in actors)
        profiles = [(*past, a) for past in pasts for a in product(*moves)]
        shape = (len(pasts), *map(len, moves))
        on = np.array([0.0 if r + 1 == len(rungs) else goes_on(past) for past in profiles]).reshape(shape)
        paid = np.array([[pays(t, past) for past in profiles] for t in product(*names)], dtype=float)
        now = np.moveaxis(paid.reshape(*map(len, names), *shape, len(actors)), [-1, len(actors)], [0, 1])
        after = np.array([[_places(rungs[k], actors, a) for k, a in enumerate(past)] for past in pasts])
        rounds.append(_round(moves, after.reshape(len(pasts), r, len(actors)), now, [on] * len(actors), names))
        pasts = [past for past, p in zip(profiles, on.ravel(), strict=True) if p > 0]
    prior = tuple(np.array(list(of_actor.values()), dtype=float) for of_actor in types.values())
    private = tuple(of_actor is not KNOWN for of_actor in types.values())
    return GameTree(actors, tuple(names), private, prior, tuple(rounds))


def signalling(
    prior: Mapping[str, float],
    messages: Sequence[str],
    replies: Sequence[str],
    pays: Callable[[str, str, str], tuple[float, float]],
) -> GameTree:
    """Return a game in which a sender of some type sends a message, and a receiver replies.

    Parameters
    ----------
    pays
        What the sender and the receiver get, of the sender's type, its message and the reply.
    """

    def paid(types: tuple[str, ...], past: Past) -> tuple[float, float]:
        if len(past) == 1:
            return 0.0, 0.0
        return pays(types[0], past[0][0], past[1][1])

    rungs = [{"sender": messages, "receiver": ["wait"]}, {"sender": ["wait"], "receiver": replies}]
    return tree_of({"sender": prior, "receiver": KNOWN}, rungs, paid)


def bayesian(priors: Sequence[Sequence[float]], payoffs: FloatArray) -> GameTree:
    """Return a game of one round from payoffs (n, T_1, ..., T_n, L_1, ..., L_n)."""
    n = len(priors)
    types = tuple(tuple(f"type {t + 1}" for t in range(len(prior))) for prior in priors)
    moves = tuple(tuple(f"rung {r + 1}" for r in range(size)) for size in payoffs.shape[1 + n :])
    now = np.asarray(payoffs, dtype=float)[:, None]
    nowhere = np.zeros((1, *payoffs.shape[1 + n :]))
    only = _round(moves, np.zeros((1, 0, n), dtype=np.intp), now, [nowhere] * n, types)
    names = tuple(f"actor {i + 1}" for i in range(n))
    return GameTree(names, types, (True,) * n, tuple(np.array(prior, dtype=float) for prior in priors), (only,))


def random_tree(
    seed: int,
    kinds: Sequence[int],
    shape: Sequence[int],
    rounds: int,
    *,
    values: int | None = None,
    sided: bool = False,
    agreed: bool = True,
) -> GameTree:
    """Return a game tree at random.

    Parameters
    ----------
    kinds, shape
        How many types, and how many rungs in each round, each actor has. The last of several rungs seeks power.
    values
        Payoffs are whole numbers below it: few values, many ties. Without it they are uniform in [0, 1].
    sided
        Whether the third actor and those after it side, by what they believe, wherever others seek.
    agreed
        Whether the game goes on with the same probability in all eyes; else with each type's own. Some profiles end it.
    """
    rng = np.random.default_rng(seed)
    n = len(kinds)

    def drawn(size: tuple[int, ...]) -> FloatArray:
        return rng.random(size) if values is None else rng.integers(0, values, size).astype(float)

    moves = tuple((*(f"rung {k + 1}" for k in range(size - 1)), "seek") for size in shape)
    names = tuple(tuple(f"type {t + 1}" for t in range(size)) for size in kinds)
    every: list[Round] = []
    after = np.zeros((1, 0, n), dtype=np.intp)
    for r in range(rounds):
        if not len(after):  # war is certain everywhere
            break
        open_ = (rng.random((len(after), *shape)) < 0.8) & (r + 1 < rounds)
        on = [np.where(open_, 0.5 + 0.5 * rng.random(open_.shape), 0.0)] * n
        each = _round(moves, after, drawn((n, len(after), *kinds, *shape)), on, names)
        if not agreed:
            eyes = [open_[:, None] * (0.5 + 0.5 * rng.random((len(after), size, *shape))) for size in kinds]
            each = replace(each, on=tuple(eyes))
        if sided:
            each = replace(each, sidings=_sidings(each, kinds, drawn))
        every.append(each)
        places = np.argwhere(each.next >= 0)
        after = np.concatenate([after[places[:, 0]], places[:, None, 1:]], axis=1)
    prior = tuple(rng.dirichlet(np.full(size, 3.0)) for size in kinds)
    return GameTree(tuple("abcdef"[:n]), names, tuple(size > 1 for size in kinds), prior, tuple(every))


def _places(rungs: Rungs, actors: Sequence[str], played: Sequence[str]) -> list[int]:
    return [list(rungs[actor]).index(rung) for actor, rung in zip(actors, played, strict=True)]


def _round(
    moves: tuple[tuple[str, ...], ...],
    after: np.ndarray[tuple[int, ...], np.dtype[np.intp]],
    now: FloatArray,
    on: Sequence[FloatArray],
    names: Sequence[Sequence[str]],
) -> Round:
    """Return a round that goes on with the same probability, (H, L_1, ..., L_n), in the eyes of all types."""
    truly_on = on[0]
    n, histories = len(moves), len(after)
    following = np.full(truly_on.shape, -1, dtype=np.intp)
    following[truly_on > 0] = np.arange(np.count_nonzero(truly_on))
    in_eyes = [np.repeat(p[:, None], len(of_actor), axis=1) for p, of_actor in zip(on, names, strict=True)]
    return Round(
        moves=moves,
        seeks=tuple(np.array([rung == "seek" for rung in rungs]) for rungs in moves),
        after=after,
        now=now,
        on=tuple(in_eyes),
        truly_on=truly_on,
        next=following,
        power=np.full((n, histories), 1 / n),
        war=1 - truly_on,
        destroyed=np.zeros_like(truly_on),
        power_after=np.stack([(1 - truly_on) / n] * n),
    )


def _sidings(each: Round, kinds: Sequence[int], drawn: Callable[[tuple[int, ...]], FloatArray]) -> tuple[Siding, ...]:
    """Return wars in which the third actor and those after it side with one of the first two, or the status quo."""
    n, histories = len(kinds), each.histories
    sidings = []
    for rungs in product(*map(range, each.shape)):
        seekers = [i for i in range(n) if each.seeks[i][rungs[i]]]
        choosers = tuple(k for k in range(2, n) if k not in seekers)
        if not seekers or not choosers:
            continue
        sides = 1 + len(seekers)
        place = int(np.ravel_multi_index(rungs, each.shape))
        sidings.append(
            Siding(
                rungs=rungs,
                choosers=choosers,
                leaders=(None, *seekers),
                eyes=(None,),
                eyes_of=tuple(np.zeros(size, dtype=np.intp) for size in kinds),
                worth=tuple(drawn((1, histories, kinds[k], sides)) for k in choosers),
                worth_by_type=tuple(
                    tuple(drawn((1, histories, kinds[k], sides, kinds[j])) * (j != k) for j in range(n))
                    for k in choosers
                ),
                bound=tuple(np.full((1, histories, kinds[k]), -1, dtype=np.intp) for k in choosers),
                p_war=tuple(1 - on.reshape(*on.shape[:2], -1)[:, :, place] for on in each.on),
                fight=drawn((n, histories, *kinds, *(sides for _ in choosers))),
                power_after=np.zeros((n, histories, *(sides for _ in choosers))),
            )
        )
    return tuple(sidings)
