"""Reasons: every number in a sentence is what the model says, computed by other means, and the numbers add up."""

from __future__ import annotations

from functools import cache

import pytest
from oracles.plain_model import World
from support.random_scenarios import random_scenario, with_random_beliefs
from support.why_told import read, reads

import powergame as pg
from powergame.analysis.solve import solve
from powergame.analysis.solve.result import ListedIn, Terms
from powergame.analysis.solve.terms import prospects
from powergame.analysis.solve.why import seeks_in, why_it_plays, why_it_seeks
from powergame.equilibrium.concept import Concept
from powergame.model.compile import compile_game
from powergame.plain import plain, written
from powergame.scenario.paths.apply import get
from powergame.scenario.reading.load import load_text
from powergame.scenario.writing.dump import dump

SEEDS = range(80)


@cache
def solved(seed):
    """Solve a random scenario: every second one has beliefs, every third one is solved for noisy play."""
    scenario = random_scenario(seed, n=2 if seed % 4 else 3)
    if seed % 2:
        scenario = with_random_beliefs(scenario, seed, 0.7)
    concept = Concept("logit", 12.0) if seed % 3 == 0 else None
    return solve(
        scenario, solver="exact" if len(scenario.actors) == 2 else "auto", concept=concept, look_for_turns=False
    )


def weighed(answer):
    """Yield actor, terms that were told, and the oracle's terms by the actor's own beliefs."""
    if answer.selected is None:
        return
    play = [[float(p) for p in strategy] for strategy in answer.solution.equilibria[answer.selected].profile]
    for i, actor in enumerate(answer.actors):
        world = World(answer.scenario.with_values(dict(answer.scenario.actors[i].beliefs)))
        rungs = answer.game.rungs[i]
        for terms in (actor.stakes, actor.played):
            if terms:
                yield i, terms, world.terms(i, play, rungs.index(terms.rung), rungs.index(terms.against))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_terms_are_those_of_peace_and_war_apart(seed):
    for _, terms, right in weighed(solved(seed)):
        for name in ("peace", "war", "likelier", "cost"):
            assert getattr(terms, name) == pytest.approx(right[name], abs=1e-11), name
        assert list(terms.war_probability) == pytest.approx(right["war_probability"], abs=1e-11)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_terms_add_up_to_the_difference_of_payoffs(seed):
    answer = solved(seed)
    if answer.selected is None:
        return
    compiled = compile_game(answer.scenario)
    for i, terms, _ in weighed(answer):
        ahead = prospects(compiled, i, answer.solution.equilibria[answer.selected])
        difference = ahead.worth[ahead.rungs.index(terms.rung)] - ahead.worth[ahead.rungs.index(terms.against)]
        assert terms.advantage == pytest.approx(difference, abs=1e-11)


def sentences():
    """Yield every reason for seeking or playing, with the oracle's terms."""
    for seed in SEEDS:
        answer = solved(seed)
        for i, terms, right in weighed(answer):
            chance = answer.actors[i].seeks.selected
            several = len(answer.game.rungs[i]) > 2
            seeking = terms is answer.actors[i].stakes
            told = (
                why_it_seeks(terms, chance, several=several) if seeking else why_it_plays(terms, 1.0, several=several)
            )
            yield told, right


def kinds_of(right):
    """Return the terms as sentences tell them: without war against it, the risk of war is one."""
    cost = {"cost": -right["cost"]}
    if right["war_probability"][1] == 0:
        return {"peace": right["peace"], "risk": right["war"] + right["likelier"]} | cost
    return {name: right[name] for name in ("peace", "war", "likelier")} | cost


def test_every_number_of_a_sentence_is_the_term_that_it_is_named_for():
    seen = set()
    for text, right in sentences():
        told, kinds = read(text), kinds_of(right)
        p, q = right["war_probability"]
        assert "nan" not in text
        assert "-" not in text.replace("e-", "")
        if "hardly any difference" in text or "makes no difference" in text:
            seen.add("no difference")
            assert all(abs(x) < 5e-4 for x in kinds.values()), text
            continue
        unit = float(10 ** max((x.as_tuple().exponent for x in told.amounts.values()), default=-3))
        for kind, x in kinds.items():
            assert abs(float(told.amounts.get(kind, 0)) - x) < unit * (1 + 1e-6), (kind, text)
        assert set(told.amounts) <= set(kinds), text
        for kind, (percentage, amount) in told.products.items():
            chance = 1 - p if kind == "peace" else p
            assert reads(percentage, chance), (text, chance)
            assert amount * chance == pytest.approx(abs(kinds[kind]), rel=6e-3), text
        if told.change:
            assert reads(told.change[0], q), (text, q)
            assert reads(told.change[1], p), (text, p)
            assert told.change[0] != told.change[1]
            assert ("likelier" in text) == (p > q)
        seen |= {(kind, x > 0) for kind, x in told.amounts.items()}
    wanted = {(kind, gains) for kind in ("peace", "war", "likelier", "risk", "cost") for gains in (True, False)}
    assert wanted <= seen


