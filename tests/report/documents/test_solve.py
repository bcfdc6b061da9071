"""What is said of an answer in a sentence is true of the equilibria that it tells of, and of no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.installed import SCENARIOS

import powergame as pg
from powergame.explore.view import view
from powergame.report.documents import compare as compared
from powergame.report.documents import converge as converged
from powergame.report.documents import solve as solved
from powergame.report.documents import sweep as swept
from powergame.report.formats import terminal


@pytest.fixture(scope="module")
def dilemma():
    """Two pure equilibria, in which everybody seeks power, or nobody does; and a mixed one."""
    return pg.load(SCENARIOS / "security-dilemma.yaml")


@pytest.fixture(scope="module")
def several(dilemma):
    return pg.solve(dilemma, look_for_turns=False)


def text(document):
    return " ".join(terminal.render(document).split())


def selected(answer, *chances):
    actors = (replace(a, seeks=replace(a.seeks, selected=x)) for a, x in zip(answer.actors, chances, strict=True))
    return replace(answer, actors=tuple(actors))


def test_the_limit_of_logit_play_is_not_said_to_be_every_equilibrium(dilemma):
    limit = pg.solve(dilemma, concept=pg.Concept("logit"))
    assert solved.headline(limit) == "Everybody seeks power in the selected equilibrium."
    aligned = pg.solve(pg.load(SCENARIOS / "strong-and-aligned.yaml"), concept=pg.Concept("logit"))
    assert solved.headline(aligned) == "Nobody seeks power in the selected equilibrium."


def test_a_quantal_response_is_told_as_one(dilemma):
    noisy = pg.solve(dilemma, concept=pg.Concept("logit", 50.0))
    assert solved.headline(noisy) == "west and east each seek power with probability 84.9 %."
    assert "in the quantal response; aligned" in solved.legend(noisy)


@pytest.mark.parametrize(
    ("chances", "play"),
    [
        ((1.0, 1.0), "everybody seeks power"),
        ((0.0, 0.0), "nobody seeks power"),
        ((0.0, 1.0), "east seeks power, west does not"),
        ((0.5, 0.25), "west seeks power with probability 50 % and east with probability 25 %"),
        ((0.5, 0.0), "west seeks power with probability 50 %, east does not"),
    ],
)
def test_what_is_played_where_it_depends_is_said_of_whom_it_holds(several, chances, play):
    assert solved.headline(selected(several, *chances)) == f"It depends on the equilibrium: in the selected one {play}."


def test_of_whom_it_depends_is_said_beside_who_always_seeks(several):
    west, east = selected(several, 1.0, 0.0).actors
    assert solved.headline(replace(several, actors=(replace(west, verdict="always"), east))).endswith(
        "in every equilibrium; for east it depends on the equilibrium: in the selected one east does not seek power."
    )


def test_of_many_actors_the_headline_says_how_many_or_all_but_whom(several):
    west = several.actors[0]

    def told(chances):
        seeks = [replace(west.seeks, selected=chance) for chance in chances]
        each = (replace(west, name=f"p{k}", seeks=seeking) for k, seeking in enumerate(seeks))
        return solved.headline(replace(several, actors=tuple(each))).removeprefix("It depends on the equilibrium: ")

    assert told([1.0] * 4 + [0.0] * 6) == "in the selected one p0, p1, p2 and p3 seek power, the others do not."
    assert told([1.0] * 6 + [0.0] * 4) == "in the selected one 6 of 10 seek power, p6, p7, p8 and p9 do not."
    assert told([1.0] * 8 + [0.0] * 2) == "in the selected one all but p8 and p9 seek power."
    assert told([0.0] * 9 + [0.5]) == "in the selected one p9 seeks power with probability 50 %, all but p9 do not."
    always = replace(several, actors=tuple(replace(west, name=f"p{k}", verdict="always") for k in range(6)))
    one = replace(always, actors=(*always.actors, replace(west, name="q", verdict="never")))
    assert solved.headline(one) == "All but q seek power in every equilibrium."


def test_the_range_of_chances_is_explained_where_there_is_one(several):
    assert "(least and greatest over all)" in solved.legend(several)
    west, east = (replace(a, seeks=replace(a.seeks, least=1.0, greatest=1.0)) for a in several.actors)
    assert "least" not in solved.legend(replace(several, actors=(west, east)))


def test_power_of_an_actor_with_types_is_said_to_be_over_these():
    typed = pg.solve(pg.load(SCENARIOS / "loyal-general.yaml"))
    assert "after: expected power, of all power before, over its types;" in solved.legend(typed)


def test_verdicts_over_the_limit_of_logit_play_are_said_to_be_of_the_selected_equilibrium(dilemma):
    limit, axes = pg.Concept("logit"), {"conflict.stakes": "0:1:2"}
    assert "of the selected equilibrium alone" in text(swept.document(pg.sweep(dilemma, axes, concept=limit)))
    (path,) = pg.threshold(dilemma, "conflict.stakes", concept=limit).paths
    assert "verdicts are of the selected equilibrium alone" in path.notes
    page = text(converged.document(pg.converge(dilemma, draws=64, dimensions=[2], concept=limit)))
    assert "in the selected equilibrium" in page
    assert "every equilibrium" not in page
    assert "proven complete" not in page


def test_of_which_draws_sobol_indices_are_is_said(dilemma):
    """They are of the scenario's own outcomes, and of fewer draws than shares, in which rare things may not happen."""
    page = text(converged.document(pg.converge(dilemma, draws=64, dimensions=[2])))
    assert "Sobol' indices, with 3 outcomes" in page
    allied = "actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [1]}}"
    peace = "conflict: {destruction: {odds: 1, severity: 1}}"
    unknown = "unknown: {conflict.stakes: {uniform: [0, 1]}, conflict.decisiveness: {uniform: [0, 1]}}"
    page = text(converged.document(pg.converge(pg.load_text(f"{allied}\n{peace}\n{unknown}\n"), draws=64)))
    assert page.count("the same in all draws that are compared") == 3


ALIKE = """
name: Nobody minds who has power, and nobody resists
actors: {a: {power: 1, preferences: [1]}, b: {power: 1, preferences: [1]}, c: {power: 1, preferences: [1]}}
ladder: [{name: hold}, {name: seek, grab: 0.3}, {name: more, grab: 0.5}]
conflict: {destruction: {odds: 1, severity: 1}}
"""


def test_the_selected_equilibrium_is_among_those_that_are_shown():
    answer = pg.solve(pg.load_text(ALIKE), look_for_turns=False)
    count = len(answer.solution.equilibria)
    assert answer.selected == count - 1 > solved.MAX_EQUILIBRIA_SHOWN
    page = text(solved.document(answer))
    assert f"{count} a: hold 33.3 %" in page
    assert page.count("(selected)") == 1
    assert f"{count - 21} more are in --format json" in page
    shown = view(answer)["equilibria"]
    assert [row["number"] for row in shown] == [*range(1, 21), count]
    assert [row["number"] for row in shown if row["selected"]] == [count]


def test_comparisons_have_no_row_of_what_nobody_has():
    """Games of three actors have no name as those of two with two rungs each."""
    scenario = pg.load_text(ALIKE)
    assert "type of game" not in text(compared.document(pg.compare([scenario, scenario]), everything=True))
    two = pg.load(SCENARIOS / "strong-and-aligned.yaml")
    assert "type of game concord concord" in text(compared.document(pg.compare([two, two]), everything=True))
