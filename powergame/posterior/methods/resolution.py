"""How well nodes resolve a likelihood in boxes: by the polynomials through it, and through its logarithm."""

from __future__ import annotations

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.posterior.methods.boxes import NODES, ORDER, WEIGHTS
from powergame.posterior.types import summed

JUMPING = 0.85
"""Share of the likelihood's change along an axis between two neighbouring nodes: with more it jumps, and its logarithm
points nowhere."""

SEEN, LEAST, GREATEST = 50.0, -1e9, 500.0
"""Logarithms: of likelihoods that are told apart when a box is divided; of the least and the greatest that polynomials
go through."""

_LEGENDRE = (
    np.polynomial.legendre.legvander(NODES, ORDER - 1).T * WEIGHTS * (np.arange(ORDER)[:, None] + 0.5)
)  # from values at the nodes to coefficients
_TO_FINE = np.polynomial.legendre.legvander(np.linspace(-1, 1, 17), ORDER - 1) @ _LEGENDRE
_SIMPSON = np.array([1.0] + [4.0, 2.0] * 7 + [4.0, 1.0]) / 24


class Resolution:
    """What boxes hold, M of them, and how well it is resolved.

    Parameters
    ----------
    box, log, weight : (N,)
        Of each node: its box, the logarithm of the likelihood, and its prior probability.
    whole : (M,)
        Whether a box is allowed as a whole.
    axes
        Axes of the boxes.
    longer : (M,)
        The axis along which each holds more of the prior.

    Attributes
    ----------
    prior, posterior : (M,)
        Probability.
    rough : (M,)
        Share of the evidence that the highest polynomials hold.
    missed : (M,)
        Share of the evidence by which the polynomial through the logarithm differs; 0 where it points nowhere.
    smooth : (M,)
        Whether it points somewhere.
    axis : (M,)
        The axis across which to divide.
    """

    def __init__(
        self, box: IndexArray, whole: BoolArray, log: FloatArray, weight: FloatArray, axes: int, longer: IndexArray
    ) -> None:
        count, log = len(whole), log - log.max(initial=-np.inf)
        self.prior = summed(box, weight, count) / weight.sum()
        held = summed(box, weight * np.exp(log), count)
        self.total = float(held.sum())
        self.posterior = held / self.total
        self.rough, self.missed, self.smooth = np.zeros(count), np.zeros(count), np.zeros(count, dtype=bool)
        self.axis = longer
        rows = np.flatnonzero(whole[box])
        shape = (-1, ORDER, ORDER if axes > 1 else 1)
        measure = WEIGHTS[:, None] * (WEIGHTS if axes > 1 else np.ones(1))
        with np.errstate(divide="ignore"):
            prior = np.log(weight[rows].reshape(shape) / measure)
        self._look(box[rows].reshape(shape)[:, 0, 0], np.maximum(log[rows], LEAST).reshape(shape), prior, measure)

    def _look(self, box: IndexArray, log: FloatArray, prior: FloatArray, measure: FloatArray) -> None:
        """Look at whole boxes by the logarithms of likelihood and prior density at their nodes."""
        density = np.exp(log + prior)
        rough = np.stack([_roughness(density), _roughness(density.swapaxes(1, 2))]) / self.total
        smooth = ~_jumps(log)
        pointed = _integral(log[smooth] + prior[smooth])
        self.smooth[box] = smooth
        self.missed[box[smooth]] = np.abs(pointed - (density[smooth] * measure).sum(axis=(1, 2))) / self.total
        self.rough[box] = rough.max(axis=0)
        clipped = np.maximum(log, log.max(axis=(1, 2), keepdims=True) - SEEN)
        change = [np.abs(np.diff(clipped, axis=axis)).sum(axis=(1, 2)) for axis in (1, 2)]
        clear = np.abs(change[0] - change[1]) > (change[0] + change[1]) / 3 + 1
        self.axis = self.axis.copy()
        self.axis[box] = np.where(clear, np.where(change[0] > change[1], 0, 1), self.axis[box])


def _roughness(density: FloatArray) -> FloatArray:
    """Return how much of boxes the two highest polynomials along the first axis hold, (M,)."""
    if density.shape[1] < ORDER:
        return np.zeros(len(density))
    highest = np.abs(np.einsum("kq,mqr->mkr", _LEGENDRE[-2:], density)).sum(axis=1)
    return np.asarray(2 * highest @ (WEIGHTS if density.shape[2] > 1 else np.ones(1)))


def _jumps(log: FloatArray) -> BoolArray:
    """Return whether the logarithm of the likelihood changes on a line between two neighbouring nodes only, (M,)."""
    jumps = np.zeros(len(log), dtype=bool)
    for axis in (1, 2):
        gaps = np.abs(np.diff(log, axis=axis))
        if gaps.shape[axis]:
            change = gaps.sum(axis=axis)
            jumps |= ((gaps.max(axis=axis) > JUMPING * change) & (change > 1)).any(axis=1)
    return jumps


def _integral(log: FloatArray) -> FloatArray:
    """Return the integral over boxes of what has the logarithm of the polynomial through some, (M,).

    Nodes see no peak between them, but its flanks.
    """
    fine = np.einsum("fq,mqr->mfr", _TO_FINE, log)
    if log.shape[2] > 1:
        fine = np.einsum("fr,mqr->mqf", _TO_FINE, fine)
    along = _SIMPSON if log.shape[2] > 1 else np.ones(1)
    return np.asarray(np.einsum("f,mfr,r->m", _SIMPSON, np.exp(np.minimum(fine, GREATEST)), along))
