"""What users write on pictures: a title or none, and words for paths."""

import pytest
from support import deceptions, inferences
from support.installed import SCENARIOS

import powergame as pg
from powergame.analysis.threshold import thresholds
from powergame.report.pictures.captions import Captions
from powergame.report.pictures.kinds import KINDS, kind

SCENARIO = pg.load(SCENARIOS / "strong-and-aligned.yaml")
ALIGNMENT, ODDS = "alignment.weak.strong", "conflict.destruction.odds"


def drawn(name, captions):
    """Return the texts of a picture: those of the figure, title and subtitle first, and those within."""
    match kind(name).of:
        case "solve":
            result = pg.solve(SCENARIO, look_for_turns=False)
        case "threshold":
            result = thresholds(SCENARIO, [(ALIGNMENT, "-1:1:3")])
        case "sweep":
            result = pg.sweep(SCENARIO, {ALIGNMENT: "-1:1:3", ODDS: "0:1:3"})
        case "infer":
            result = inferences.several_deeds()
        case "deceive":
            result = deceptions.curves() if kind(name).varies else deceptions.coup()
    figure = kind(name).draw(result, captions=captions)
    return [text.get_text() for text in figure.texts] + [t.get_text() for axes in figure.axes for t in axes.texts]


@pytest.mark.parametrize("name", [one.name for one in KINDS])
def test_a_title_of_the_users_takes_the_place_of_the_finding_and_of_the_scenarios_name(name):
    own, titled, bare = (drawn(name, Captions(title)) for title in (None, "Figure 1", ""))
    assert titled == ["Figure 1", *bare]
    assert len(own) >= len(bare) + 1
    assert own[0] not in bare


@pytest.mark.parametrize("path", [ALIGNMENT, "alignment.strong.weak"])
@pytest.mark.parametrize("name", ["threshold", "phase"])
def test_axes_are_named_in_words_and_in_the_users_where_there_are_some(name, path):
    assert "alignment of weak and strong →" in drawn(name, Captions())
    said = drawn(name, Captions(None, {path: "How alike they are"}))
    assert "How alike they are →" in said
    assert "alignment of weak and strong →" not in said


@pytest.mark.parametrize("name", ["posterior", "trace"])
def test_unknowns_have_the_users_words_too(name):
    said = " ".join(drawn(name, Captions(None, {inferences.ALIGNMENT: "Likeness"})))
    assert "Likeness" in said
