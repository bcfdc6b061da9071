"""`@NAME` is a scenario that powergame brings with it, wherever a scenario may stand."""

from __future__ import annotations

import re

import pytest
from support.in_process import done, powergame, solved
from support.installed import SCENARIOS

import powergame as pg
from powergame.sources.shipped import shipped_names


def test_every_shipped_scenario_has_its_file_s_name():
    assert shipped_names() == sorted(file.stem for file in SCENARIOS.glob("*.yaml"))


def test_a_shipped_scenario_is_its_file_under_another_name(tmp_path):
    told, file = (solved(source, "--no-turns", cwd=tmp_path) for source in ("@coup", SCENARIOS / "coup.yaml"))
    assert told["scenario"].pop("source") == "@coup"
    assert file["scenario"].pop("source") == str(SCENARIOS / "coup.yaml")
    assert told == file


def test_the_library_takes_them_with_variants_and_changes():
    assert pg.load("@security-dilemma#cheap wars", sets=["rounds=2"]).rounds == 2
    assert [scenario.source for scenario in pg.load_all("@chip-controls#*")][1] == "@chip-controls#decoupled"
    assert pg.load("@openai-board-2023-clear-view").names == pg.load("@openai-board-2023").names, "it extends the other"


@pytest.mark.parametrize(
    ("source", "hint"),
    [
        ("@kingmakr", "; did you mean @kingmaker?"),
        ("@Kingmaker.yaml", "; did you mean @kingmaker?"),
        ("@kingmakr#impartial", "; did you mean @kingmaker?"),
        ("@", ""),
        ("@../scenarios/kingmaker", ""),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_and_where_all_are(source, hint):
    with pytest.raises(
        pg.ScenarioError, match=re.escape(f": expected a scenario that `powergame scenarios` lists{hint}")
    ):
        pg.load(source)


def test_a_file_never_takes_a_shipped_scenario_s_place(tmp_path):
    for name in ("@coup", "@coup#x", "@mine"):
        (tmp_path / name).write_text("no scenario")
    assert solved("@coup", "--no-turns", cwd=tmp_path)["scenario"]["source"] == "@coup"
    assert "no variant 'x'" in powergame("solve", "@coup#x", cwd=tmp_path).stderr
    assert "; ./@mine names the file" in powergame("solve", "@mine", cwd=tmp_path).stderr


def test_check_takes_them_and_says_which_is_unknown(tmp_path):
    (tmp_path / "@coup").mkdir()  # nor does a folder
    run = powergame("check", "@coup", "@pure-opposition", "@cuop", cwd=tmp_path)
    assert run.returncode == 2
    assert {"@coup: ok", "@pure-opposition: ok", "@cuop: ERROR"} <= {*run.stdout.splitlines()}


@pytest.mark.parametrize("command", ["check", "compare", "report"])
def test_no_output_replaces_a_shipped_file(command):
    file = SCENARIOS / "pure-opposition.yaml"
    before = file.read_bytes()
    run = powergame(command, "@pure-opposition", "-o", file)
    assert (run.returncode, file.read_bytes()) == (2, before)
    assert "is an input" in run.stderr


@pytest.mark.parametrize("source", ["@cuban-missile-crisis", "@cuban-missile-crisis#no deal"])
def test_a_comparison_names_it_as_the_user_did(source):
    table = done("compare", "@cuban-missile-crisis", source)
    assert "(@cuban-missile-crisis)" in table
    assert f"({source})" in table


def test_a_file_extends_files_only_and_is_told_how_to_get_one(tmp_path):
    (tmp_path / "mine.yaml").write_text('extends: "@coup"\n')
    told = r"mine\.yaml:1:10: extends: expected a file; `powergame new FILE --from @NAME` makes one"
    with pytest.raises(pg.ScenarioError, match=told):
        pg.load(tmp_path / "mine.yaml")
