"""The whole of an inference: what is unknown, what counts as observed, and what comes of it."""

import json
import math

import numpy as np
import pytest

import powergame as pg
from powergame.errors import NoAnswerError, UsageError
from powergame.scenario.types import Axis, Observation, Prior

ALIGNMENT = "alignment.weak.strong"
FLAT = Prior("uniform", (-1.0, 1.0))
TEXT = """
actors:
  strong: {power: 3, preferences: [1, 0.2]}
  weak: {power: 1, preferences: [1, 0]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
"""
TYPED = """
actors:
  strong: {power: 3, preferences: [1, 0.2]}
  weak:
    power: 1
    types:
      loyal: {probability: 0.8, preferences: [1, 0]}
      rival: {probability: 0.2, preferences: [-1, 0.3]}
conflict: {destruction: {odds: 0.6, severity: 0.5}}
observed: [{plays: {weak: seek}}]
"""


def inferred(*observed, text=TEXT, unknown=None, **options):
    """Return what was inferred about the weak one's alignment."""
    options.setdefault("rationality", 20.0)
    return pg.infer(
        pg.load_text(text), unknown={ALIGNMENT: FLAT} if unknown is None else unknown, observe=observed, **options
    )


def seen(times=1, under=(), war=None, **plays):
    return Observation(tuple(plays.items()), under, times, war)


def played(scenario, actor, rationality):
    """Return how an actor plays in the quantal response of a single scenario."""
    answer = pg.solve(scenario, concept=pg.Concept("logit", rationality))
    (equilibrium,) = answer.solution.equilibria
    return equilibrium.profile[list(scenario.names).index(actor)]


def test_the_posterior_is_what_single_scenarios_make_of_a_fine_grid():
    scenario = pg.load_text(TEXT)
    grid = np.linspace(-0.995, 0.995, 200)
    chances = [played(scenario.with_values({ALIGNMENT: a}), "weak", 20.0) for a in grid]
    likelihood = np.array([hold**2 * seek for hold, seek in chances])
    posterior = likelihood / likelihood.sum()
    result = inferred(seen(2, weak="hold"), seen(weak="seek"))
    assert result.marginal(ALIGNMENT).posterior.mean == pytest.approx(posterior @ grid, abs=2e-4)
    assert result.log_evidence == pytest.approx(math.log(likelihood.mean()), abs=1e-3)
    assert sum(deed.surprise for deed in result.deeds) == pytest.approx(-result.log_evidence / math.log(2), abs=1e-9)


def test_equal_observations_tell_as_much_together_as_one_by_one():
    together, apart = inferred(seen(3, weak="hold")), inferred(*[seen(weak="hold")] * 3)
    assert apart.log_evidence == together.log_evidence
    assert apart.marginals == together.marginals
    assert [deed.number for deed in apart.deeds] == [1, 2, 3]
    assert apart.deeds[0].surprise > apart.deeds[1].surprise > apart.deeds[2].surprise
    assert apart.deeds[0].last == apart.deeds[2].last < together.deeds[0].last == together.bits


def test_whoever_is_not_named_is_summed_over():
    named, alone = inferred(seen(weak="seek", strong="hold")), inferred(seen(weak="seek"))
    other = inferred(seen(weak="seek", strong="seek"))
    sums = [math.exp(each.log_evidence) for each in (named, other)]
    assert sum(sums) == pytest.approx(math.exp(alone.log_evidence), abs=1e-9)


def test_war_and_peace_are_all_that_a_play_may_lead_to():
    whole = inferred(seen(weak="seek"))
    war, peace = inferred(seen(weak="seek", war=True)), inferred(seen(weak="seek", war=False))
    assert math.exp(war.log_evidence) + math.exp(peace.log_evidence) == pytest.approx(
        math.exp(whole.log_evidence), abs=1e-9
    )
    assert math.exp(inferred(seen(war=True)).log_evidence) == pytest.approx(whole.predicted[0].war.prior, abs=1e-6)


def test_without_observations_the_posterior_is_the_prior():
    result = inferred()
    assert result.bits == 0
    marginal = result.marginal(ALIGNMENT)
    assert marginal.posterior.quantiles == pytest.approx(marginal.prior.quantiles, abs=1e-9)
    assert any("nothing was observed" in note for note in result.notes)


def test_only_and_without_choose_by_number():
    observed = [seen(weak="hold"), seen(weak="seek"), seen(strong="hold")]
    kept = inferred(*observed, only=[2, 3], without=[3])
    assert [deed.number for deed in kept.deeds] == [2]
    assert kept.log_evidence == inferred(observed[1]).log_evidence
    with pytest.raises(UsageError, match="there is no observation 4; there are 1 to 3"):
        inferred(*observed, only=[4])


