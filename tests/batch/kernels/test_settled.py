"""Where the kernel's logit path may stop: what it claims of all play near that place, held to play drawn there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import reduce

import numpy as np
import pytest

TOO_MUCH, TOO_MUCH_TIED = 0.25, 0.5
"""By how much, at the most, responses may expand differences where the path stops; below 1 it has one end."""

CODE = """
import json, sys
import numpy as np
from powergame.batch.kernels.logit.equations import prepare
from powergame.batch.kernels.logit.settled import settled
out = []
for payoffs, sizes, rationality, play in json.load(sys.stdin):
    payoffs, sizes, place = np.array(payoffs), np.array(sizes), np.array([play, play])
    actors, profiles = payoffs.shape
    tables, widths = np.zeros((actors + 2, profiles + actors)), np.zeros((actors, actors + 1), dtype=np.int64)
    widest, leaders = prepare(payoffs, sizes, tables, widths), np.zeros(actors, dtype=np.int64)
    stops = settled(tables, payoffs, sizes, widths, rationality * widest, place, leaders)
    out.append(leaders.tolist() if stops else None)
print(json.dumps(out))
"""


def told(places):
    """Return the leading rungs of places where the path stops, as bits, and None where it goes on."""
    answer = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps(
            [(pays.reshape(len(pays), -1).tolist(), pays.shape[1:], much, play) for pays, much, play in places]
        ),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    return json.loads(answer.stdout)


def drawn_places(count: int, actors: int):
    """Yield games whose first rungs are a strict equilibrium, and play that is near to it, or hardly leads there."""
    r = np.random.default_rng(21 + actors)
    for k in range(count):
        shape = r.integers(2, 4 if actors < 4 else 3, actors)
        pays, play = np.zeros((actors, *shape)), []
        rare = 0.49 * (r.uniform(0.88, 1) if k % 3 == 0 else 10 ** r.uniform(-3, 0))
        for i, size in enumerate(shape):
            own = pays[i].swapaxes(0, i)
            own[1:] = r.choice([-1, 1], own[1:].shape) if k % 2 else r.uniform(-1, 1, own[1:].shape)
            own[(slice(1, None), *(0,) * (actors - 1))] = -1 if k % 6 == 3 else -r.uniform(0.5, 1, size - 1)
            played = np.append(1.0, rare * r.uniform(0.9, 1, size - 1))
            play += (played / played.sum()).tolist()
        yield pays, float(10 ** r.uniform(-2, 0) / rare), play


def tied_places(count: int):
    """Yield games whose first two rungs of each actor pay the same while others play theirs, and play near to that."""
    r = np.random.default_rng(23)
    for k in range(count):
        actors = 2 + k % 2
        pays, play, rare = np.zeros((actors, *(3,) * actors)), [], 10 ** r.uniform(-7, -1)
        for i in range(actors):
            pays[i] = r.uniform(-1, 1, pays[i].shape)
            lead = pays[i].swapaxes(0, i)
            lead[(slice(0, 2), *(slice(0, 2),) * (actors - 1))] = r.uniform(0, 1)
            lead[(2, *(slice(0, 2),) * (actors - 1))] = -r.uniform(0, 1)
            played = np.array([1.0, 1.0, rare * r.uniform(0.5, 1)])
            play += (played / played.sum()).tolist()
        yield pays, float(-np.log(rare) * 10 ** r.uniform(-0.5, 1)), play


def responses(pays, i, rationality, others):
    """Return log-odds of rungs against the first in the responses to others, given by log-odds, (N, L - 1)."""
    answers = []
    for row in others:
        play = []
        for odds in row:
            p = np.exp(np.append(0.0, odds))
            play.append(p / p.sum())
        play.insert(i, None)
        worth = reduce(
            lambda table, j: np.tensordot(table, play[j], (1 if j > i else 0, 0)) if j != i else table,
            sorted(range(len(play)), key=lambda j: (j < i, j)),
            pays[i].transpose(i, *range(i + 1, len(play)), *range(i)),
        )
        answers.append(rationality * (worth[1:] - worth[0]))
    return np.array(answers)
