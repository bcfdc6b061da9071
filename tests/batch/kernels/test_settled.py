"""Where the kernel's logit path may stop: what it claims of all play near that place, held to play drawn there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import numpy as np

RUNGS, TOO_MUCH = 5, 0.25
"""By how much, at the most, responses may expand differences where the path stops; below 1 it has one end."""

CODE = """
import json, sys
import numpy as np
from powergame.batch.kernels.logit_path import _settled
out = []
for sizes, gains, rationality, play in json.load(sys.stdin):
    gains, leaders = np.array(gains), np.zeros(2, dtype=np.int64)
    settled = _settled(gains, gains, np.array(sizes), rationality, np.array(play), leaders)
    out.append(bool(settled) and leaders.tolist() == [1, 1])
print(json.dumps(out))
"""


def drawn_places(count: int):
    """Yield games whose first rungs are a strict equilibrium, and play that is near to it, or hardly leads there."""
    r = np.random.default_rng(21)
    for k in range(count):
        sizes, gains, play = r.integers(2, 4, 2).tolist(), np.zeros((2, RUNGS, RUNGS)), np.zeros((2, RUNGS))
        rare = 0.49 * (r.uniform(0.88, 1) if k % 3 == 0 else 10 ** r.uniform(-3, 0))
        for i in range(2):
            own, other = sizes[i], sizes[1 - i]
            gains[i, 1:own, :other] = (
                r.choice([-1, 1], (own - 1, other)) if k % 2 else r.uniform(-1, 1, (own - 1, other))
            )
            gains[i, 1:own, 0] = -1 if k % 6 == 3 else -r.uniform(0.5, 1, own - 1)
            play[i, 0], play[i, 1:own] = 1, rare * r.uniform(0.9, 1, own - 1)
            play[i] /= play[i].sum()
        yield sizes, gains, float(10 ** r.uniform(-2, 0) / rare), play


def responses(gains, rationality, others):
    """Return how often rungs are played, against the first, in the response to others played so often, (N, L - 1)."""
    theirs = np.column_stack([np.ones(len(others)), others])
    theirs /= theirs.sum(axis=1, keepdims=True)
    return np.exp(rationality * theirs @ gains.T)


def test_where_the_path_stops_responses_of_any_higher_rationality_stay_near_and_contract():
    """Near means: no rung is played more than twice as often as the most any is now, each against the first."""
    places = list(drawn_places(9000))
    told = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps(
            [(sizes, gains.tolist(), rationality, play.tolist()) for sizes, gains, rationality, play in places]
        ),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    stops = [place for place, settled in zip(places, json.loads(told.stdout), strict=True) if settled]
    assert len(stops) > 200
    r = np.random.default_rng(22)
    for (first, second), gains, rationality, play in stops:
        most = 2 * float((play[:, 1:] / play[:, :1]).max())
        for own, size, other in ((gains[0], first, second), (gains[1], second, first)):
            near = most * np.concatenate([r.random((6, other - 1)), r.integers(0, 2, (6, other - 1))])
            apart = np.abs(near[:, None] - near).max(axis=2)
            for higher in (1, 1.5, 3, 7):
                answers = responses(own[1:size, :other], higher * rationality, near)
                assert answers.max() <= most
                moved = np.abs(answers[:, None] - answers).max(axis=2)
                assert (moved <= TOO_MUCH * apart).all()
