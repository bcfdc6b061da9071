"""`powergame deceive`: the formats agree, pictures are written, and the exit status tells how good the answer is."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace

import pytest
from jsonschema import validate
from support import deceptions, installed
from support.in_process import done, powergame

from powergame.analysis import deceive as analysis

SCHEMA = json.loads((installed.SCHEMAS / "deceive.schema.json").read_text())

PROBABILITY = "actors.system.types.misaligned.probability"


@pytest.fixture
def coup(tmp_path):
    file = tmp_path / "coup.yaml"
    file.write_text(f"{deceptions.COUP}variants:\n  shrinking: {{actors.system.growth: 0.5}}\n")
    return file


def told(data, name="misaligned"):
    return data["actors"]["system"]["types"][name]


def test_the_formats_say_the_same(coup):
    data = json.loads(done("deceive", coup, "--format", "json"))
    validate(data, SCHEMA)
    rows = csv.DictReader(io.StringIO(done("deceive", coup, "--format", "csv")))
    row = next(row for row in rows if row["type"] == "misaligned")
    assert row["verdict"] == told(data)["verdict"] == "conceals"
    assert float(row["value_of_concealment"]) == told(data)["value_of_concealment"] == pytest.approx(0.3979, abs=1e-4)
    assert "conceals what it is, and strikes later" in done("deceive", coup)
    assert "| misaligned " in done("deceive", coup, "--format", "markdown")


def test_several_scenarios_stand_side_by_side(coup):
    data = json.loads(done("deceive", coup, f"{coup}#*", "--format", "json"))
    assert data["format"] == "powergame.deceive.compare"
    assert [told(each)["coup"]["selected"] for each in data["scenarios"]] == [1.0, 0.0]
    assert "[2]" in done("deceive", coup, f"{coup}#shrinking")


def test_along_a_number_there_are_curves(coup, tmp_path):
    picture = tmp_path / "curves.svg"
    text = done("deceive", coup, "--vary", "actors.system.growth=[0.5, 2]", "--plot", picture)
    assert "from 2 on conceals" in " ".join(text.split())
    assert picture.read_text().startswith("<?xml")


def test_the_tree_is_drawn_with_all_histories_if_they_are_asked_for(coup, tmp_path):
    reached, every = tmp_path / "reached.svg", tmp_path / "all.svg"
    text = done("deceive", coup, "--plot", reached, "--histories", "reached")
    assert "Play in every history" not in text
    text = done("deceive", coup, "--plot", every, "--histories", "all")
    assert "Play in every history" in text
    assert len(every.read_bytes()) > len(reached.read_bytes())


def test_plot_draws_the_same_tree(coup, tmp_path):
    first, second = tmp_path / "first.svg", tmp_path / "second.svg"
    done("deceive", coup, "--plot", first)
    done("plot", coup, "--kind", "tree", "-o", second)
    drawings = [re.sub(r"<metadata>.*</metadata>", "", file.read_text()) for file in (first, second)]
    assert drawings[0] == drawings[1], "but for the words for which command drew it"


def test_plot_draws_rounds_without_types_too(tmp_path):
    file, picture = tmp_path / "rounds.yaml", tmp_path / "rounds.svg"
    file.write_text(f"{installed.SMALLEST}rounds: 2\n")
    done("plot", file, "--kind", "tree", "-o", picture)
    assert picture.read_text().startswith("<?xml")
    run = powergame("plot", file, "--kind", "curves", "-o", picture)
    assert run.returncode == 2
    assert "nothing to vary" in run.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--vary", f"{PROBABILITY}=0:1:3", "--set", f"{PROBABILITY}=0.3"), "varies"),
        (("--vary", "rounds"), "expected PATH=AXIS"),
        (("--plot", "picture.gif"), ".svg, .png, .pdf"),
        (("--rationality", "-1"), "expected a number >= 0"),
        (("--histories", "some"), "histories"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_line(coup, options, says):
    run = powergame("deceive", coup, *options)
    assert run.returncode == 2
    assert says in run.stderr
    assert run.stdout == ""


def test_without_types_nobody_can_deceive(tmp_path):
    file = tmp_path / "known.yaml"
    file.write_text(installed.SMALLEST)
    run = powergame("deceive", file)
    assert run.returncode == 2
    assert "no actor has private types" in run.stderr


def test_one_scenario_is_followed_and_drawn(coup):
    for option in (("--vary", f"{PROBABILITY}=0:1:3"), ("--plot", "x.svg")):
        run = powergame("deceive", coup, f"{coup}#shrinking", *option)
        assert run.returncode == 2
        assert "expected one SCENARIO" in run.stderr


def test_a_doubtful_answer_is_printed_and_has_status_3(coup, monkeypatch):
    answer = replace(deceptions.coup(), problems=("the path broke off",))
    monkeypatch.setattr(analysis, "deceive", lambda *_, **__: answer)
    run = powergame("deceive", coup)
    assert run.returncode == 3
    assert "The path broke off." in run.stdout
    assert run.stderr == "powergame: the path broke off\n"


def test_pure_equilibria_have_to_be_complete_if_that_is_required(coup, monkeypatch):
    assert powergame("deceive", coup, "--require-complete").returncode == 0
    answer = replace(deceptions.coup(), pure_complete=False)
    monkeypatch.setattr(analysis, "deceive", lambda *_, **__: answer)
    run = powergame("deceive", coup, "--require-complete")
    assert run.returncode == 3
    assert "a list of equilibria in pure strategies is not proven complete" in run.stderr