def test_what_a_sentence_prints_adds_up_as_printed():
    texts = [text for text, _ in sentences()]
    assert len(texts) > 200
    for text in texts:
        told = read(text)
        if told.amounts:
            assert sum(told.amounts.values()) == told.advantage, text
            assert len({x.as_tuple().exponent for x in told.amounts.values()}) == 1, text


def test_the_random_scenarios_have_mixed_play_beliefs_siding_and_cheaper_rungs():
    answers = [solved(seed) for seed in SEEDS]
    selected = [answer.solution.equilibria[answer.selected] for answer in answers if answer.selected is not None]
    assert sum(not equilibrium.pure for equilibrium in selected) > 20
    assert sum(bool(answer.believers) for answer in answers) > 20
    assert sum(answer.scenario.conflict.third_parties == "aligned" for answer in answers if len(answer.actors) > 2) > 4
    assert sum(terms.cost < 0 for answer in answers for _, terms, _ in weighed(answer)) > 10


def test_a_war_that_is_worth_the_same_on_both_rungs_is_no_gain_of_having_sought():
    """In the misaligned scenario both seek: what matters beside peace is that war becomes likelier."""
    weak = solve(pg.load("scenarios/strong-and-misaligned.yaml"), look_for_turns=False).actor("weak")
    assert weak.why == (
        "Seeking gains it 0.195 in peace (49 % x 0.397) and 0.048 because war becomes likelier (from 30 % to 51 %); "
        "so it seeks, better off by 0.243."
    )


def test_the_rung_played_is_weighed_against_the_next_best_and_both_are_named():
    """The Cuban crisis is about blockade and withdrawal, neither of which seeks power."""
    united_states, soviet_union = solve(pg.load("scenarios/cuban-missile-crisis.yaml"), look_for_turns=False).actors
    assert united_states.why.count("rather than") == 1
    assert united_states.why.startswith("Seeking (strike rather than blockade, its two best rungs) gains it 0.042 in")
    assert soviet_union.why.startswith("Seeking (break through rather than withdraw) gains it 0.038 in peace")
    assert soviet_union.why.endswith(
        "Playing withdraw rather than stay, its next best, gains it 0.056 because war becomes less likely (from 17.2 % "
        "to 0 %), but costs it 0.020 because its rung costs more; so it plays withdraw, better off by 0.036."
    )


def test_every_pair_of_rungs_is_weighed_once_and_named_where_there_are_more():
    for seed in SEEDS:
        answer = solved(seed)
        if answer.selected is None:
            continue
        for actor, rungs in zip(answer.actors, answer.game.rungs, strict=True):
            compared = {frozenset(terms.rungs) for terms in (actor.stakes, actor.played) if terms}
            named = actor.why.count(" rather than ") + actor.why.count("its choice between")
            assert named == len(compared) or len(rungs) == 2, actor.why
            assert actor.why.count("better off by") <= len(compared), actor.why


RIVALS = "actors:\n" + "".join(f"  R{k}: {{power: 1, preferences: {{angle: {60 * k}}}}}\n" for k in range(6))


def test_where_war_is_certain_the_choice_makes_hardly_a_difference():
    answer = solve(load_text(RIVALS + "conflict: {destruction: {odds: 0.3, severity: 0.3}}"), look_for_turns=False)
    for actor in answer.actors:
        assert actor.why == (
            "War comes whatever it does (> 99.9 %), so that its choice makes hardly any difference: it seeks, "
            "better off by 0.000022."
        )


