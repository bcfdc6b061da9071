"""`powergame infer`: options add up, answers of every format agree, and the exit status tells how good they are."""

from __future__ import annotations

import csv
import io
import json

import pytest
from jsonschema import validate
from support import inferences, installed
from support.in_process import done, powergame

from powergame.analysis import infer as analysis
from powergame.cli.bar import bar

SCHEMA = json.loads((installed.SCHEMAS / "infer.schema.json").read_text())

ALIGNMENT = "alignment.board.chief"
UNKNOWN = f"{ALIGNMENT}={{uniform: [-1, 1]}}"

TEXT = f"""\
name: A board and its chief
actors:
  board:
    power: 3
    preferences: [1, 0]
    ladder: [{{name: tolerate}}, {{name: dismiss, grab: 0.6, provokes: 0.5}}]
  chief: {{power: 2, preferences: [1, 1]}}
conflict: {{destruction: {{odds: 0.3, severity: 0.5}}}}
variants:
  strong: {{actors.chief.power: 6}}
unknown: {{{ALIGNMENT}: {{uniform: [-1, 1]}}}}
observed: [plays: {{board: dismiss}}]
"""

KNOWN = ("--rationality", "10")


@pytest.fixture
def board(tmp_path):
    file = tmp_path / "board.yaml"
    file.write_text(TEXT)
    return file


@pytest.fixture
def unobserved(tmp_path):
    file = tmp_path / "unobserved.yaml"
    file.write_text(TEXT.replace("observed: [plays: {board: dismiss}]\n", ""))
    return file


def answered(*arguments):
    return json.loads(done("infer", *arguments, *KNOWN, "--format", "json"))


def test_the_answer_is_what_the_schema_says(board):
    data = answered(board, "--hypothesis", f"{ALIGNMENT} < 0")
    validate(data, SCHEMA)
    assert data["solution"] == {"concept": "logit", "rationality": 10, "assumed": {}}
    assert data["method"]["name"] == "quadrature"
    assert data["ess"] is None
    assert data["hypotheses"][0]["posterior"] > data["hypotheses"][0]["prior"] == pytest.approx(0.5)


def test_a_table_says_the_same_as_json(board):
    data, text = answered(board), done("infer", board, *KNOWN)
    assert f"The deed tells little: {data['bits']:.2f} bits, about alignment of board and chief." in text
    rows = list(csv.DictReader(io.StringIO(done("infer", board, *KNOWN, "--format", "csv"))))
    unknown = next(row for row in rows if row["kind"] == "unknown")
    assert float(unknown["posterior"]) == data["unknown"][ALIGNMENT]["posterior"]["mean"]


def test_what_is_observed_adds_up_in_order(unobserved, tmp_path):
    table = tmp_path / "seen.csv"
    table.write_text("board,times,war\ndismiss,2,\ntolerate,,false\n")
    data = answered(unobserved, "--observe-from", table, "--observe", "board=dismiss x3 under actors.chief.power=6")
    assert [(o["plays"]["board"], o["times"], o["war"]) for o in data["observed"]] == [
        ("dismiss", 2, None),
        ("tolerate", 1, False),
        ("dismiss", 3, None),
    ]
    assert data["observed"][2]["under"] == {"actors.chief.power": 6.0}
    left = answered(
        unobserved,
        "--observe-from",
        table,
        "--observe",
        "board=dismiss x3 under actors.chief.power=6",
        "--without",
        "2",
    )
    assert [o["number"] for o in left["observed"]] == [1, 3]
    only = answered(unobserved, "--observe-from", table, "--only", "2")
    assert [o["number"] for o in only["observed"]] == [2]


def test_without_anything_observed_the_posterior_is_the_prior(unobserved):
    data = answered(unobserved)
    assert data["bits"] == pytest.approx(0, abs=1e-9)
    assert data["notes"]
    assert "Nothing was observed" in done("infer", unobserved, *KNOWN)


def test_an_unknown_of_the_command_line_takes_the_place_of_the_file_s(board):
    data = answered(board, "--unknown", f"{ALIGNMENT}={{normal: [0.5, 0.2]}}")
    assert data["unknown"][ALIGNMENT]["distribution"] == {"normal": [0.5, 0.2]}
    assert data["options"]["unknown"][ALIGNMENT] == {"normal": [0.5, 0.2]}


def test_a_situation_is_what_is_predicted(board):
    (prediction,) = answered(board, "--under", "actors.chief.power=6")["predicted"]
    assert prediction["under"] == {"actors.chief.power": 6.0}
    assert set(prediction["seeks"]) == {"board", "chief"}


def test_situations_are_looked_through_for_what_would_tell_most(board):
    told = answered(board, "--next", "conflict.destruction.odds=0:1:3")["next"]
    assert {n["under"]["conflict.destruction.odds"] for n in told} == {0.0, 0.5, 1.0}


def test_the_trace_ends_with_the_answer(board):
    data = answered(board, "--trace")
    assert [step["after"] for step in data["trace"]] == [0, 1]
    assert data["trace"][1]["bits"] == pytest.approx(data["bits"], abs=1e-9)
    assert "Deed by deed" in done("infer", board, *KNOWN, "--trace")
    assert answered(board)["trace"] == []


