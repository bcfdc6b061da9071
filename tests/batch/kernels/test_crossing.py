"""What tells branches from each other: kernels count eigenvalues as LAPACK, which the other follower asks, does."""

from __future__ import annotations

import numba
import numpy as np
import pytest

from powergame.batch.kernels.call import kernels
from powergame.equilibrium.logit.linear import Dense


@pytest.fixture(scope="module")
def turned():
    kernels()
    from powergame.batch.kernels.logit.crossing import turned as kernel

    @numba.njit
    def from_python(matrix):
        size = len(matrix)
        return kernel(matrix.copy(), size, np.empty((size + 3, size + 2)))

    return from_python


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 12])
def test_eigenvalues_on_the_negative_side_are_counted(turned, size):
    random = np.random.default_rng(size)
    for _ in range(200):
        matrix = random.normal(size=(size, size)) + np.diag(random.normal(size=size))
        real = np.linalg.eigvals(matrix).real
        if abs(real).min() > 1e-6:
            assert turned(matrix) == (real < 0).sum()


@pytest.mark.parametrize("size", [2, 4, 7])
def test_both_followers_say_alike_whether_a_step_has_left_its_branch(turned, size):
    random, left = np.random.default_rng(size), 0
    for _ in range(200):
        before, border = random.normal(size=(size - 1, size)), random.normal(size=size)
        after = before + random.normal(size=before.shape) * random.choice([0.01, 0.1, 1.0])
        whole = [np.vstack([part, border]) for part in (before, after)]
        crossed = turned(np.linalg.solve(*whole)) > 0
        assert Dense(before).leads_to(Dense(after), border, exactly=True) == (not crossed)
        left += crossed
    assert 5 < left < 195