def test_without_a_selected_equilibrium_it_is_told_in_how_many_an_actor_seeks():
    assert seeks_in(ListedIn(3, 0), 3) == "It seeks in 3 of 3 equilibria listed."
    assert seeks_in(ListedIn(0, 2), 3) == "It seeks with some probability in 2 of 3 equilibria listed."
    assert seeks_in(ListedIn(0, 0), 10_000) == "It seeks in none of the 10,000 equilibria listed."
    assert seeks_in(ListedIn(3343, 2), 10_000).startswith("It seeks in 3,343 of 10,000 equilibria listed")
    assert seeks_in(ListedIn(0, 0), 1) == "It does not seek in the one equilibrium listed."


def test_an_actor_that_seeks_in_some_equilibria_is_told_in_how_many():
    answer = solve(pg.load("scenarios/security-dilemma.yaml"), look_for_turns=False)
    west = answer.actor("west")
    assert (west.listed.surely, west.listed.perhaps) == (1, 1)
    assert "It seeks in 1 of 3 equilibria listed, and with some probability in 1 more." in west.why
    assert west.to_dict()["seeks"] == {"least": 0, "greatest": 1, "selected": 1, "surely": 1, "perhaps": 1}


def test_what_an_actor_believes_is_told_with_what_is_true():
    scenario = pg.load("scenarios/openai-board-2023.yaml")
    board, executive = solve(scenario, look_for_turns=False).actors
    assert board.why.startswith(
        "It believes actors.chief executive.power 0.5 (true: 3) and conflict.destruction.odds 0.2 (true: 0.5). "
    )
    assert not executive.beliefs
    told = board.to_dict()["beliefs"]
    assert told["conflict.destruction.odds"] == {"believed": 0.2, "true": 0.5}
    true = solve(scenario.with_values({f"actors.board.beliefs.{path}": both["true"] for path, both in told.items()}))
    assert true.actor("board").beliefs == ()
    assert true.actor("board").verdict == "never"


@pytest.mark.parametrize("seed", [seed for seed in SEEDS if seed % 2])
def test_what_is_believed_and_what_is_true_can_be_set(seed):
    answer = solved(seed)
    text = dump(answer.scenario)
    for actor in answer.believers:
        for belief in actor.beliefs:
            path = f"actors.{actor.name}.beliefs.{belief.path}"
            for value in (belief.believed, belief.true):
                again = load_text(text, sets=[(path, written(value))])
                assert plain(get(again, path)) == value


def terms(peace=0.0, war=0.0, likelier=0.0, cost=0.0, p=0.3, q=0.3):
    return Terms("seek", "hold", peace, war, likelier, cost, (p, q))


REASONS = [
    (terms(), 1.0, "Seeking makes no difference to it; it seeks."),
    (terms(cost=-0.01), 1.0, "Seeking gains it 0.010 because its rung costs less; so it seeks, better off by 0.010."),
    (
        terms(0.1, likelier=-0.1, p=0.5),
        0.25,
        "Seeking gains it 0.100 in peace (50 % x 0.2), but costs it 0.100 because war becomes likelier "
        "(from 30 % to 50 %); these even out, and it seeks with probability 25 %.",
    ),
    (
        terms(likelier=0.02, p=0.1),
        1.0,
        "Seeking gains it 0.020 because war becomes less likely (from 30 % to 10 %); so it seeks, better off by 0.020.",
    ),
    (
        terms(-0.00002, likelier=-0.00001, p=0.300001),
        0.0,
        "Seeking costs it 0.000020 in peace (70 % x 2.86e-05) and 0.000010 because war becomes likelier "
        "(from 30.0000 % to 30.0001 %); so it does not seek, better off by 0.000030.",
    ),
    (
        terms(0.1, p=0.0, q=0.0),
        0.7,
        "Seeking gains it 0.100 in peace (certain either way); in all a gain of 0.100, "
        "and it seeks with probability 70 %.",
    ),
    (
        terms(war=0.2, likelier=-0.3, p=1.0, q=0.0),
        0.0,
        "Seeking costs it 0.100 through war, which it makes certain; so it does not seek, better off by 0.100.",
    ),
    (
        terms(war=0.2, p=1.0, q=1.0),
        1.0,
        "War comes whatever it does (100 %). Seeking gains it 0.200 in war; so it seeks, better off by 0.200.",
    ),
    (
        terms(p=1.0, q=1.0),
        0.5,
        "War comes whatever it does (100 %), so that its choice makes no difference; it seeks with probability 50 %.",
    ),
]


@pytest.mark.parametrize(("given", "chance", "reason"), REASONS)
def test_a_reason_says_what_its_terms_are(given, chance, reason):
    assert why_it_seeks(given, chance, several=False) == reason
