"""Whatever a user names is told by what it holds, in one place, for all commands and for the library."""

from __future__ import annotations

import pytest
from support.installed import SMALLEST

import powergame as pg
from powergame.errors import NothingMatchedError, UsageError
from powergame.scenario.scenario import Scenario
from powergame.sources.encoding import MAX_BYTES
from powergame.sources.games import game_of, is_game

CHICKEN = 'NFG 1 R "Chicken" { "row" "column" } { { "swerve" "go" } { "swerve" "go" } }\n"A comment." 3 3 4 2 2 4 1 1\n'
LATIN = CHICKEN.replace("swerve", "zurück")


@pytest.fixture
def write(tmp_path):
    def written(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


@pytest.mark.parametrize("name", ["game.nfg", "GAME.NFG", "game.txt", "game", "game.yaml", "game#1.nfg"])
def test_a_game_is_known_by_its_beginning_whatever_its_name(write, name):
    game = pg.load(write(name, f"\n {CHICKEN}"))
    assert isinstance(game, pg.NamedGame)
    assert (game.name, game.about) == ("Chicken", "A comment.")
    assert game.game.rungs[0] == ("swerve", "go")


@pytest.mark.parametrize("name", ["small.yaml", "small.YML", "small", "small.nf"])
def test_all_else_is_a_scenario_whatever_its_name(write, name):
    assert isinstance(pg.load(write(name, SMALLEST)), Scenario)


def test_a_file_that_is_called_a_game_and_is_none_is_refused_as_a_game(write):
    with pytest.raises(pg.ScenarioError, match=r"1:1: not a strategic-form game: a \.nfg file starts with NFG 1 R"):
        pg.load(write("game.NFG", SMALLEST))
    with pytest.raises(pg.ScenarioError, match="not a strategic-form game"):
        pg.load(write("game.yaml", 'EFG 2 R "extensive" { "a" }'))


@pytest.mark.parametrize(
    "data",
    [
        LATIN.encode("utf-8-sig"),
        LATIN.encode("utf-16"),
        b"\xfe\xff" + LATIN.encode("utf-16-be"),
        LATIN.replace("\n", "\r\n").encode(),
        LATIN.encode("latin-1"),
    ],
    ids=["utf-8 with a mark", "utf-16", "utf-16, big end first", "crlf", "latin-1"],
)
def test_a_game_is_read_from_any_encoding_that_old_programs_write(write, data):
    for name in ("game.nfg", "game"):
        game = pg.load(write(name, data))
        assert game.game.rungs[0] == ("zurück", "go")


def test_a_guess_at_the_encoding_is_a_warning_and_no_guess_a_fault(write):
    (warning,) = game_of("game.nfg", LATIN.encode("latin-1")).warnings
    assert "read as Latin-1" in warning
    assert game_of("game.nfg", LATIN.encode()).warnings == ()
    for data in (LATIN.encode("latin-1").replace(b"\xfc", b"\x81"), b"\xff\xfe" + b"N\0F\0G"):
        with pytest.raises(pg.ScenarioError, match=r"is not UTF-(8|16); expected a file in UTF-8"):
            game_of("game.nfg", data)


def test_a_game_too_large_to_read_is_refused():
    with pytest.raises(pg.ScenarioError, match="67,108,864 bytes"):
        game_of("game.nfg", b" " * (MAX_BYTES + 1))


def test_a_game_without_a_title_has_the_name_of_its_file(write):
    path = write("who yields.NFG", CHICKEN.replace("Chicken", " "))
    assert pg.load(path).name == "who yields"
    assert pg.solve(pg.load(path)).name == "who yields"
    assert game_of("-", CHICKEN.replace("Chicken", "").encode()).name == "standard input"


def test_a_title_says_what_it_says_in_one_line():
    game = game_of("-", CHICKEN.replace("Chicken", "Who\n \x1b[31myields?").encode())
    assert game.name == r"Who \x1b[31myields?"


def test_the_library_solves_what_it_loads(write):
    game = pg.load(write("game.nfg", CHICKEN))
    answer = pg.solve(game)
    assert len(answer.solution.equilibria) == 3
    told = answer.to_dict()["scenario"]
    assert (game_of("-", told.pop("text").encode()).game.payoffs == game.game.payoffs).all()
    assert told == {
        "name": "Chicken", "source": game.source, "sha256": game.sha256, "values": {}, "variant": None,
    }  # fmt: skip
    assert repr(game) == "<NamedGame 'Chicken': 2 x 2, of row, column>"
    with pytest.raises(pg.PowergameError, match="MiB"):
        pg.solve(game, max_mebibytes=0)


def test_questions_that_need_a_scenario_refuse_a_game_in_a_line(write):
    game = pg.load(write("game.nfg", CHICKEN))
    for asked, lacks in (
        (lambda: pg.sweep(game, {"conflict.destruction.odds": "0:1:3"}), "paths to vary"),
        (lambda: pg.threshold(game, "conflict.destruction.odds"), "paths to vary"),
        (lambda: pg.converge(game), "preferences to draw"),
    ):
        with pytest.raises(UsageError, match=f"game.nfg: a game file has no {lacks}"):
            asked()


def test_a_game_has_no_variants_and_no_paths(write):
    path = write("game.nfg", CHICKEN)
    for variant in ("worse", "*"):
        with pytest.raises(UsageError, match="a game file has no variants"):
            pg.load_all(f"{path}#{variant}")
    with pytest.raises(UsageError, match="a game file has no paths"):
        pg.load(path, sets=["rounds=2"])


def test_all_variants_of_a_scenario_are_loaded_by_the_same_door(write):
    path = write("small.yaml", f"{SMALLEST}variants: {{a: {{rounds: 2}}, b: {{}}}}\n")
    assert [scenario.variant for scenario in pg.load_all(f"{path}#*")] == ["a", "b"]
    assert pg.load(f"{path}#a").rounds == 2
    with pytest.raises(pg.ScenarioError, match="stands for several"):
        pg.load(f"{path}#*")
    with pytest.raises(NothingMatchedError):
        pg.load_all(f"{write('none.yaml', SMALLEST)}#*")


def test_what_only_looks_a_little_like_a_game_is_none():
    assert not any(is_game("-", text.encode()) for text in ("NFG: 1", "nfg 1 R", "# NFG 1 R", "NFGS 1", ""))


def test_what_is_loaded_is_not_loaded_again():
    for loaded in (pg.load_text(SMALLEST), pg.game([[1]], [[2]])):
        with pytest.raises(pg.UsageError, match="is loaded already; expected the name of a file"):
            pg.load(loaded)
