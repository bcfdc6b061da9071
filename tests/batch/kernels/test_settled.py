"""Where the kernel's logit path may stop: what it claims of all play near that place, held to play drawn there."""

from __future__ import annotations

import json
import os
import subprocess
import sys

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
        rare = 0.49 * (r.uniform(0.88, 1) if k % 3 == 0 else 10 ** r.uniform(1 - 2 * min(actors, 3), 0))
        for i, size in enumerate(shape):
            own = pays[i].swapaxes(0, i)
            own[1:] = r.choice([-1, 1], own[1:].shape) if k % 2 else r.uniform(-1, 1, own[1:].shape)
            own[(slice(1, None), *(0,) * (actors - 1))] = -1 if k % 6 == 3 else -r.uniform(0.5, 1, size - 1)
            played = np.append(1.0, rare * r.uniform(0.9, 1, size - 1))
            play += (played / played.sum()).tolist()
        yield pays, float(10 ** r.uniform(-2, 0) / (actors - 1) / rare), play


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


def responses(pays, rationality, odds):
    """Return each actor's log-odds of rungs against its first, in the response to others' log-odds."""
    play = [np.exp(np.append(0.0, row)) for row in odds]
    play = [p / p.sum() for p in play]
    answers = []
    for i, table in enumerate(pays):
        worth = table
        for j in reversed(range(len(play))):
            if j != i:
                worth = np.tensordot(worth, play[j], ([j], [0]))
        answers.append(rationality * (worth[1:] - worth[0]))
    return answers


def apart(a, b):
    return max(float(np.abs(x - y).max()) for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("actors", [2, 3, 4])
def test_where_the_path_stops_responses_of_any_higher_rationality_stay_near_and_contract(actors):
    """Near means: no rung is played more than twice as often as the most any is now, each against the first."""
    places = list(drawn_places(3000, actors))
    stops = [place for place, leaders in zip(places, told(places), strict=True) if leaders == [1] * actors]
    assert len(stops) > 100
    r = np.random.default_rng(22)
    for pays, rationality, play in stops:
        ends = np.cumsum(pays.shape[1:-1])
        ratios = [row[1:] / row[0] for row in np.split(np.array(play), ends)]
        most = 2 * max(float(row.max()) for row in ratios)
        near = [[most * r.random(len(row)) ** (k % 3) for row in ratios] for k in range(6)]
        for higher in (1, 1.5, 3, 7):
            answers = [
                [np.exp(row) for row in responses(pays, higher * rationality, [np.log(row) for row in rows])]
                for rows in near
            ]
            assert max(float(row.max()) for rows in answers for row in rows) <= most
            for k in range(6):
                for other in range(k):
                    assert apart(answers[k], answers[other]) <= TOO_MUCH * apart(near[k], near[other])


def test_where_the_path_stops_at_several_leading_rungs_they_come_to_be_played_alike():
    """In the set that the docstring of `settled` describes, of which its second part gives the measure."""
    places = list(tied_places(1200))
    stops = [place for place, lead in zip(places, told(places), strict=True) if lead and set(lead) == {3}]
    assert len(stops) > 50
    r = np.random.default_rng(24)
    for pays, rationality, play in stops:
        actors, table = len(pays), np.array(play).reshape(-1, 3)
        widest = max(float(np.ptp(pays[i], axis=i).max()) for i in range(actors))
        most, others = 2 * float((table[:, 2] / table.max(axis=1)).max()), 2 * (actors - 1)
        drift = rationality * widest * others * most
        unit = 8 * rationality * widest * others

        def drawn(most=most, drift=drift, actors=actors):
            near = drift * r.uniform(-1, 1, actors)
            rare = np.log(most * r.random(actors) ** 3) + np.minimum(near, 0)
            return list(np.column_stack([near, rare]))

        def measured(odds, unit=unit):
            return [np.array([row[0] / unit, np.exp(row[1])]) for row in odds]

        near = [drawn() for _ in range(5)]
        answers = [responses(pays, rationality, odds) for odds in near]
        for odds in answers:
            assert max(abs(row[0]) for row in odds) <= drift
            assert max(np.exp(row[1] - min(row[0], 0)) for row in odds) <= most
        for k in range(5):
            for other in range(k):
                moved = apart(measured(answers[k]), measured(answers[other]))
                assert moved <= TOO_MUCH_TIED * apart(measured(near[k]), measured(near[other]))
        for higher in (2, 20):
            odds = answers[0]
            for _ in range(30):
                odds = responses(pays, higher * rationality, odds)
            assert max(abs(row[0]) for row in odds) <= higher * drift
        assert max(abs(row[0]) for row in odds) <= 1e-3


def test_a_place_from_which_the_path_turns_away_is_not_settled():
    """Everybody leans to the first rung, three times as often as to the second, which pays more in the end."""
    pays = np.zeros((3, 2, 2, 2))
    for i in range(3):
        pays[i].swapaxes(0, i)[1] = [[-0.1, 1.0], [1.0, 1.0]]
    [stops] = told([(pays, 11.0, [0.75, 0.25] * 3)])
    assert stops is None