def test_rationality_is_assumed_where_somebody_has_none():
    assert [path for path, _ in inferred(seen(weak="seek"), rationality=None).assumed] == ["rationality"]
    own = {ALIGNMENT: FLAT} | {f"rationality.{name}": Prior("gamma", (2.0, 5.0)) for name in ("weak", "strong")}
    assert not inferred(seen(weak="seek"), unknown=own, rationality=None, draws=512).assumed
    shared = {"rationality": Prior("gamma", (2.0, 5.0)), ALIGNMENT: FLAT}
    assert [path for path, _ in inferred(seen(weak="seek"), unknown=shared, rationality=9.0).unknown] == [ALIGNMENT]


def test_what_a_situation_sets_wins_over_the_unknown():
    result = inferred(seen(weak="seek", under=((ALIGNMENT, -0.5),)))
    assert result.bits == pytest.approx(0, abs=1e-12)
    assert any(ALIGNMENT in note for note in result.notes)


def test_a_situation_may_have_a_rationality_of_its_own():
    calm = inferred(seen(weak="seek"), rationality=5.0, under={"rationality": 5.0})
    under = inferred(seen(weak="seek", under=(("rationality", 5.0),)), under={"rationality": 5.0})
    assert under.log_evidence == pytest.approx(calm.log_evidence, abs=1e-9)
    assert under.predicted[0].seeks == calm.predicted[0].seeks
    own = inferred(seen(weak="seek", under=(("rationality.weak", 0.0),)))
    assert own.log_evidence == pytest.approx(math.log(0.5), abs=1e-9)
    assert own.bits == pytest.approx(0, abs=1e-9)


def test_a_restricted_prior_ends_where_it_says():
    result = inferred(
        seen(weak="hold"), given=[f"{ALIGNMENT} > 0.25"], hypotheses=[f"{ALIGNMENT} > 0.25", f"{ALIGNMENT} > 0.5"]
    )
    prior = result.marginal(ALIGNMENT).prior
    assert prior.mean == pytest.approx(0.625, abs=1e-9)
    assert prior.hdi[0][0] >= 0.25
    assert [each.prior for each in result.hypotheses] == pytest.approx([1, 2 / 3], abs=1e-3)
    assert result.hypotheses[0].bayes_factor is None
    with pytest.raises(UsageError, match="no probability"):
        inferred(seen(weak="hold"), given=[f"{ALIGNMENT} > 0.25", f"{ALIGNMENT} < 0.2"])


def test_what_nothing_explains_has_no_posterior():
    harmless = TEXT + "ladder: [{name: hold}, {name: seek, grab: 0.3}]\n"
    with pytest.raises(NoAnswerError, match="explains"):
        inferred(seen(war=True), text=harmless)


def test_so_many_plays_that_residuals_add_up_are_no_good_answer():
    assert inferred(seen(1_000_000, weak="hold")).converged
    many = inferred(seen(10**9, weak="hold"))
    assert not many.converged
    assert "1,000,000,000 plays" in many.problems[0]
    assert many.marginal(ALIGNMENT).posterior.mean <= 1


def test_a_deed_moves_private_types_as_bayes_has_it():
    result = pg.infer(pg.load_text(TYPED), rationality=20.0)
    (types,) = result.types
    before, after = ({name: getattr(each, when) for name, each in types.types} for when in ("prior", "posterior"))
    assert before == pytest.approx({"loyal": 0.8, "rival": 0.2})
    assert after["rival"] > 0.2
    assert sum(after.values()) == pytest.approx(1)
    assert result.bits == pytest.approx(sum(p * math.log2(p / before[t]) for t, p in after.items()))


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        (TEXT, {"unknown": {}}, "nothing is unknown"),
        (TEXT + "rounds: 2\n", {}, "2 rounds"),
        (TYPED + "", {"unknown": {}, "solution": "nash", "rationality": None}, "types"),
        (TEXT, {"rationality": -1.0}, "expected a finite number >= 0"),
        (TEXT, {"solution": "nash"}, "belongs to quantal response"),
        (TEXT, {"draws": 0}, "draws"),
        (TEXT, {"seed": -1}, "seed"),
        (TEXT, {"ess": math.nan}, "effective sample"),
        (TEXT, {"ess": math.inf}, "effective sample"),
        (TEXT, {"hypotheses": ["alignment.weak.nobody < 0"]}, "nobody"),
    ],
)
def test_a_question_that_has_no_answer_is_refused_in_one_line(text, options, message):
    with pytest.raises(pg.PowergameError, match=message) as error:
        inferred(seen(weak="seek"), text=text, **options)
    assert "\n" not in str(error.value)


