"""Rows divided by the words that they have: what words say is no column, and rows of the same words go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy as np

from powergame.arrays import IndexArray
from powergame.scenario.types import Value


def each_combination(words: Mapping[str, np.ndarray], rows: int) -> Iterator[tuple[dict[str, Value], IndexArray]]:
    """Yield each combination of words that some row has, by their paths, and the rows that have it.

    Parameters
    ----------
    words : {path: (rows,)}
        The word of each row.

    Examples
    --------
    >>> words = {"conflict.third_parties": np.array(["aligned", "status_quo", "aligned"])}
    >>> [(list(chosen.values()), places.tolist()) for chosen, places in each_combination(words, 3)]
    [(['aligned'], [0, 2]), (['status_quo'], [1])]
    """
    if not words:
        yield {}, np.arange(rows)
        return
    known = [dict.fromkeys(each.tolist()) for each in words.values()]
    for combination in product(*known):
        pairs = zip(words.values(), combination, strict=True)
        places = np.flatnonzero(np.all([each == word for each, word in pairs], axis=0))
        if len(places):
            yield dict(zip(words, combination, strict=True)), places