def test_scenarios_are_compared_by_evidence(board):
    data = answered(board, f"{board}#*")
    validate(data, SCHEMA)
    assert data["format"] == "powergame.infer.compare"
    assert [s["scenario"]["variant"] for s in data["scenarios"]] == [None, "strong"]
    ratio = data["scenarios"][1]["evidence"]["log"] - data["scenarios"][0]["evidence"]["log"]
    assert data["evidence"][1]["bayes_factor"] == pytest.approx(2.718281828459045**ratio)
    text = done("infer", board, f"{board}#*", *KNOWN)
    assert "foresaw what was observed best" in text


def test_points_are_saved(board, tmp_path):
    saved = tmp_path / "points.csv"
    done("infer", board, *KNOWN, "--save", saved)
    lines = saved.read_text().splitlines()
    assert lines[0] == f"{ALIGNMENT},prior,posterior,log_likelihood"
    weights = [float(line.split(",")[2]) for line in lines[1:]]
    assert sum(weights) == pytest.approx(1)


def test_a_picture_is_drawn(board, tmp_path):
    picture = tmp_path / "posterior.svg"
    done("infer", board, *KNOWN, "--plot", picture)
    assert picture.read_text().startswith("<")


REFUSED = [
    (("--unknown", "alignment.board.chef={uniform: [-1, 1]}"), "chef"),
    (("--unknown", f"{ALIGNMENT}={{uniform: [1, 0]}}"), "two numbers, the lower first"),
    (("--unknown", ALIGNMENT), "--unknown"),
    (("--observe", "board=retire"), "--observe board=retire"),
    (("--hypothesis", "alignment.board.chef < 0"), "chef"),
    (("--hypothesis", ALIGNMENT), "expected PATH < NUMBER"),
    (("--given", f"{ALIGNMENT} > 2"), "no"),
    (("--only", "9"), "there is no observation 9"),
    (("--under", "actors.chief.pwer=6"), "--under"),
    (("--next", "conflict.destruction.odds"), "--next"),
    (("--next", "conflict.destruction.odds=0:1"), "--next"),
    (("--tremble", "0.1"), "--tremble belongs to --solution nash"),
    (("--solution", "nash", "--tremble", "1.5"), "expected a number above 0 and below 1"),
    (("--solution", "nash", "--rationality", "3"), "--rationality belongs to --solution logit"),
    (("--rationality", "inf"), "expected a finite number"),
    (("--set", f"{ALIGNMENT}=0.5"), "is unknown"),
    (("--save", "points.xlsx"), "expected a file name that ends in"),
    (("--plot", "picture.gif"), "picture.gif"),
]


@pytest.mark.parametrize(
    ("options", "says"), REFUSED, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_what_cannot_be_asked_is_refused_in_one_line(board, options, says):
    ended = powergame("infer", board, *options)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert says in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_nothing_unknown_is_refused(tmp_path):
    file = tmp_path / "known.yaml"
    file.write_text("\n".join(line for line in TEXT.splitlines() if not line.startswith("unknown")))
    ended = powergame("infer", file, *KNOWN)
    assert ended.returncode == 2
    assert "nothing is unknown" in ended.stderr


def test_draws_of_several_scenarios_are_not_saved(board):
    ended = powergame("infer", board, f"{board}#*", "--save", "points.csv")
    assert ended.returncode == 2
    assert "--save writes the draws of one scenario" in ended.stderr


def test_evidence_of_different_observations_is_not_compared(board, unobserved):
    ended = powergame("infer", board, unobserved, *KNOWN)
    assert ended.returncode == 2
    assert "observations" in ended.stderr


def test_no_output_replaces_what_was_read(board, tmp_path):
    table = tmp_path / "seen.csv"
    table.write_text("board\ndismiss\n")
    for option in ("--save", "-o"):
        assert powergame("infer", board, *KNOWN, "--observe-from", table, option, table).returncode == 2
    assert table.read_text() == "board\ndismiss\n"


def test_an_answer_of_less_quality_is_printed_with_the_reasons_beside_it(board, monkeypatch):
    monkeypatch.setattr(analysis, "infer", lambda *_, **__: inferences.failing())
    ended = powergame("infer", board)
    assert ended.returncode == 3
    assert "The 6 deeds tell little" in ended.stdout
    assert [line.partition(";")[0] for line in ended.stderr.splitlines()] == [
        "powergame: the effective sample is 212",
        "powergame: the logarithm of the evidence differs by 5.2 standard errors between two methods",
    ]
    quiet = powergame("infer", board, "--quiet")
    assert (quiet.returncode, quiet.stderr) == (3, "")


def test_the_installed_command_answers_and_says_so_on_no_terminal(board):
    ended = installed.powergame("infer", board, *KNOWN)
    assert ended.returncode == 0
    assert ended.stderr == ""
    assert "The deed tells little" in ended.stdout


def test_a_bar_of_unknown_length_counts(capsys):
    with bar(None) as watch:
        watch(10)
        watch(20_000)
    assert capsys.readouterr().out == ""