def test_values_with_which_the_predicted_situation_cannot_be_do_not_count():
    whether = {f"actors.{name}.power": Prior("choice", (0.0, 1.0)) for name in ("weak", "strong")}
    alone = inferred(seen(weak="seek"), unknown=whether, under={"actors.weak.power": 0.0})
    assert 0 < alone.predicted[0].war.posterior < 1
    json.dumps(alone.to_dict(), allow_nan=False)


def test_a_situation_may_have_a_ladder_of_its_own():
    ladder = pg.load_text(TEXT + "ladder: brinkmanship\n").ladder
    told = inferred(seen(weak="seek"), seen(weak="yield", under=(("ladder", ladder),)))
    assert told.to_dict()["observed"][1]["under"] == {"ladder": "brinkmanship"}
    other = inferred(seen(weak="seek"), seen(weak="yield", under=(("ladder", ladder[:1]),)))
    assert other.to_dict()["observed"][1]["under"] == {"ladder": [{"name": "yield", "resists": 0}]}
    json.dumps(other.to_dict())


def test_nash_equilibria_tremble():
    result = inferred(seen(weak="seek"), solution="nash", rationality=None)
    flips = 0.6
    seeking, trembling = 0.99, 0.01
    share = (1 + flips) / 2
    assert result.log_evidence == pytest.approx(math.log(share * seeking + (1 - share) * trembling), abs=2e-3)
    assert result.marginal(ALIGNMENT).posterior.mean < 0


def test_evidence_compares_scenarios_by_the_same_observations():
    scenario = pg.load_text(TEXT)
    observed = [seen(weak="seek")]
    options = {"unknown": {ALIGNMENT: FLAT}, "rationality": 20.0}
    both = pg.infer_each(
        [scenario, scenario.with_values({"conflict.destruction.odds": 0.1})], observe=observed, **options
    )
    first, second = both.evidence
    assert first.bayes_factor == 1
    assert second.bayes_factor == pytest.approx(math.exp(second.log - first.log))
    assert first.probability + second.probability == pytest.approx(1)
    assert second.probability > first.probability
    other = pg.load_text(TEXT + "observed: [{plays: {weak: hold}}]\n")
    with pytest.raises(UsageError, match="1 and 2 observations"):
        pg.infer_each([scenario, other], observe=observed, **options)


def test_what_would_tell_most_is_the_information_of_a_play():
    result = inferred(seen(weak="hold"))
    points, next_deed = result.points, {each.actor: each.bits for each in result.next}
    scenario = pg.load_text(TEXT)
    chance = np.array(
        [played(scenario.with_values({ALIGNMENT: a}), "weak", 20.0)[0] for a in points.values[ALIGNMENT][::5]]
    )
    weights = points.posterior[::5] / points.posterior[::5].sum()

    def entropy(p):
        return -(p * np.log2(p) + (1 - p) * np.log2(1 - p))

    assert next_deed["weak"] == pytest.approx(float(entropy(weights @ chance) - weights @ entropy(chance)), abs=5e-3)


def test_the_trace_goes_from_the_prior_to_the_posterior():
    result = inferred(seen(weak="hold"), seen(weak="seek"), trace=True, hypotheses=[f"{ALIGNMENT} > 0"])
    first, _, last = result.trace
    marginal = result.marginal(ALIGNMENT)
    assert dict(first.numbers)[ALIGNMENT].quantiles == pytest.approx(marginal.prior.quantiles, abs=1e-9)
    assert dict(last.numbers)[ALIGNMENT].quantiles == pytest.approx(marginal.posterior.quantiles, abs=1e-9)
    assert (first.bits, last.bits) == (0, result.bits)
    assert last.hypotheses[0][1] == pytest.approx(result.hypotheses[0].posterior)


def test_the_library_takes_what_the_command_takes():
    scenario = pg.load_text(TEXT)
    asked = {"rationality": 20.0, "given": f"{ALIGNMENT} < 0.9", "hypotheses": f"{ALIGNMENT} < 0"}
    values = pg.infer(
        scenario,
        unknown={ALIGNMENT: FLAT},
        observe=[Observation((("weak", "hold"),), (("conflict.stakes", 0.2),), times=3)],
        next_along={"conflict.stakes": Axis(None, 0.0, 1.0, 3)},
        **asked,
    )
    for prior in ("{uniform: [-1, 1]}", {"uniform": [-1, 1]}):
        for observe in ("weak=hold x3 under conflict.stakes=0.2", ["weak=hold x3 under conflict.stakes=0.2"]):
            texts = pg.infer(
                scenario,
                unknown={ALIGNMENT: prior},
                observe=observe,
                next_along={"conflict.stakes": "0:1:3"},
                **asked,
            )
            assert texts.to_dict() == values.to_dict()
    with pytest.raises(UsageError, match=r"alignment\.weak\.strong: .*expected one of \{uniform: \[a, b\]\}"):
        pg.infer(scenario, unknown={ALIGNMENT: "uniform"})
