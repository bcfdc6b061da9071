"""The search, compiled for calls from Python."""

from __future__ import annotations

from powergame.equilibrium.kernels.search import searched
from powergame.jit.decorators import compiled

search = compiled(
    "int64(float64[:, ::1], int64[::1], float64, float64, int64[::1], int64[::1], float64[:, ::1], float64[:, ::1],"
    " int64[:, ::1], int64)"
)(searched)
