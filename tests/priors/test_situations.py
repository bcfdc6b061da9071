"""Situations: each row is played as the scenario that has its values, and what is known of the situation besides."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from powergame.batch.response import respond
from powergame.equilibrium.concept import Concept, solve_game
from powergame.errors import ScenarioError, UsageError
from powergame.model.compile import compile_game
from powergame.priors.situations import Behaviour, Played, Situation
from powergame.scenario.reading.load import load_text
from powergame.scenario.scenario import Scenario

TEXT = """
actors:
  blue: {power: 3, preferences: [1, 0.2, 0.1]}
  red: {power: 1, preferences: [1, 0, 0.3], beliefs: {conflict.destruction.severity: 0.9}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
observed: [{plays: {red: seek}}, {plays: {red: yield}, under: {ladder: brinkmanship}}]
"""
SCENARIO = load_text(TEXT)
FLAT = load_text(TEXT.replace("[1, 0.2, 0.1]", "[1, 0.2]").replace("[1, 0, 0.3]", "[1, 0]"))
THREE = load_text(TEXT.replace("conflict:", "  green: {power: 2, preferences: [0, 1, 0]}\nconflict:"))
ODDS, ALIGNMENT = "conflict.destruction.odds", "alignment.red.blue"
RATIONAL = Behaviour(rationality=12.0)
ROWS = 6


def drawn(unknown: dict[str, object], seed: int = 1) -> dict[str, np.ndarray]:
    """Return values in some rows: from a range, from words, or directions where their number of outcomes is given."""
    r = np.random.default_rng(seed)
    values = {}
    for path, spread in unknown.items():
        if isinstance(spread, int):
            values[path] = r.normal(size=(ROWS, spread))
        else:
            words = isinstance(spread[0], str)
            values[path] = r.choice(spread, ROWS) if words else r.uniform(*spread, ROWS)
    return values


def in_row(values: dict[str, np.ndarray], row: int) -> dict[str, object]:
    return {path: each[row].tolist() for path, each in values.items()}


def chances(played: Played, row: int) -> list[list[float]]:
    """Return everybody's play in a row without types."""
    return [np.exp(log_play[0, :, row]).tolist() for log_play in played.log_play]


def assert_is_played_as(played: Played, row: int, scenario: Scenario, rationality: float = 12.0) -> None:
    _, solution = solve_game(compile_game(scenario).game, "auto", Concept("logit", rationality))
    meant = [[float(p) for p in strategy] for strategy in solution.equilibria[0].profile]
    for ours, theirs in zip(chances(played, row), meant, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-7)


CASES = {
    "an alignment": (SCENARIO, {ALIGNMENT: (-1, 1)}, {}),
    "a number, another known": (SCENARIO, {ODDS: (0, 1)}, {"conflict.stakes": 0.4}),
    "what is known wins": (SCENARIO, {ODDS: (0, 1), ALIGNMENT: (-1, 1)}, {ODDS: 0.2}),
    "an alignment either way round": (SCENARIO, {ALIGNMENT: (-1, 1)}, {"alignment.blue.red": 0.3}),
    "alignments together": (
        THREE,
        {"alignment.red.green": (-0.3, 0.3)},
        {"alignment.green.blue": 0.1, "alignment.red.blue": 0.8},
    ),
    "an angle": (FLAT, {"actors.red.preferences.angle": (-180, 180)}, {}),
    "a direction, an angle known": (FLAT, {"actors.red.preferences": 2}, {"actors.red.preferences.angle": 70.0}),
    "a direction, one number known": (SCENARIO, {"actors.red.preferences": 3}, {"actors.red.preferences.1": 2.0}),
    "a vector known": (SCENARIO, {"actors.red.preferences.1": (0, 1)}, {"actors.red.preferences": (0.0, 1.0, 1.0)}),
    "a believed direction": (SCENARIO, {"actors.red.beliefs.actors.blue.preferences": 3}, {ALIGNMENT: 0.2}),
    "a believed alignment": (
        THREE,
        {"actors.red.beliefs.alignment.blue.green": (-0.3, 0.3)},
        {"actors.blue.beliefs.conflict.destruction.odds": 0.1},
    ),
    "contests": (SCENARIO, {"conflict.contest": ("ratio", "logistic"), ODDS: (0, 1)}, {"conflict.decisiveness": 2.0}),
    "a word known": (SCENARIO, {"conflict.contest": ("ratio", "logistic")}, {"conflict.contest": "logistic"}),
    "third parties": (THREE, {"conflict.third_parties": ("aligned", "status_quo")}, {"conflict.contest": "logistic"}),
    "a ladder known": (SCENARIO, {"ladder.seek.cost": (0, 0.3), ODDS: (0, 1)}, {"ladder": "brinkmanship"}),
    "a ladder known, and a rung of it": (
        SCENARIO,
        {ODDS: (0, 1)},
        {"ladder": "brinkmanship", "ladder.yield.cost": 0.1},
    ),
    "a rung of one's own": (SCENARIO, {"actors.red.ladder.seek.grab": (0, 1)}, {"ladder.seek.provokes": 0.8}),
    "a ladder of one's own stays": (SCENARIO, {"actors.red.ladder.seek.grab": (0, 1)}, {"ladder": "brinkmanship"}),
    "nothing unknown": (SCENARIO, {}, {"actors.red.power": 2.0}),
    "nobody has power before it is known": (
        THREE.with_values({"actors.red.power": 0, "actors.green.power": 0}),
        {"actors.red.power": (1, 2), "actors.green.power": (1, 2)},
        {"actors.blue.power": 0.0},
    ),
}
LOST = {
    "what is known wins": (ODDS,),
    "an alignment either way round": (ALIGNMENT,),
    "a direction, an angle known": ("actors.red.preferences",),
    "a vector known": ("actors.red.preferences.1",),
    "a word known": ("conflict.contest",),
    "a ladder known": ("ladder.seek.cost",),
}


@pytest.mark.parametrize("case", CASES)
def test_each_row_is_played_as_the_scenario_with_its_values_and_what_is_known(case):
    scenario, unknown, under = CASES[case]
    situation = Situation(scenario, tuple(unknown), tuple(under.items()), RATIONAL)
    assert situation.overridden == LOST.get(case, ())
    values = drawn(unknown)
    played = situation.play(values, with_outcomes=True)
    rows = ROWS if unknown else 1
    assert played.solved.tolist() == [True] * rows
    seen = []
    for row in range(rows):
        kept = {path: value for path, value in in_row(values, row).items() if path not in situation.overridden}
        meant = replace(scenario, observed=()).with_values(kept | under)
        assert_is_played_as(played, row, meant)
        compiled = compile_game(meant)
        at = [row if each.shape[1] == rows else 0 for each in (played.war, *played.seeks)]
        assert (played.war[:, at[0]] == compiled.war.ravel()).all()
        for seeks, actor, place in zip(played.seeks, meant.actors, at[1:], strict=True):
            assert seeks[:, place].tolist() == [rung.seeks for rung in meant.ladder_of(actor)]
        assert np.allclose(situation.power(values)[:, row], compiled.truth.power[:, 0], rtol=0, atol=0)
        assert (situation.alignment(values)[:, :, row] == compiled.truth.alignment[:, :, 0]).all()
        seen.append(tuple(map(tuple, chances(played, row))))
    assert len(set(seen)) > 1 or len(situation.overridden) == len(unknown)


def test_rows_that_cannot_be_have_no_answer_and_others_do():
    situation = Situation(FLAT, (ALIGNMENT, "actors.red.beliefs.alignment.blue.red", "conflict.contest"), (), RATIONAL)
    assert situation.possible(
        drawn({ALIGNMENT: (-1, 1), "conflict.contest": ("ratio",)} | {"actors.red.beliefs.alignment.blue.red": (-1, 1)})
    ).all()
    known = (("alignment.red.green", 0.9), ("alignment.blue.green", 0.9))
    values = {ALIGNMENT: np.array([0.9, -0.9, 0.7, -0.5]), "conflict.contest": np.array(["ratio", "logistic"] * 2)}
    situation = Situation(THREE, tuple(values), known, RATIONAL)
    assert situation.possible(values).tolist() == [True, False, True, False]
    played = situation.play(values, with_outcomes=True)
    assert played.solved.tolist() == [True, False, True, False]
    for each in (*played.log_play, played.war, played.destroyed, situation.alignment(values), situation.power(values)):
        assert (np.isnan(each).any(axis=tuple(range(each.ndim - 1))) == [False, True, False, True]).all()
    impossible = {path: each[1:2] for path, each in values.items()}
    assert situation.play(impossible).solved.tolist() == [False]
    assert np.isnan(situation.alignment(impossible)).all()
    none = {path: each[:0] for path, each in values.items()}
    assert situation.play(none, with_outcomes=True).log_play[0].shape == (1, 2, 0)


def test_nobody_s_power_and_a_vector_of_nothing_are_impossible():
    values = {"actors.blue.power": np.array([0.0, 1.0, 1.0]), "actors.red.preferences.0": np.array([1.0, 0.0, 1.0])}
    situation = Situation(FLAT, tuple(values), (("actors.red.power", 0.0),), RATIONAL)
    assert situation.possible(values).tolist() == [False, False, True]


def test_a_rationality_is_the_actor_s_own_or_the_shared_one_or_that_of_the_behaviour(monkeypatch):
    taken = []

    def looked_at(columns, rationality, **_):
        taken.append(rationality.copy())
        return respond(columns, rationality)

    monkeypatch.setattr("powergame.priors.behaviour.respond", looked_at)
    both = np.array([1.0, 2.0])
    for unknown, under, behaviour, meant in (
        (("rationality",), (), Behaviour(), [[1, 2], [1, 2]]),
        (("rationality", "rationality.red"), (), Behaviour(), [[1, 2], [1, 2]]),
        (("rationality.red",), (), RATIONAL, [[12, 12], [1, 2]]),
        (("rationality.red",), (("rationality", 5.0),), RATIONAL, [[5, 5], [1, 2]]),
        (("rationality.red", "rationality"), (("rationality.red", 5.0),), Behaviour(), [[1, 2], [5, 5]]),
        (("rationality",), (("rationality", 5.0),), Behaviour(), [[5, 5], [5, 5]]),
    ):
        Situation(FLAT, unknown, under, behaviour).play(dict.fromkeys(unknown, both))
        assert taken[-1].tolist() == meant


def test_a_tremble_is_played_beside_the_selected_equilibrium():
    values = drawn({ALIGNMENT: (-1, 1)})
    played = Situation(FLAT, (ALIGNMENT,), (), Behaviour("nash", tremble=0.1)).play(values)
    for row in range(ROWS):
        _, solution = solve_game(compile_game(FLAT.with_values(in_row(values, row))).game, "auto", Concept())
        selected = next(equilibrium for equilibrium in solution.equilibria if equilibrium.selected)
        meant = [[0.9 * float(p) + 0.05 for p in strategy] for strategy in selected.profile]
        for ours, theirs in zip(chances(played, row), meant, strict=True):
            assert ours == pytest.approx(theirs, abs=1e-12)
    assert played.solved.all()
    certain = Situation(FLAT, (ALIGNMENT,), (), Behaviour("nash", tremble=0.0)).play(values)
    assert np.isneginf(certain.log_play[1]).any()


TYPED = load_text("""
actors:
  blue: {power: 3, preferences: [1, 0.2], beliefs: {conflict.stakes: 0.8}}
  red:
    power: 1
    beliefs: {conflict.destruction.severity: 0.9, conflict.destruction.odds: 0.5}
    types:
      loyal: {probability: 0.7, preferences: [1, 0.1]}
      rival: {probability: 0.2, preferences: [-1, 0.1], beliefs: {conflict.destruction.odds: 0.1}}
      neutral: {probability: 0.1, preferences: [0, 1]}
  green: {power: 2, preferences: [0, 1], types: {calm: {probability: 0.4},
    bold: {probability: 0.6, beliefs: {conflict.destruction.odds: 0.0}}}}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
""")
AT = {"loyal": (1.0, 0.1), "rival": (-1.0, 0.1), "neutral": (0.0, 1.0)}


def of_known_types(red: str, green: str, changes: dict[str, object]) -> Scenario:
    """Return the scenario in which red and green are of some types, written by hand."""
    odds = {"loyal": 0.5, "rival": 0.1, "neutral": 0.5}[red]
    return load_text(f"""
actors:
  blue: {{power: 3, preferences: [1, 0.2], beliefs: {{conflict.stakes: 0.8}}}}
  red: {{power: 1, preferences: {list(AT[red])}, beliefs: {{conflict.destruction.severity: 0.9,
    conflict.destruction.odds: {odds}}}}}
  green: {{power: 2, preferences: [0, 1]{", beliefs: {conflict.destruction.odds: 0.0}" if green == "bold" else ""}}}
conflict: {{destruction: {{odds: 0.6, severity: 0.5}}}}
""").with_values(changes)


TYPE_CASES = {
    "a number": ({ODDS: (0, 1)}, {}, lambda v, red, green: {ODDS: v[ODDS]}),
    "a type's angle": (
        {"actors.red.types.rival.preferences.angle": (-180, 180)},
        {},
        lambda v, red, _: {"actors.red.preferences.angle": next(iter(v.values()))} if red == "rival" else {},
    ),
    "a type's belief, over the actor's": (
        {"actors.red.types.loyal.beliefs.conflict.destruction.odds": (0, 1)},
        {"actors.red.beliefs.conflict.destruction.odds": 0.9},
        lambda v, red, green: {
            "actors.red.beliefs.conflict.destruction.odds": {
                "loyal": next(iter(v.values())), "rival": 0.1, "neutral": 0.9
            }[red]
        },
    ),
    "a belief that a type has already": (
        {"actors.green.beliefs.conflict.destruction.odds": (0, 1)},
        {"actors.red.types.rival.preferences": (-1.0, 1.0)},
        lambda v, red, green: {
            "actors.green.beliefs.conflict.destruction.odds": 0.0 if green == "bold" else next(iter(v.values()))
        } | ({"actors.red.preferences": (-1.0, 1.0)} if red == "rival" else {}),
    ),
    "probabilities": (
        {"actors.red.types.rival.probability": (0, 1)}, {"actors.green.types.bold.probability": 0.1}, lambda *_: {}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TYPE_CASES)
def test_each_type_answers_what_it_expects_of_the_others_types(case):
    """Play is proportional to exp(rationality x payoff), expected over the others' types and play."""
    unknown, under, known = TYPE_CASES[case]
    values = drawn(unknown)
    played = Situation(TYPED, tuple(unknown), tuple(under.items()), RATIONAL).play(values)
    assert played.solved.all()
    assert [log_play.shape for log_play in played.log_play] == [(1, 2, ROWS), (3, 2, ROWS), (2, 2, ROWS)]
    for row in range(ROWS):
        chance = {"loyal": 0.7, "rival": 0.2, "neutral": 0.1}, {"calm": 0.4, "bold": 0.6}
        if case == "probabilities":
            rival = values["actors.red.types.rival.probability"][row]
            chance = (
                {"loyal": 7 / 8 * (1 - rival), "rival": rival, "neutral": (1 - rival) / 8},
                {"calm": 0.9, "bold": 0.1},
            )
        expected = [np.zeros((1, 2)), np.zeros((3, 2)), np.zeros((2, 2))]
        blue, red, green = (np.exp(log_play[..., row]) for log_play in played.log_play)
        log_kinds = np.broadcast_to(played.log_kinds, (6, ROWS))[:, row]
        for k, (_, x, y) in enumerate(played.kinds.tolist()):
            names = list(chance[0])[x], list(chance[1])[y]
            p, q = chance[0][names[0]], chance[1][names[1]]
            assert np.exp(log_kinds[k]) == pytest.approx(p * q, abs=1e-12)
            of = compile_game(of_known_types(*names, known(in_row(values, row), *names))).game.payoffs
            expected[0][0] += p * q * np.einsum("abc,b,c->a", of[0], red[x], green[y])
            expected[1][x] += q * np.einsum("abc,a,c->b", of[1], blue[0], green[y])
            expected[2][y] += p * np.einsum("abc,a,b->c", of[2], blue[0], red[x])
        for log_play, payoffs in zip(played.log_play, expected, strict=True):
            odds = log_play[:, 1, row] - log_play[:, 0, row]
            assert odds == pytest.approx(12 * (payoffs[:, 1] - payoffs[:, 0]), abs=1e-5)


def test_probabilities_of_types_that_sum_to_more_than_1_are_impossible():
    paths = ("actors.red.types.rival.probability", "actors.red.types.loyal.probability")
    values = {paths[0]: np.array([0.2, 0.7]), paths[1]: np.array([0.3, 0.6])}
    played = Situation(TYPED, paths, (), RATIONAL).play(values)
    assert played.solved.tolist() == [True, False]
    assert np.exp(played.log_kinds[:, 0]).sum() == pytest.approx(1)


def test_types_that_had_no_probability_share_what_is_left():
    certain = load_text(
        TEXT.replace(
            "preferences: [1, 0, 0.3]",
            "types: {a: {probability: 1, preferences: [1, 0, 0]}, b: {probability: 0, preferences: [0, 1, 0]}, "
            "c: {probability: 0, preferences: [0, 0, 1]}}",
        )
    )
    path = "actors.red.types.a.probability"
    played = Situation(certain, (path,), (), RATIONAL).play({path: np.array([0.5, 1.0])})
    assert np.exp(played.log_kinds).tolist() == [[0.5, 1], [0.25, 0], [0.25, 0]]


def test_alignments_of_actors_whose_types_want_different_things_are_not_known():
    alignment = Situation(TYPED, (ODDS,), (), RATIONAL).alignment({ODDS: np.array([0.5])})[..., 0]
    assert np.isnan(alignment[0, 1])
    assert alignment[1, 1] == 1
    assert alignment[0, 2] == pytest.approx(0.2 / np.hypot(1, 0.2))


@pytest.mark.parametrize(
    ("scenario", "unknown", "under", "behaviour", "message"),
    [
        (FLAT, (ODDS,), (), Behaviour(), "'blue' has no rationality; expected"),
        (FLAT, ("rationality.red",), (), Behaviour(), "'blue' has no rationality; expected"),
        (FLAT, ("ladder",), (), RATIONAL, "ladder: expected"),
        (FLAT, (ODDS,), (("rounds", 2),), RATIONAL, "2 rounds"),
        (FLAT, ("rounds",), (), RATIONAL, "rounds: expected it to be known"),
        (FLAT, ("conflict.destruction.odd",), (), RATIONAL, "there is no path"),
        (FLAT, (), (("conflict.stakes", 2.0),), RATIONAL, "out of range; expected"),
        (FLAT, (), (("rationality", -1.0),), RATIONAL, "out of range; expected"),
        (FLAT, ("actors.red.types.rival.preferences",), (), RATIONAL, "types"),
        (TYPED, (ODDS,), (), Behaviour("nash"), "'red' has private types; expected"),
        (
            TYPED,
            (ODDS,),
            (("conflict.third_parties", "aligned"),),
            RATIONAL,
            "go with private types; expected",
        ),
        (
            TYPED,
            (),
            tuple((f"actors.green.types.{t}.probability", 0.5) for t in ("calm", "bold")),
            RATIONAL,
            "expected",
        ),
        (TYPED, ("alignment.blue.red",), (), RATIONAL, "its types have"),
        (
            TYPED,
            ("actors.green.types.bold.preferences", "alignment.blue.green"),
            (),
            RATIONAL,
            "have preferences of",
        ),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_line(scenario, unknown, under, behaviour, message):
    with pytest.raises((ScenarioError, UsageError), match=message) as refused:
        Situation(scenario, unknown, under, behaviour)
    assert "\n" not in str(refused.value)
