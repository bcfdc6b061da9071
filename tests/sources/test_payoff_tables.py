"""Payoff matrices are read from tables as spreadsheets and people write them, or refused with the cell and the cure."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from support.in_process import done, powergame

import powergame as pg
from powergame.model.nfg import write_nfg
from powergame.sources.table import of_table

DILEMMA = [[[3, 0], [5, 1]], [[3, 5], [0, 1]]]

READ = {
    "quoted pairs": ',C,D\nC,"3, 3","0, 5"\nD,"5, 0","1, 1"\n',
    "quoted pairs without blanks": ',C,D\nC,"3,3","0,5"\nD,"5,0","1,1"\n',
    "semicolons in a cell": ",C,D\nC,3;3,0;5\nD,5;0,1;1\n",
    "bars, decimal commas and fractions": ";C;D\nC;6/2 | 3,0;0,0 | 5\nD;5 | 0;1|1\n",
    "brackets": ';C;D\nC;(3, 3);"[0; 5]"\nD;(5, 0);(1|1)\n',
    "tabs": "\tC\tD\nC\t3, 3\t0, 5\nD\t5, 0\t1, 1\n",
    "one clear pair clears others": ";C;D\nC;3,3;0,5\nD;5,0;1, 1\n",
    "a separator told": "sep=;\n;C;D\nC;3, 3;0, 5\nD;5, 0;1, 1\n",
    "a title above": 'A dilemma,,\n\n,C,D\nC,"3, 3","0, 5"\nD,"5, 0","1, 1"\n',
    "empty rows and columns around": ';;;;\n;;C;D;\n;C;3, 3;0, 5;\n;D;"5, 0";1, 1;\n;;;;\n',
    "blanks that do not break": ";C;D\nC;3,\u00a03;0,\u202f5\nD;5, 0;\u00a01, 1\n",
    "percentages": ";C;D\nC;300 %, 300%;0, 5\nD;5, 0;1, 1\n",
    "two blocks": ",C,D\nC,3,0\nD,5,1\n\n,C,D\nC,3,5\nD,0,1\n",
    "two blocks without a gap": ",C,D\nC,3,0\nD,5,1\n,C,D\nC,3,5\nD,0,1\n",
    "two blocks with decimal commas": ";C;D\nC;3,0;0\nD;5;1\n\n;C;D\nC;3;5\nD;0,00;1\n",
    "long rows": "row,column,row payoff,column payoff\nC,C,3,3\nC,D,0,5\nD,C,5,0\nD,D,1,1\n",
    "long rows, payoffs beside rungs": "row;payoff;column;payoff\nC;3;C;3\nC;0;D;5\nD;5;C;0\nD;1;D;1\n",
    "long rows, payoffs by name": "row\tcolumn\tu_column\tu_row\nC\tC\t3\t3\nC\tD\t5\t0\nD\tC\t0\t5\nD\tD\t1\t1\n",
    "long rows in any order, payoffs by place": "row,column,x,y\nC,C,3,3\nD,D,1,1\nC,D,0,5\nD,C,5,0\n",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ.keys())
def test_a_matrix_is_read_in_any_of_its_forms(text):
    named = of_table("pd.csv", text.encode())
    assert (named.game.actors, named.game.rungs) == (("row", "column"), (("C", "D"), ("C", "D")))
    assert named.game.payoffs.tolist() == DILEMMA


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines_of_spreadsheets_are_read(tmp_path, encoding, end):
    path = tmp_path / "spiel.csv"
    path.write_bytes(end.join([";zurück;vor", "zurück;3, 3;0, 5", "vor;5, 0;1, 1", ""]).encode(encoding))
    assert pg.load(path).game.rungs[0] == ("zurück", "vor")
    assert pg.load(path).game.payoffs.tolist() == DILEMMA


def test_corners_and_titles_name_the_actors():
    pair = of_table("x.csv", b"blue \\ red;C\nC;3, 4\n")
    blocks = of_table("x.csv", b"Blue,,\n,C,D\nC,3,0\nRed,,\n,C,D\nC,3,5\n")
    corners = of_table("x.csv", b"Blue,C,D\nC,3,0\nRed,C,D\nC,3,5\n")
    titled = of_table("x.csv", b"A title;C;D\nC;3, 0;1, 2\n")
    assert [named.game.actors for named in (pair, blocks, corners)] == [("blue", "red"), *[("Blue", "Red")] * 2]
    assert (pair.name, titled.name, titled.game.actors) == ("x", "A title", ("row", "column"))


def test_decimals_and_fractions_are_kept_exactly():
    game = of_table("x.csv", b";a;b\nc;0.1, 1/3;1e-3, 45 %\n").game
    assert game.exact.ravel().tolist() == [Fraction(1, 10), Fraction(1, 1000), Fraction(1, 3), Fraction(45, 100)]


def test_long_rows_have_games_of_many():
    rows = [f"{a},{b},{c},{i},{i + 10},{i + 20}" for i, (a, b, c) in enumerate(np.ndindex(2, 3, 2))]
    text = "a,b,c,payoff a,payoff b,payoff c\n" + "\n".join(rows)
    game = of_table("x.csv", text.encode()).game
    assert game.shape == (2, 3, 2)
    assert game.payoffs[1].ravel().tolist() == list(range(10, 22))


REFUSED = {
    "a pair or a decimal": (";C;D\nC;3,3;0,5\nD;5,0;1,1", r"row 2, column B: '3,3'.*pair, or the number 3.3.*3 \| 3"),
    "the same with tabs": ("\tC\tD\nC\t3,3\t0,5\nD\t5,0\t1,1", "row 2, column B: '3,3'.*for a pair write"),
    "a pair or thousands": (',C\nC,"1,234"', r"row 2, column B: '1,234'.*1234.*write 1 \| 234"),
    "thousands or decimals": (";C\nC;1.234 | 3", "row 2, column B: '1.234 | 3'.*write 1.2340 or 1234"),
    "thousands": (";C\nC;1 234, 3", "row 2, column B: '1 234, 3': separates thousands; write 1234"),
    "german thousands": (";C\nC;1.234,50 | 3", "row 2, column B: .*separates thousands; write 1234.50"),
    "two decimal marks": (";C;D\nC;1.5 | 2;0,5 | 1", "row 2, column C: .*a decimal comma, and row 2, column B"),
    "unquoted pairs": (",C,D\nC,3,3,0,5", 'row 1, column D: .*quotation marks around a pair with a comma: "3, 0"'),
    "a date": (";C\nC;3. Feb", "row 2, column B: '3. Feb': a spreadsheet may have made a date.*as text"),
    "a formula": (";C\nC;=A1 | 2", "row 2, column B: .*is a formula; save the table with its values"),
    "an error": (";C\nC;#REF! | 2", "row 2, column B: .*error of the spreadsheet"),
    "infinity": (";C\nC;inf | 2", "row 2, column B: .*not finite"),
    "division by zero": (";C\nC;1/0 | 2", "row 2, column B: .*divides by zero"),
    "a word": (";C;D\nC;3, 3;0, x", "row 2, column C: '0, x': expected a number"),
    "an empty cell": (";C;D\nC;3, 3;0, 5\nD;5, 0;", "row 3, column C: the cell is empty; expected the payoffs of both"),
    "three payoffs": (";C;D\nC;3, 3;0, 5, 1", "row 2, column C: .*long rows"),
    "one payoff": (",C,D\nC,3,0\nD,5,1", "row 2, column B: '3': is one payoff; expected a payoff matrix"),
    "no names": ('"3, 3","0, 5"\n"5, 0","1, 1"', "row 1, column B: .*the first row and the first column name"),
    "a name twice": (";C;C\nC;3, 3;0, 5", "row 1, column C: 'C': row 1, column B has the same name"),
    "other names below": (",C,D\nC,3,0\n\n,C,E\nC,3,5", "row 4, column C: 'E': expected 'D'"),
    "fewer rows below": (",C\nC,3\nD,4\n\n,C\nC,3", "row 5, column A has 1 rows, and the first one 2"),
    "a third block": (",C\nC,3\n\n,C\nC,3\n\n,C\nC,3", "third matrix begins at row 7, column A"),
    "a second matrix of pairs": (";C\nC;3, 1\n\n;C\nC;3, 1", "row 4, column A: .*a second matrix begins here"),
    "no row for a profile": ("a,b,x,y\nC,C,1,2\nD,D,1,2", "has no row for a=C, b=D; expected one for each of the 4"),
    "a profile twice": ("a,b,x,y\nC,C,1,2\nC,C,1,2", "row 3, column A: .*row 2 has the same profile"),
    "payoffs missing": ("a,b,x\nC,C,1\nC,D,2", "2 columns of rungs and 1 of payoffs"),
    "payoffs of nobody": ("a,b,payoff a,payoff z\nC,D,1,2", "row 1, column D: 'payoff z': expected the name of one of"),
    "an open quotation mark": (',C\n"C,3\n', "row 2: is no row of a table: .*quotation marks in pairs"),
    "nothing": ("\n\n", "is empty; expected a payoff matrix"),
    "no text": ("a,\0b\n", "bytes that are no text; save the table as CSV"),
    "a workbook": ("PK\x03\x04", "is a whole workbook; save its sheet as CSV"),
}


@pytest.mark.parametrize(("text", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_game_is_refused_with_the_cell_as_a_spreadsheet_shows_it(text, told):
    with pytest.raises(pg.ScenarioError, match=told) as raised:
        of_table("game.csv", text.encode())
    assert str(raised.value).startswith("game.csv:")
    assert "\n" not in str(raised.value)


def test_a_told_separator_and_cells_of_several_lines_do_not_shift_rows():
    with pytest.raises(pg.ScenarioError) as raised:
        of_table("x.csv", b'sep=;\n"the\ncorner";C\nC;x\n')
    (fault,) = raised.value.faults
    assert (fault.path, fault.line, fault.column) == ("row 2, column B", 4, 2)


@pytest.mark.parametrize("name", ["pd.csv", "PD.TSV"])
def test_commands_take_tables_and_standard_input(tmp_path, name):
    path = tmp_path / name
    path.write_text(READ["tabs"])
    for said in (done("solve", path), done("solve", "-", stdin=READ["quoted pairs"])):
        assert "prisoner's dilemma" in said
    assert done("export", path, "--format", "nfg") == write_nfg(pg.load(path).game, path.stem)
    assert "a table has no variants" in powergame("solve", f"{path}#x").stderr
    assert "no paths" in powergame("solve", path, "--set", "a=1").stderr


@pytest.mark.parametrize("first", ["name: war, peace", "{actors: {}, conflict: {}}", "# a, comment", "- a, b"])
def test_yaml_on_standard_input_is_no_table(first):
    assert "row 1" not in powergame("solve", "-", stdin=f"{first}\n").stderr


def test_a_frame_is_read_as_its_file_would_be():
    pairs = pd.DataFrame({"C": [(3, 3), (5, 0)], "D": ["0, 5", [1, 1]]}, index=["C", "D"])
    assert pg.load(pairs).game.payoffs.tolist() == DILEMMA
    pairs.index.name, pairs.columns.name = "blue", "red"
    assert pg.load(pairs).game.actors == ("blue", "red")
    long = pd.DataFrame({"a": ["C", "C"], "b": ["C", "D"], "x": [0.1, 2], "y": [np.float64(1), 3]})
    assert pg.load(long).game.exact[0, 0, 0] == Fraction(1, 10)
    with pytest.raises(pg.ScenarioError, match=r"row 'D', column 'C': 'x'"):
        pg.load(pd.DataFrame({"C": ["3, 1", "x"]}, index=["C", "D"]))


def test_numbers_of_an_index_name_rungs_where_payoffs_stand_beside_them():
    for cells in ([[(3, 3), (0, 5)], [(5, 0), (1, 1)]], [["3, 3", "0, 5"], ["5, 0", "1, 1"]]):
        read = pg.load(pd.DataFrame(cells)).game
        assert (read.payoffs.tolist(), read.rungs) == (DILEMMA, (("0", "1"), ("0", "1")))


def test_long_rows_come_back_from_a_file_with_an_index():
    long = pd.DataFrame({"a": list("CCDD"), "b": list("CDCD"), "u_a": [3, 0, 5, 1], "u_b": [3, 5, 0, 1]})
    assert of_table("x.csv", long.to_csv().encode()).game.payoffs.tolist() == DILEMMA


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('C,D\n"3, 3","0, 5"\n"5, 0","1, 1"\n', "row 2, column A: '3, 3': expected the name of a rung"),
        (",C\nC,#REF!\nD,1 | 1\n", "row 2, column B: '#REF!': is an error of the spreadsheet"),
        ("name,gdp,x\na,1,5\nb,2,6\n", "or a table of actors, with columns named name and power"),
    ],
)
def test_what_is_no_matrix_is_told_apart(text, told):
    with pytest.raises(pg.ScenarioError, match=told):
        of_table("x.csv", text.encode())


def test_names_of_arrays_are_texts_in_any_list():
    made = pg.game([[1, 0]], [[3, 5]], actors=iter("ab"), rungs=[np.array(["C"]), ("C", "D")])
    assert (made.game.actors, made.game.rungs) == (("a", "b"), (("C",), ("C", "D")))
    assert type(made.game.rungs[0][0]) is str
    for wrong in ({"rungs": ["C", "CD"]}, {"name": 5}, {"actors": "ab"}):
        with pytest.raises(pg.UsageError, match="expected"):
            pg.game([[1, 0]], [[3, 5]], **wrong)


def test_arrays_are_games():
    dilemma = pg.game(*DILEMMA, rungs=[["C", "D"]] * 2)
    assert pg.solve(dilemma).type == "prisoner's dilemma"
    assert pg.game(np.eye(2), -np.eye(2)).game.actors == ("row", "column")
    assert pg.game([[Fraction(1, 3)]], [[1]]).game.exact[0, 0, 0] == Fraction(1, 3)
    assert pg.game(*np.zeros((3, 2, 2, 2))).game.shape == (2, 2, 2)


BAD_ARRAYS = {
    "one matrix": ([[[1, 2], [3, 4]]], "expected an array for each actor"),
    "ragged": ([[[1, 2], [3]], [[1, 2], [3, 4]]], "array 1: its rows have different lengths"),
    "unlike": ([np.eye(2), np.eye(3)], "array 2 is 3 x 3, and array 1 2 x 2"),
    "not finite": ([[[float("nan")]], [[1]]], r"array 1: \[0, 0\] is nan; expected a finite number"),
    "words": ([[["a"]], [[1]]], r"array 1: \[0, 0\] is 'a'"),
    "text": (["ab", "cd"], "array 1: expected payoffs"),
    "none": ([], "expected an array for each"),
}


@pytest.mark.parametrize(("arrays", "told"), BAD_ARRAYS.values(), ids=BAD_ARRAYS.keys())
def test_arrays_that_are_no_game_are_refused(arrays, told):
    with pytest.raises(pg.PowergameError, match=told):
        pg.game(*arrays)
