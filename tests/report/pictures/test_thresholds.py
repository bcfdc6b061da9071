"""Pictures of thresholds: of anything that is asked, without those for whom nothing turns, and not too tall."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.text import Text
from support.installed import SCENARIOS

import powergame as pg
from powergame.analysis.threshold import ActorThresholds, Flip, Interval, PathThresholds, Thresholds
from powergame.report.pictures.drawing.files import described
from powergame.report.pictures.drawing.style import CM
from powergame.report.pictures.threshold.draw import draw_threshold

CUBA = pg.load(SCENARIOS / "cuban-missile-crisis.yaml")
STAY = ("actors.soviet union.ladder.withdraw.cost", "0:0.2:41")
ACCEPT = ("actors.united states.ladder.accept.cost", "0:0.2:41")
SPEED = ("conflict.decisiveness", "0:8:9")


def words(figure):
    return [text.get_text() for text in figure.findobj(Text) if text.get_text()]


def test_a_number_is_a_line_over_its_levels_with_every_jump_said():
    figure = draw_threshold(pg.threshold(CUBA, *STAY, of="war"))
    assert {"The chance of war rises from 0 % to 17.2 %", "10 %", "20 %", "0.05587"} <= set(words(figure))
    assert "how likely war is. Along cost of soviet union's withdraw from 0 to 0.2: it rises" in described(figure)


def test_the_line_jumps_where_the_number_does_and_nowhere_else():
    """It is drawn in pieces; in each of them it is the number itself."""
    result = pg.threshold(CUBA, *STAY, of="war")
    (course,) = (path.course for path in result.paths)
    before, behind = (value for _, value in course.pieces)
    assert (before == 0).all()
    assert behind == pytest.approx(0.172)


def test_rungs_are_bands_with_their_names():
    shown = words(draw_threshold(pg.threshold(CUBA, *STAY, of="plays.soviet union")))
    assert {"soviet union", "withdraw", "stay", "0.05587"} <= set(shown)
    assert any(text.startswith("soviet union: withdraw below 0.0558703") for text in shown)


def test_who_never_turns_is_named_in_a_line_and_has_no_band():
    kingmaker = pg.load(SCENARIOS / "kingmaker.yaml")
    shown = words(draw_threshold(pg.threshold(kingmaker, *SPEED, only_flips=True)))
    assert "incumbent and kingmaker: never, all along." in shown
    assert "challenger" in shown
    assert "kingmaker" not in shown


def test_where_nothing_turns_the_picture_says_what_to_ask():
    figure = draw_threshold(pg.threshold(CUBA, *STAY))
    said = " ".join(words(figure))
    assert "united states and soviet union: never, all along." in said
    assert "the chance of war moves between 0 % and 17.2 % (--of war)" in said
    assert figure.get_figheight() / CM < 5


@pytest.mark.parametrize(
    ("of", "title"),
    [
        ("seeks", "Who seeks power turns on neither number"),
        ("war", "The chance of war moves with cost of soviet union's withdraw"),
        ("plays.soviet union", "What soviet union plays turns on both numbers"),
    ],
)
def test_of_several_paths_the_title_says_on_which_it_turns(of, title):
    results = [pg.threshold(CUBA, *path, of=of) for path in (STAY, ACCEPT)]
    both = replace(results[0], paths=tuple(path for result in results for path in result.paths))
    assert title in words(draw_threshold(both, 24.0))


def test_five_actors_in_a_column_take_a_band_for_each_that_turns():
    """All that turns is Germany's verdict, as `threshold` finds it."""
    war, path = pg.load(SCENARIOS / "first-world-war.yaml"), "actors.Germany.beliefs.conflict.destruction.severity"
    still = [ActorThresholds(name, (), (Interval(0.0, 1.0, "never"),), "never") for name in war.names[1:]]
    flip = Flip(0.2051513445, "always", "depends", "never", None, touch=False)
    parts = (Interval(0.0, flip.at, "always"), Interval(flip.at, 1.0, "never"))
    germany = ActorThresholds("Germany", (flip,), parts, "always")
    along = PathThresholds(path, 0.0, 1.0, "linear", 65, 0.2, (germany, *still), complete=True, notes=())
    figure = draw_threshold(Thresholds(war, pg.Concept(), {}, (along,)), 8.0)
    assert figure.get_figheight() / CM < 7
    assert "Germany: believed severity of destruction →" in words(figure)
    assert "Austria-Hungary, Russia, France and Britain: never, all" in " ".join(words(figure))
