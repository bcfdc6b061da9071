"""What the shipped cases say of their variants is so: `check` holds the files themselves to what they expect."""

from __future__ import annotations

import pytest
from support.installed import ROOT

import powergame as pg
from powergame.analysis.deceive.run import deceive

SAID = [
    ("surprise-coup", "aligned", "open", 0, 0),
    ("surprise-coup", "misaligned", "conceals", 0.398, 1),
    ("surprise-coup#it shrinks", "misaligned", "open", 0, 0),
    ("surprise-coup#one round", "misaligned", "open", 0.174, 0),
    ("surprise-coup#mostly misaligned", "aligned", "suspected", -0.295, 0),
    ("surprise-coup#mostly misaligned", "misaligned", "waits", 0, 0.067),
    ("ai-grows-under-oversight", "misaligned", "conceals", 0.752, 1),
    ("ai-grows-under-oversight#one review fewer", "misaligned", "reassured", 0.267, 0),
    ("ai-grows-under-oversight#it does not grow", "misaligned", "reassured", 0.094, 0),
    ("ai-grows-under-oversight#half noticed", "aligned", "open", 0, 0),
    ("ai-grows-under-oversight#as likely as not", "aligned", "suspected", -0.267, 0),
    ("loyal-general", "loyal", "distrusted", -0.118, 0),
    ("loyal-general#a better reputation", "loyal", "open", 0, 0),
    ("loyal-general#a better reputation", "ambitious", "open", 0.142, 0),
    ("loyal-general#no surprise", "loyal", "suspected", -0.124, 0),
    ("loyal-general#a mild purge", "loyal", "open", 0, 0),
    ("agent-provocateur", "aligned", "feigns", 0.167, 0),
    ("agent-provocateur#bound to the status quo", "aligned", "open", 0, 0),
    ("agent-provocateur#mostly blue's men", "aligned", "open", 0, 0),
    ("agent-provocateur#without green", "aligned", "open", 0, 0),
]
"""A case, a type, and its word, its value of concealment and its coup."""


@pytest.fixture(scope="module")
def told():
    """Return a case's types by name, each case solved once."""
    answers = {}

    def of(case):
        if case not in answers:
            file, _, variant = case.partition("#")
            path = f"{ROOT}/scenarios/{file}.yaml" + (f"#{variant}" if variant else "")
            answers[case] = deceive(pg.load(path), pure=False, over_prior=False)
        (actor,) = answers[case].actors
        return {private.name: private.disguise for private in actor.types}

    return of


@pytest.mark.parametrize(("case", "name", "verdict", "value", "coup"), SAID)
def test_types_do_what_is_said_of_them(told, case, name, verdict, value, coup):
    disguise = told(case)[name]
    assert disguise.verdict == verdict
    assert disguise.value_of_concealment == pytest.approx(value, abs=5e-4)
    assert disguise.coup.selected == pytest.approx(coup, abs=5e-4)


def test_while_the_systems_comply_nobody_learns_what_they_are():
    for file, p in (("surprise-coup", 0.2), ("ai-grows-under-oversight", 0.1)):
        answer = deceive(pg.load(ROOT / "scenarios" / f"{file}.yaml"), pure=False, over_prior=False)
        quiet = [h for h in answer.selected.histories if h.reached > 0.99]
        assert len(quiet) == answer.rounds
        assert [h.beliefs[1][1] for h in quiet] == pytest.approx([p] * answer.rounds)


def test_where_half_goes_unnoticed_both_types_seize_power_openly(told):
    types = told("ai-grows-under-oversight#half noticed")
    assert [disguise.open.seeks for disguise in types.values()] == pytest.approx([1, 1])


def test_among_six_ambitious_generals_in_ten_trust_and_fear_are_both_equilibria():
    scenario = pg.load(ROOT / "scenarios" / "loyal-general.yaml")
    answer = deceive(scenario.with_values({"actors.general.types.loyal.probability": 0.4}), over_prior=False)
    assert answer.complete
    loyal = answer.actors[0].types[0].disguise
    assert dict(loyal.otherwise.equilibria).keys() >= {"distrusted", "open"}


@pytest.mark.parametrize(
    ("variant", "first", "war"),
    [
        ("", {"east": "escalate", "west": "yield"}, 0),
        ("#one round", {"east": "escalate", "west": "escalate"}, 0.51),
        ("#no way to yield", {"east": "escalate", "west": "escalate"}, 0.76),
        ("#a lesser war", {"east": "escalate", "west": "escalate"}, 0.76),
    ],
)
def test_time_to_give_way_ends_a_crisis(variant, first, war):
    answer = pg.solve(pg.load(f"{ROOT}/scenarios/time-to-give-way.yaml{variant}")).to_dict()
    (selected,) = [equilibrium for equilibrium in answer["equilibria"] if equilibrium["selected"]]
    played = {actor: max(rungs, key=rungs.get) for actor, rungs in selected["strategies"].items()}
    assert played == first
    assert selected["war"] == pytest.approx(war, abs=5e-3)
