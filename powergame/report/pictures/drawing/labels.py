"""Placing of labels, so that they hide as little as possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from powergame.arrays import FloatArray

AROUND = tuple((float(np.cos(a)), float(np.sin(a))) for a in np.linspace(0, 2 * np.pi, 16, endpoint=False))
DISTANCES = (0.12, 0.35, 0.7)
"""Centimetres from the point to the label's edge, the nearest first."""

OVER_LABEL = 1000.0
"""Cost of each other label that a label overlaps."""

OUTSIDE = 300.0
"""Cost of each centimetre outside of the frame."""

HIDDEN = 6.0
"""Cost of each sample of a line that a label hides."""

FARTHER = 20.0
"""Cost of each centimetre between a label and its point."""

ASIDE = 3.0
"""Cost of a label at right angles to its best side; on the opposite side it is twice this."""

STEP = 0.08
"""Centimetres between samples of a line."""


@dataclass(frozen=True)
class Box:
    """A rectangle, in centimetres."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """Return the area that two boxes share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        up = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(across, 0.0) * max(up, 0.0)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def samples(start: FloatArray, stop: FloatArray) -> FloatArray:
    """Return points along a line, (S, 2), ends included; in centimetres."""
    count = max(2, int(np.hypot(*(stop - start)) / STEP) + 1)
    return start + np.linspace(0, 1, count)[:, None] * (stop - start)


def place(
    points: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    toward: Sequence[tuple[float, float]],
    ink: FloatArray,
    frame: Box,
) -> list[Box]:
    """Place labels near points, one after the other, each where it hides least.

    Parameters
    ----------
    points, sizes
        What is labelled; widths and heights of the labels. Centimetres, as everything here.
    toward
        Where each label would stand best, as directions of length 1, or 0.
    ink : (S, 2)
        Samples of what is drawn.
    frame
        Where labels should stay in.
    """
    placed: list[Box] = []
    for point, size, wish in zip(points, sizes, toward, strict=True):
        best, least = None, np.inf
        for distance in DISTANCES:
            for side in AROUND:
                box = _beside(point, size, side, distance)
                cost = _cost(box, ink, placed, frame) + FARTHER * distance
                cost += ASIDE * (1 - side[0] * wish[0] - side[1] * wish[1])
                if cost < least:
                    best, least = box, cost
        assert best is not None
        placed.append(best)
    return placed


def _beside(point: tuple[float, float], size: tuple[float, float], side: tuple[float, float], distance: float) -> Box:
    """Return the box that touches a ray from the point at a distance."""
    x = point[0] + side[0] * (distance + size[0] / 2)
    y = point[1] + side[1] * (distance + size[1] / 2)
    return Box(x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2)


def _cost(box: Box, ink: FloatArray, placed: list[Box], frame: Box) -> float:
    hidden = (ink[:, 0] > box.left) & (ink[:, 0] < box.right) & (ink[:, 1] > box.bottom) & (ink[:, 1] < box.top)
    over = sum(box.overlap(other) > 0 for other in placed)
    outside = max(0.0, frame.left - box.left) + max(0.0, box.right - frame.right)
    outside += max(0.0, frame.bottom - box.bottom) + max(0.0, box.top - frame.top)
    return HIDDEN * float(hidden.sum()) + OVER_LABEL * over + OUTSIDE * outside
