"""Private types and several rounds on the command line: who takes them, and one clear line from who does not."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.in_process import done, powergame

from powergame.analysis.solve.tree import run
from powergame.equilibrium.sequential.find import solve_tree
from powergame.scenario.reading.load import load_text

TYPES = """\
name: types
actors:
  blue: {power: 3, preferences: [1, 0]}
  red:
    power: 2
    types: {loyal: {probability: 0.8, preferences: [1, 0.1]}, rival: {probability: 0.2, preferences: [-1, 0]}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
vary: {conflict.destruction.odds: "0:1:3", conflict.stakes: "0:1:3"}
"""
ROUNDS = """\
name: rounds
actors: {blue: {power: 3, preferences: [1, 0]}, red: {power: 2, preferences: [-1, 0.5]}}
conflict: {destruction: {odds: 0.5, severity: 0.5}}
rounds: 2
vary: {conflict.destruction.odds: "0:1:3", conflict.stakes: "0:1:3"}
"""
NEED_A_MATRIX = [
    ("compare", "a.yaml", "a.yaml"),
    ("sweep", "a.yaml", "-o", "out.csv"),
    ("sweep", "a.yaml", "--plot", "out.svg"),
    ("sweep", "a.yaml", "--vary", "rounds=1:2:2", "-o", "out.csv"),
    ("threshold", "a.yaml"),
    ("converge", "a.yaml"),
    *(("plot", "a.yaml", "--kind", kind, "-o", "out.svg") for kind in ("vectors", "payoffs", "replies", "threshold")),
    ("plot", "a.yaml", "--kind", "phase", "-o", "out.svg"),
    ("plot", "a.yaml", "--kind", "phase", "-o", "out.svg", "--vary", "conflict.stakes"),
    ("export", "a.yaml", "--format", "nfg"),
    *(("solve", "a.yaml", "--solver", solver) for solver in ("exact", "nashpy", "gambit")),
]


@pytest.mark.parametrize("arguments", NEED_A_MATRIX, ids=" ".join)
@pytest.mark.parametrize(("text", "why"), [(TYPES, "private types"), (ROUNDS, "rounds")], ids=["types", "rounds"])
def test_what_needs_a_matrix_says_in_a_line_what_takes_the_scenario(tmp_path, arguments, text, why):
    (tmp_path / "a.yaml").write_text(text)
    ended = powergame(*arguments, cwd=tmp_path)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.count("\n") == 1
    assert why in ended.stderr
    assert "expected" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


def test_both_together_are_left_to_deceive(tmp_path):
    (tmp_path / "a.yaml").write_text(TYPES + "rounds: 2\n")
    ended = powergame("solve", "a.yaml", cwd=tmp_path)
    assert ended.returncode == 2
    assert "powergame deceive takes both" in ended.stderr
    assert done("deceive", "a.yaml", cwd=tmp_path)


@pytest.mark.parametrize("text", [TYPES, ROUNDS], ids=["types", "rounds"])
@pytest.mark.parametrize("format_", ["table", "json", "csv", "markdown"])
def test_solve_answers_in_every_format(tmp_path, text, format_):
    (tmp_path / "a.yaml").write_text(text)
    told = done("solve", "a.yaml", "--format", format_, cwd=tmp_path)
    assert "seek" in told
    if format_ == "json":
        assert json.loads(told)["solver"]["name"] in ("exact", "agent logit path")


def test_the_table_says_who_seeks_and_what_is_played_round_by_round(tmp_path):
    (tmp_path / "types.yaml").write_text(TYPES)
    (tmp_path / "rounds.yaml").write_text(ROUNDS)
    types, rounds = (done("solve", f"{name}.yaml", cwd=tmp_path) for name in ("types", "rounds"))
    assert "red (rival) seeks power in every equilibrium." in types
    assert "red (rival): Seeking gains it" in types
    assert "proven complete; by exact enumeration, type by type." in types
    assert "Round by round" in rounds
    assert "that it seeks power in some round in" in " ".join(rounds.split())


def test_a_list_that_is_not_proven_complete_is_refused_where_it_must_be(tmp_path):
    (tmp_path / "a.yaml").write_text(ROUNDS)
    ended = powergame("solve", "a.yaml", "--require-complete", cwd=tmp_path)
    assert (ended.returncode, "not proven complete" in ended.stderr) == (3, True)
    (tmp_path / "a.yaml").write_text(TYPES)
    assert powergame("solve", "a.yaml", "--require-complete", cwd=tmp_path).returncode == 0


def test_an_answer_without_the_promised_quality_is_shown_and_decides_nothing(tmp_path, monkeypatch):
    def broken(tree, **options):
        return replace(solve_tree(tree, **options), problems=("the path broke off at rationality 7",))

    monkeypatch.setattr(run, "solve_tree", broken)
    (tmp_path / "a.yaml").write_text(TYPES + "expect: {seeks: {blue: never}}\n")
    ended = powergame("solve", "a.yaml", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (3, "powergame: the path broke off at rationality 7\n")
    assert "The path broke off at rationality 7." in ended.stdout
    assert powergame("solve", "a.yaml", "--quiet", cwd=tmp_path).stderr == ""
    ended = powergame("check", "a.yaml", cwd=tmp_path)
    assert ended.returncode == 3
    assert "expect.seeks: the path broke off at rationality 7" in ended.stdout


EXPECTED = (
    "expect: {seeks: {blue: never, red: depends}, plays: {blue: hold}, war: {at_most: 0.1}, equilibria: {count: 1}}\n"
)


def test_expectations_are_held_to_types_and_rounds(tmp_path):
    (tmp_path / "a.yaml").write_text(TYPES + EXPECTED)
    report = json.loads(done("check", "a.yaml", "--format", "json", cwd=tmp_path))
    statements = report["scenarios"][0]["statements"]
    assert [(s["path"], s["holds"], s["proven"]) for s in statements] == [
        (path, True, True) for path in ("seeks.blue", "seeks.red", "plays.blue", "war.at_most", "equilibria.count")
    ]
    (tmp_path / "a.yaml").write_text(TYPES + EXPECTED.replace("plays: {blue: hold}", "plays: {red: hold}"))
    ended = powergame("check", "a.yaml", cwd=tmp_path)
    assert ended.returncode == 1
    assert "expect.plays.red: expected hold, found hold 0.8, seek 0.2" in ended.stdout


@pytest.mark.parametrize("more", ["rounds: 2\n", "rounds: 3\n"])
def test_both_together_may_be_expected_to_end_in_war(tmp_path, more):
    text = TYPES + more + "expect: {war: {at_least: 0.01}, deceives: {red: {loyal: {verdict: open}}}}\n"
    (tmp_path / "a.yaml").write_text(text)
    ended = powergame("check", "a.yaml", "--format", "json", cwd=tmp_path)
    statements = json.loads(ended.stdout)["scenarios"][0]["statements"]
    assert [s["path"] for s in statements] == ["war.at_least", "deceives.red.loyal.verdict"]


BAD = {
    "probabilities that sum to less": (TYPES.replace("0.8", "0.7"), "the types sum to 0.9; they must sum to 1"),
    "a probability above 1": (TYPES.replace("0.8", "1.8"), "expected a number from 0 to 1"),
    "a negative probability": (TYPES.replace("0.2,", "-0.2,"), "expected a number from 0 to 1"),
    "no types": (TYPES.replace("types: {loyal", "types: {}\n#"), "expected at least one type"),
    "half a round": (ROUNDS.replace("rounds: 2", "rounds: 1.5"), "not a whole number"),
    "no round": (ROUNDS.replace("rounds: 2", "rounds: 0"), "expected a whole number from 1"),
    "too many rounds": (ROUNDS.replace("rounds: 2", "rounds: 1000000"), "expected a whole number from 1"),
    "a long ladder in five rounds": (
        ROUNDS.replace("rounds: 2", "rounds: 5")
        + "ladder: ["
        + ", ".join(f"{{name: r{k}, grab: 0.{k}, provokes: 0.{k}}}" for k in range(5))
        + "]\n",
        "information sets",
    ),
    "a thousand rounds": (ROUNDS.replace("rounds: 2", "rounds: 1000"), "information sets"),
    "boundless growth": (ROUNDS.replace("power: 3", "power: 3, growth: 1.0e300"), "actors.blue.growth"),
    "growth that is out of range": (ROUNDS.replace("power: 3", "power: 3, growth: 1.0e151"), "growth"),
    "growth that is not finite": (ROUNDS.replace("power: 3", "power: 3, growth: .inf"), "not finite"),
    "growth of 0": (ROUNDS.replace("power: 3", "power: 3, growth: 0"), "expected a number > 0"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("command", ["solve", "check"])
def test_bad_types_and_rounds_are_refused_in_a_line(tmp_path, case, command):
    text, message = BAD[case]
    (tmp_path / "a.yaml").write_text(text + "expect: {seeks: {blue: never}}\n")
    ended = powergame(command, "a.yaml", cwd=tmp_path)
    assert ended.returncode == 2
    told = ended.stdout + ended.stderr
    assert message in told
    assert "Traceback" not in told


def test_the_values_of_an_answer_set_again_lead_to_the_same_answer(tmp_path):
    (tmp_path / "a.yaml").write_text(TYPES)
    first = json.loads(done("solve", "a.yaml", "--format", "json", cwd=tmp_path))
    again = load_text(TYPES).with_values(first["scenario"]["values"])
    assert again == load_text(TYPES).with_values({})
