"""Distributions as a few characters each: what a histogram shows, within a line of text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from powergame.arrays import FloatArray

HEIGHTS = "▁▂▃▄▅▆▇█"
"""Characters by height; a terminal without them has others."""

MOST_SHOWN = 0.99
"""Probability, of both distributions together, that the bars have between their ends."""


def bars(edges: Sequence[float], *densities: Sequence[float], width: int, ratio: bool = False) -> list[str]:
    """Draw densities that are constant between edges, all over one range and to one scale.

    The range leaves out long tails, in which next to nothing is. Positive edges may be `ratio` ones: then equal ratios
    are equally far apart.

    Examples
    --------
    >>> bars([0, 1, 2, 3, 4], [0.25, 0.25, 0.25, 0.25], [0.7, 0.2, 0.1, 0.0], width=4)
    ['▃▃▃▃', '█▃▂▁']
    """
    import numpy as np

    ends, heights = np.asarray(edges, dtype=float), np.asarray(densities, dtype=float)
    sums = np.concatenate([np.zeros((len(heights), 1)), np.cumsum(heights * np.diff(ends), axis=1)], axis=1)
    mean = sums.mean(axis=0) / sums.mean(axis=0)[-1]
    tail = (1 - MOST_SHOWN) / 2
    low, high = ends[np.flatnonzero(mean <= tail)[-1]], ends[np.flatnonzero(mean >= 1 - tail)[0]]
    cuts = np.geomspace(low, high, width + 1) if ratio and low > 0 else np.linspace(low, high, width + 1)
    return blocks(np.array([np.diff(np.interp(cuts, ends, each)) for each in sums]))


def blocks(amounts: FloatArray | Sequence[Sequence[float]]) -> list[str]:
    """Draw rows of amounts, (R, W), to one scale: the largest of all is as high as a line.

    Examples
    --------
    >>> blocks([[0.0, 1.0], [0.5, 0.25]])
    ['▁█', '▅▃']
    """
    import numpy as np

    heights = np.asarray(amounts, dtype=float)
    largest = float(heights.max(initial=0.0)) or 1.0
    places = np.rint(heights / largest * (len(HEIGHTS) - 1)).astype(int)
    return ["".join(HEIGHTS[k] for k in row) for row in places]
