"""Tables of actors become scenarios: what is read of them is said, and each fault has its cell."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from support.in_process import done, powergame

import powergame as pg
from powergame.sources.actors.columns import ToldColumns
from powergame.sources.table import file_of_actors

EXCEL = (
    "\ufeffActor;Influence;Salience;tax;defence;note\r\nGermany;29;80;45;70;big\r\nMalta;3;40 %;10;30,5;\r\n;;;;;\r\n"
)
SIMILAR = "name,capability,Britain,France,Germany\nBritain,0.5,1,0.8,-0.2\nFrance,0.2,,1,-0.5\nGermany,3,,,\n"


def new(tmp_path, text, *options):
    """Write a table and a scenario of it; return the scenario, and its text."""
    table, scenario = tmp_path / "actors.csv", tmp_path / "mine.yaml"
    table.write_bytes(text.encode())
    done("new", scenario, "--from", table, *options, "--force", "--quiet")
    return pg.load(scenario), scenario.read_text()


def test_influence_times_salience_is_power_and_positions_are_directions(tmp_path):
    scenario, text = new(tmp_path, EXCEL)
    assert scenario.names == ("Germany", "Malta")
    assert [actor.power for actor in scenario.actors] == pytest.approx([29 * 80, 3 * 0.4])
    assert scenario.outcomes == ("tax", "defence")
    assert [actor.preferences for actor in scenario.actors] == [(-0.1, 0.4), (-0.8, -0.39)]
    for told in ("From actors.csv", "'Influence' times 'Salience'", "midpoint of the scale 0:100", "Not read: 'note'"):
        assert told in scenario.about
    assert "think these values over" in text


def test_a_square_table_of_similarity_is_a_table_of_alignments(tmp_path):
    scenario, text = new(tmp_path, SIMILAR)
    answer = pg.solve(scenario, look_for_turns=False)
    assert answer.actor("Britain").alignment == pytest.approx({"France": 0.8, "Germany": -0.2})
    assert "alignments:\n  Britain: {France: 0.8, Germany: -0.2}\n  France: {Germany: -0.5}\n" in text


@pytest.mark.parametrize(
    ("positions", "options", "scale"),
    [
        ("0,1", (), "0:1"),
        ("-0.5,1", (), "-1:1"),
        ("0.2,80", (), "0:100"),
        ("-3,7", (), "-3:7"),
        ("-3,7", ("--scale", "-10:10"), "-10:10"),
    ],
)
def test_the_scale_is_the_first_usual_one_that_holds_all_positions(tmp_path, positions, options, scale):
    first, second = positions.split(",")
    scenario, _ = new(tmp_path, f"name,power,x,y\na,1,{first},{first}\nb,1,{second},{second}\n", *options)
    assert f"the scale {scale}" in scenario.about


def test_columns_may_be_told(tmp_path):
    text = "country,name,gdp,power,a:b,c,d\nD,Germany,4,1,0,1,0.2\nF,France,3,1,1,0.3,0.4\n"
    scenario, _ = new(tmp_path, text, "--power", "GDP", "--preferences", "a:b:c")
    assert [actor.power for actor in scenario.actors] == [4, 3]
    assert scenario.outcomes == ("a:b", "c")
    assert "Not read: 'country', 'power' and 'd'" in scenario.about


REFUSED = {
    "a midpoint": ("name,power,x,y\na,1,0.5,0.5\nb,1,1,0", (), "row 2, column C: '0.5': this actor stands at the midp"),
    "no number": ("name,power,x\na,1,0\nb,1,n/a", (), "row 3, column C: 'n/a': expected a number"),
    "no position": ("name,power,x\na,1,0\nb,1,", (), "row 3, column C: the cell is empty; expected a number"),
    "negative power": ("name,power,x\na,-1,0\nb,1,1", (), "row 2, column B: '-1': expected a number of 0 or more"),
    "thousands": ('name,power,x\na,"1,000",0\nb,1,1', (), "row 2, column B: '1,000': may be 1.000 or 1000"),
    "a thousand beside decimals": (
        'name,power,x\na,"1,234",0.5\nb,1,1', (), "row 2, column B: '1,234': separates thousands; write 1234"
    ),
    "a size": ("name,power,x\na,1e101,0\nb,1,1", (), "row 2, column B: '1e101': expected a number of at most 1e\\+100"),
    "a column twice": ("name,power,a,b,b\na,1,1,0,0\nb,1,0,1,1", (), "row 1, column E: 'b': column D has this name"),
    "cells too much": ("name,power,x\na,1,0,5,6\nb,1,1", (), "row 1, column D: the cell is empty; expected the name"),
    "too many": ("name,power,x\n" + "a,1,0\n" * 1001, (), "has 1,001 actors; a scenario has at most 1,000"),
    "a cell too much": ("name,power,x\na,1,0,5\nb,1,1", (), "row 1, column D: the cell is empty; expected the name"),
    "a name twice": ("name,power,x\na,1,0\na,1,1", (), "row 3, column A: 'a': row 2 has this actor"),
    "no name": ("name,power,x\na,1,0\n,1,1", (), "row 3, column A: the cell is empty; expected the name of an actor"),
    "a dot": ("name,power,x\nU.S.,1,0\nb,1,1", (), "row 2, column A: 'U.S.': a name has no dots.*perhaps 'U S'"),
    "a dot above": ("name,power,x.y\na,1,0\nb,1,1", (), "row 1, column C: 'x.y': a name has no dots"),
    "two powers": ("name,power,influence,x\na,1,2,0", (), r"columns B \('power'\) and C \('influence'\).*--power"),
    "no power": ("name,gdp,x\na,1,0", (), "no column named capabilities, capability, influence or power"),
    "no names": ("who,power,x\na,1,0", (), "row 1, column A: 'who': expected a column of the actors' names"),
    "nothing wanted": ("name,power\na,1", (), "no column that says what actors want"),
    "saliences": ("name,power,x,x salience\na,1,0,1\nb,1,1,1", (), "'x salience'.*expected one column named salience"),
    "both": ("name,power,x,a,b\na,1,0,1,1\nb,1,1,1,1", (), "would be positions.*expected one of the two"),
    "beyond": ("name,power,x\na,1,5\nb,1,1", ("--scale", "0:2"), "row 2, column C: '5': expected a position on the"),
    "a scale": ("name,power,x\na,1,5\nb,1,1", ("--scale", "2:0"), "--scale 2:0: expected the lower end first"),
    "no scale": ("name,power,x\na,1,5\nb,1,1", ("--scale", "x"), "--scale x: expected LOW:HIGH"),
    "a typo": ("name,power,tax\na,1,5", ("--preferences", "tac:tax"), "--preferences tac: .*did you mean 'tax'"),
    "backwards": ("name,power,x,y\na,1,5,6", ("--preferences", "y:x"), "the last column stands before the first"),
    "an alignment of 2": ("name,power,a,b\na,1,1,2\nb,1,,1", (), "row 2, column D: '2': expected an alignment from -1"),
    "two alignments": ("name,power,a,b\na,1,1,0.5\nb,1,0.4,1", (), "row 2, column D: '0.5': row 3, column C has '0.4'"),
    "no alignment": ("name,power,a,b\na,1,1,\nb,1,,1", (), "row 2, column D: the cell is empty; expected the align"),
    "a diagonal": ("name,power,a,b\na,1,0,0\nb,1,,1", (), "row 2, column C: '0': expected 1"),
    "a column lacks": ("name,power,a,b\na,1,1,0\nb,1,,1\nc,1,1,1", (), "row 4, column A: 'c': there are columns"),
    "impossible": (
        "name,power,a,b,c\na,1,1,-0.9,-0.9\nb,1,,1,-0.9\nc,1,,,1", (), "actors.csv: alignments: "
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "options", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_a_table_with_a_fault_says_where_and_writes_nothing(tmp_path, text, options, told):
    import re

    (tmp_path / "actors.csv").write_text(text)
    ended = powergame("new", "mine.yaml", "--from", "actors.csv", *options, cwd=tmp_path)
    assert ended.returncode == 2
    assert re.search(told, ended.stderr), ended.stderr
    assert not (tmp_path / "mine.yaml").exists()


def test_a_table_of_actors_is_solved_and_what_it_lacks_is_said(tmp_path):
    table = tmp_path / "actors.csv"
    table.write_text(SIMILAR)
    ended = powergame("solve", table, "--set", "conflict.destruction.odds=0.2", "--no-turns", "--format", "json")
    assert ended.returncode == 0
    assert "says nothing of the conflict: odds of destruction 0.6 and severity 0.5 are assumed" in ended.stderr
    assert '"conflict.destruction.odds": 0.2' in ended.stdout


def test_a_frame_of_actors_is_the_scenario_of_its_file(tmp_path):
    table = tmp_path / "actors.csv"
    table.write_text(SIMILAR)
    from_file, frame = pg.load(table), pd.read_csv(table)
    for scenario in (pg.load(frame), pg.load(frame.set_index("name"))):
        assert scenario.actors == from_file.actors
        assert scenario.alignments == from_file.alignments


def read(text, *told):
    """Return the scenario of a table, without a file."""
    return pg.load_text(file_of_actors("actors.csv", text.encode(), ToldColumns(*told))[0])


def test_the_table_has_one_decimal_mark_which_any_column_proves():
    scenario = read("name;power;x;y\na;1,234;59,3;1\nb;2;10;2\n")
    assert scenario.actor("a").power == 1.234


def test_another_power_than_the_told_one_is_no_position():
    table = "name,gdp,influence,x\na,7,1,0\nb,8,2,1\n"
    scenario = read(table, "gdp")
    assert scenario.outcomes == ("x",)
    assert "Not read: 'influence'." in scenario.about
    assert read(table, "gdp", "influence:x").outcomes == ("influence", "x")


def test_a_column_that_counts_the_rows_and_empty_rows_are_not_read(tmp_path):
    frame = pd.read_csv(io.StringIO("name,power,x,y\na,1,0,1\nb,2,1,0.2\nc,1,0.1,1\n"))
    for text in (frame.to_csv(), "name,power,x,y\na,1,0,1\n,,,\nb,2,1,0.2\n\nc,1,0.1,1\n"):
        assert read(text).actors == pg.load(frame).actors
    table = tmp_path / "actors.csv"
    table.write_text(frame.to_csv())
    assert pg.load(pd.read_csv(table)).actors == pg.load(frame).actors
    assert "Not read: column A." in read(frame.to_csv()).about


def test_capitals_of_columns_of_alignments_do_not_matter():
    assert read("name,power,A,B\na,1,1,0.5\nb,1,0.5,1\n").alignments == ((1.0, 0.5), (0.5, 1.0))


def test_rows_of_a_frame_may_be_chosen_and_sorted():
    frame = pd.DataFrame({"name": list("abc"), "power": [1, 2, 3], "x": [0, 1, 0.2], "y": [1, 0.3, 0]})
    assert pg.load(frame[frame.power > 1]).names == ("b", "c")
    assert pg.load(frame.iloc[::-1]).names == ("c", "b", "a")
    lacking = frame.assign(x=[1, None, 2]).convert_dtypes()
    with pytest.raises(pg.ScenarioError, match=r"row '1', column 'x': the cell is empty"):
        pg.load(lacking)


def test_eighteen_actors_come_from_a_spreadsheet():
    rows = "".join(f"state {k};{k + 1},5;{(7 * k) % 19};{(5 * k) % 17}\n" for k in range(18))
    text, _ = file_of_actors("eu.csv", f"name;power;x;y\n{rows}".encode(), ToldColumns())
    assert len(pg.load_text(text).names) == 18


def test_options_of_tables_need_one_and_files_are_kept(tmp_path):
    (tmp_path / "actors.csv").write_text(SIMILAR)
    assert "expected --from FILE" in powergame("new", "a.yaml", "--scale", "0:1", cwd=tmp_path).stderr
    kept = powergame("new", "actors.csv", "--from", "actors.csv", "--force", cwd=tmp_path)
    assert (kept.returncode, (tmp_path / "actors.csv").read_text()) == (2, SIMILAR)


SMALL = {
    "actors": {"blue": {"power": 3, "preferences": [1, 0.2]}, "red": {"power": 1, "preferences": [1, 0]}},
    "conflict": {"destruction": {"odds": 0.6, "severity": 0.5}},
}


def test_a_mapping_is_read_as_the_file_that_has_it(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(
        "actors:\n  blue: {power: 3, preferences: [1, 0.2]}\n  red: {power: 1, preferences: [1, 0]}\n"
        "conflict: {destruction: {odds: 0.6, severity: 0.5}}\n"
    )
    mapped, loaded = pg.load(SMALL), pg.load(path)
    assert (mapped.actors, mapped.conflict, mapped.ladder) == (loaded.actors, loaded.conflict, loaded.ladder)
    assert pg.load(SMALL, sets={"conflict.destruction.odds": "0.2"}).conflict.odds == 0.2
    endless = SMALL | {"conflict": SMALL["conflict"] | {"decisiveness": float("inf")}}
    assert pg.load(endless).conflict.decisiveness == float("inf")


BAD_MAPPINGS = {
    "a path": (SMALL | {"conflict": {"destruction": {"odds": 2, "severity": 0.5}}}, "^conflict.destruction.odds: 2 is"),
    "a typo": (SMALL | {"konflict": 1}, "^unknown key 'konflict'; did you mean 'conflict'"),
    "a key": (SMALL | {1: 2}, "the key 1 is no text"),
    "a thing": (SMALL | {"about": object()}, "^about: <object"),
    "extends": (SMALL | {"extends": "x"}, "^extends: only a file can extend a file"),
    "not finite": (SMALL | {"rounds": float("nan")}, "^rounds: nan"),
}


@pytest.mark.parametrize(("values", "told"), BAD_MAPPINGS.values(), ids=BAD_MAPPINGS.keys())
def test_faults_of_a_mapping_have_their_paths(values, told):
    with pytest.raises(pg.ScenarioError, match=told):
        pg.load(values)


@pytest.mark.parametrize("source", [3, None, [SMALL]])
def test_what_is_no_source_is_refused_in_words(source):
    with pytest.raises(pg.PowergameError, match="expected the name of a file, a mapping, or a data frame"):
        pg.load(source)
