"""`powergame export --format efg`: game trees for other tools."""

from __future__ import annotations

import io

import pygambit
import pytest
from support.coups import COUP, PROVOCATEUR
from support.in_process import powergame

NAMED = COUP.replace("overseer", "Österreich")


def test_a_scenario_of_types_and_rounds_opens_in_gambit(tmp_path):
    (tmp_path / "coup.yaml").write_text(NAMED)
    run = powergame("export", "coup.yaml", "--format", "efg", "-o", "coup.efg", cwd=tmp_path)
    assert run.returncode == 0
    assert "Österreich is <U+00D6>sterreich\n" in run.stderr  # and powergame does not read them again
    game = pygambit.read_efg(io.BytesIO((tmp_path / "coup.efg").read_bytes()))
    assert [player.label for player in game.players] == ["<U+00D6>sterreich", "system"]
    assert len(game.infosets) == 15


@pytest.mark.parametrize(("text", "what"), [(COUP, "several rounds"), (PROVOCATEUR, "private types")])
def test_the_strategic_form_has_no_types_and_no_rounds(tmp_path, text, what):
    (tmp_path / "coup.yaml").write_text(text)
    run = powergame("export", "coup.yaml", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert f"the scenario has {what}, and the format nfg has none; expected --format efg" in run.stderr


def test_a_game_that_is_no_scenario_has_no_tree(tmp_path):
    (tmp_path / "hunt.nfg").write_text('NFG 1 R "hunt" { "a" "b" } { 2 2 } 2 2 1 0 0 1 1 1')
    run = powergame("export", "hunt.nfg", "--format", "efg", cwd=tmp_path)
    assert run.returncode == 2
    assert "expected --format nfg" in run.stderr
