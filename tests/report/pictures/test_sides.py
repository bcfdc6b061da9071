"""The picture of the sides of a war: bars are as long as strengths and chances, and words say what they are."""

from __future__ import annotations

import pytest
from matplotlib.patches import Rectangle
from support.installed import SCENARIOS

from powergame.analysis.solve import solve
from powergame.errors import UsageError
from powergame.report.pictures.drawing.files import described
from powergame.report.pictures.drawing.style import TEXT, width_of
from powergame.report.pictures.kinds import kind
from powergame.report.pictures.sides import LEFT, draw_sides
from powergame.scenario.reading.load import load, load_text
from powergame.sources.load import load as source


def shipped(name, sets=()):
    return solve(load(f"{SCENARIOS}/{name}", sets=sets), look_for_turns=False)


def bars(axes):
    """Return the filled bars of a side: where each begins, and how long it is."""
    filled = [patch for patch in axes.patches if isinstance(patch, Rectangle) and patch.get_facecolor()[3]]
    return [(bar.get_x(), bar.get_width()) for bar in filled]


@pytest.mark.parametrize("name", ["first-world-war.yaml", "kingmaker.yaml", "coup.yaml", "security-dilemma.yaml"])
@pytest.mark.parametrize("width", [8.0, 16.0])
def test_bars_are_as_long_as_strengths_and_chances(name, width):
    answer = shipped(name)
    figure = kind("sides").draw(answer, width=width)
    whole = bars(figure.axes[0])[-1][1] / answer.if_war.sides[0].wins
    for axes, side in zip(figure.axes, answer.if_war.sides, strict=True):
        *strengths, (left, wins) = bars(axes)
        assert [long for _, long in strengths] == pytest.approx(
            [side.strengths[side.members.index(name)] * whole for name in side.leader_first]
        )
        assert wins == pytest.approx(side.wins * whole)
        assert left == strengths[0][0] == LEFT
        texts = [text.get_text() for text in axes.texts]
        assert set(side.members) <= set(texts)
        assert ("the status quo: " in texts) == (side.leader is None)


def test_the_title_says_who_would_win():
    assert describes("first-world-war.yaml").startswith(
        "If it comes to war (68.4 %): Germany + Austria-Hungary win with"
    )
    assert describes("security-dilemma.yaml").startswith(
        "If it comes to war (75 %): west and east are as likely to win."
    )
    assert describes("cuban-missile-crisis.yaml").startswith("No war can come: all who fight are on one side.")
    assert "balance" in described(draw_sides(shipped("first-world-war.yaml")))


def describes(name):
    figure = draw_sides(shipped(name), 30.0)
    return figure.texts[0].get_text()


IDLE = "actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [-1]}}\n" + (
    "ladder: [{name: rest, resists: 0}]\nconflict: {destruction: {odds: 0.1, severity: 0.1}}\n"
)


def test_without_fighters_there_are_no_sides(tmp_path):
    with pytest.raises(UsageError, match="nobody fights"):
        draw_sides(solve(load_text(IDLE)))
    file = tmp_path / "game.csv"
    file.write_text('"",left,right\nup,"1, 2","3, 4"\ndown,"0, 0","2, 1"\n')
    with pytest.raises(UsageError, match="a game tells of no war; expected a scenario"):
        draw_sides(solve(source(file)))


def test_names_of_many_members_stay_on_the_page():
    actors = "".join(f"  actor {k}: {{power: 1, preferences: [1]}}\n" for k in range(17))
    conflict = "conflict: {destruction: {odds: 0.1, severity: 0.1}}\n"
    text = f"actors:\n{actors}ladder: [{{name: hold, provokes: 0.1}}]\n{conflict}"
    figure = draw_sides(solve(load_text(text), look_for_turns=False), 8.0)
    names = [text for text in figure.axes[0].texts if text.get_text().startswith("actor")]
    assert len(names) >= 17
    assert max(text.get_position()[0] for text in names) < 7.5 - width_of("actor 10", TEXT, "bold")
