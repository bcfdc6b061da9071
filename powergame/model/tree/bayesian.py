"""One round of private types, profile by profile of types: what it is a lottery over [1]_.

References
----------
.. [1] Harsanyi, J. C. (1967). Games with incomplete information played by "Bayesian" players. Management Science 14.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from powergame.arrays import FloatArray
from powergame.model.tree.types import GameTree, Siding


@dataclass(frozen=True, eq=False)
class GameOfTypes:
    """The game that is played where all are of some types.

    Attributes
    ----------
    types
        Names.
    probability
        That all are of these types.
    payoffs : (n, L_1, ..., L_n)
        What each actor gets in its own eyes; NaN where somebody's side depends on its beliefs.
    war : (L_1, ..., L_n)
        The probability of war, by the scenario's own numbers.
    """

    types: tuple[str, ...]
    probability: float
    payoffs: FloatArray
    war: FloatArray


def by_types(tree: GameTree) -> Iterator[GameOfTypes]:
    """Yield the game of each profile of types, the last actor's type fastest; the tree has one round.

    Examples
    --------
    >>> import powergame as pg
    >>> from powergame.model.tree.rounds import compile_tree
    >>> (game,) = by_types(compile_tree(pg.load("scenarios/security-dilemma.yaml")))
    >>> game.types, game.probability, game.payoffs[0].round(2).tolist()
    (('known', 'known'), 1.0, [[0.7, 0.5], [0.69, 0.54]])
    """
    (only,) = tree.rounds
    for types in product(*map(range, tree.kinds)):
        payoffs = np.stack([of_actor[(0, *types)] for of_actor in only.now])
        for siding in only.sidings:
            for i in range(len(types)):
                payoffs[(i, *siding.rungs)] += _war(siding, types, i)
        yield GameOfTypes(
            tuple(names[x] for names, x in zip(tree.types, types, strict=True)),
            math.prod(float(prior[x]) for prior, x in zip(tree.prior, types, strict=True)),
            payoffs,
            only.war[0],
        )


def _war(siding: Siding, types: tuple[int, ...], i: int) -> float:
    """Return what a war is worth to an actor times its probability; NaN where a side in it depends on beliefs."""
    p_war = float(siding.p_war[i][0, types[i]])
    if not p_war:
        return 0.0
    eyes = siding.eyes_of[i][types[i]]
    sides = [int(bound[eyes, 0, types[k]]) for k, bound in zip(siding.choosers, siding.bound, strict=True)]
    return p_war * float(siding.fight[(i, 0, *types, *sides)]) if min(sides) >= 0 else np.nan
