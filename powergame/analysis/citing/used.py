"""What each result stands on: sources of the model, and of the methods that this very result used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from powergame.analysis.citing.bibliography import bibliography
from powergame.analysis.citing.reference import Reference, powergame_itself
from powergame.model.contest import SOURCES

if TYPE_CHECKING:
    from powergame.analysis.check.result import Checked, CheckReport
    from powergame.analysis.converge.result import Convergence
    from powergame.analysis.deceive.result import Deception, DeceptionCurves
    from powergame.analysis.infer.result import Inference, Inferences
    from powergame.analysis.rounds.result import TreeEquilibrium
    from powergame.analysis.solve.result import Answer
    from powergame.analysis.solve.tree.result import TreeAnswer
    from powergame.analysis.sweep.result import Sweep
    from powergame.analysis.threshold.result import Thresholds
    from powergame.equilibrium.concept import Concept
    from powergame.equilibrium.types import Solution
    from powergame.scenario.scenario import Scenario

Use: TypeAlias = tuple[str, str]
"""The key of a source, and what it is the source of."""

BRANCH: Use = ("turocy2005", "the principal branch of quantal responses, and how it is followed")
"""Source of the branch of quantal responses from uniform play."""

PATH: tuple[Use, ...] = (BRANCH, ("allgower1990", "steps along a branch"))
"""Sources of how the branch is followed."""

SELECTION: tuple[Use, ...] = (
    ("mckelvey1995", "which equilibrium is selected: the limit of quantal responses"),
    *PATH,
)
"""Sources of how one of several equilibria is selected."""

RESPONSES: tuple[Use, ...] = (("mckelvey1995", "how probable deeds are: quantal response"), BRANCH)
"""Sources of how probable deeds are, where actors make mistakes."""


def references(*results: Any) -> tuple[Reference, ...]:
    """Return what to cite for results, or scenarios: powergame first, then the model, then the methods."""
    uses: dict[str, dict[str, None]] = {}
    for result in results:
        for key, of_what in USED[type(result).__name__](result):
            uses.setdefault(key, {})[of_what] = None
    known = bibliography()
    about = "; ".join(dict.fromkeys(map(_asked, results)))
    return (powergame_itself(about), *(Reference(known[key], tuple(each)) for key, each in uses.items()))


def _asked(result: Any) -> str:
    """Say what was asked of which scenarios, and by which method, so that others can ask it again."""
    parts = [_origin(part) for part in _parts(result)]
    return "; ".join(dict.fromkeys((*parts, *_method(result))))


def _method(result: Any) -> Iterator[str]:
    """Yield what a result says of its method."""
    solution: Any = getattr(result, "solution", None)
    method: Any = getattr(result, "method", None)
    if getattr(solution, "solver", None):
        yield f"solver {solution.solver} {solution.version}"
    if method is not None:
        yield f"method {method.name}"
    if getattr(result, "seed", None) is not None:
        yield f"{result.draws} draws, seed {result.seed}"


def _parts(result: Any) -> Iterable[Any]:
    """Return the scenarios, or answers of some, that a result is of."""
    for name in ("answers", "scenarios", "inferences", "deceptions"):
        if hasattr(result, name):
            return tuple(getattr(result, name))
    plan = getattr(result, "plan", result)
    scenario = getattr(plan, "scenario", plan)
    return (scenario or result,)


def _origin(part: Any) -> str:
    scenario = getattr(part, "scenario", None) or part
    sha256 = getattr(scenario, "sha256", "")
    source = f"{scenario.source}, " if scenario.source else ""
    return f"{scenario.name} ({source}sha256 {sha256})" if sha256 else str(scenario.name)


def _of_scenario(scenario: Scenario) -> Iterator[Use]:
    """Yield the sources of the model, in so far as the scenario uses it."""
    yield "fearon1995", "war as a costly lottery"
    yield SOURCES[scenario.conflict.contest]
    yield "skaperdas1996", "the form of the contest"
    yield "schelling1960", "a probability of war that actions raise"
    yield "enelow1984", "preferences as directions among outcomes"
    if scenario.alignments is not None:
        yield "young1938", "directions that have the alignments of a table"
    if scenario.has_types:
        yield "harsanyi1967", "private types"


def _of_concept(concept: Concept) -> Iterator[Use]:
    if concept.name == "nash":
        yield "nash1950", "the equilibria"
    else:
        yield "mckelvey1995", "quantal response equilibrium"
        yield from PATH


def _of_solution(solution: Solution, concept: Concept, actors: int) -> Iterator[Use]:
    """Yield the methods that listed a matrix's equilibria, and selected one of them."""
    yield from _of_concept(concept)
    if concept.name == "logit":
        return
    finders = {finder for equilibrium in solution.equilibria for finder in equilibrium.found_by}
    if "exact" in finders or actors == 2:
        yield "avis2010", "the list of all extreme equilibria, in exact arithmetic"
    if actors > 2:
        yield "gilboa1990", "elimination of rungs that are strictly dominated"
    if solution.solver == "enumeration":
        yield "wilson1971", "the number of equilibria, which is odd where all are regular"
        yield "krawczyk1969", "the proof that a box of strategies holds one equilibrium, or none"
        yield "mckelvey1996", "equilibria in which three actors mix"
    if "nashpy" in finders:
        yield "knight2018", "equilibria that were compared with nashpy's"
    if any(finder.startswith("gambit") for finder in (*finders, solution.solver)):
        yield "gambit", "equilibria that Gambit listed"
    if not solution.complete or len(solution.equilibria) > 1:
        yield from SELECTION


def _answer(answer: Answer) -> Iterator[Use]:
    if answer.scenario is not None:
        yield from _of_scenario(answer.scenario)
    yield from _of_solution(answer.solution, answer.concept, len(answer.game.actors))
    if answer.type is not None:
        yield "robinson2005", "the ordinal type of the game"
        yield "bruns2015", "the name of the type"
    if answer.actors:
        yield "glaser2010", "motives: who seeks power out of greed, and who for security"


def _tree(scenario: Scenario, equilibria: Iterable[TreeEquilibrium], rationality: float | None) -> Iterator[Use]:
    """Yield what stands behind equilibria of private types and rounds."""
    yield from _of_scenario(scenario)
    equilibria = tuple(equilibria)
    if rationality is None:
        yield "fudenberg1991", "equilibria with beliefs by Bayes' rule"
        if any(each.consistent == "sequential" for each in equilibria):
            yield "kreps1982", "sequential equilibrium"
    if any(each.method == "exact" for each in equilibria):
        yield "howson1974", "two actors with private types as a matrix"
        yield "avis2010", "the list of all extreme equilibria, in exact arithmetic"
    yield "mckelvey1998", f"agent quantal response{', whose limit is selected' if rationality is None else ''}"
    yield from PATH


def _tree_answer(answer: TreeAnswer) -> Iterator[Use]:
    limit = answer.concept.name == "nash" or answer.concept.rationality is None
    yield from _tree(answer.scenario, answer.equilibria, None if limit else answer.concept.rationality)


def _deception(answer: Deception) -> Iterator[Use]:
    yield from _tree(answer.scenario, answer.equilibria, answer.rationality)


def _curves(curves: DeceptionCurves) -> Iterator[Use]:
    for _, answer in curves.points:
        yield from _deception(answer)


def _checked(report: CheckReport) -> Iterator[Use]:
    for checked in report.scenarios:
        yield from _of_checked(checked)


def _of_checked(checked: Checked) -> Iterator[Use]:
    from powergame.equilibrium.concept import Concept
    from powergame.equilibrium.types import Solution
    from powergame.scenario.scenario import Scenario

    if not isinstance(checked.scenario, Scenario):
        return
    yield from _of_scenario(checked.scenario)
    if isinstance(checked.solution, Solution):
        yield from _of_solution(checked.solution, Concept("nash"), len(checked.scenario.actors))
    asked = {expectation.words[0] for expectation in checked.scenario.expect or ()}
    if "infers" in asked:
        yield from RESPONSES
    if checked.scenario.is_tree:
        yield "fudenberg1991", "equilibria with beliefs by Bayes' rule"
        yield "mckelvey1998", "agent quantal response, whose limit is selected"


def _of_rows(scenario: Scenario, concept: Concept) -> Iterator[Use]:
    """Yield what stands behind many rows of a scenario, each solved as `solve` solves one."""
    yield from _of_scenario(scenario)
    yield from _of_concept(concept)
    if concept.name == "nash":
        if len(scenario.actors) == 2:
            yield "avis2010", "the list of all extreme equilibria, in exact arithmetic"
        else:
            yield "gilboa1990", "elimination of rungs that are strictly dominated"
            yield "krawczyk1969", "the proof that a box of strategies holds one equilibrium, or none"
        yield from SELECTION


def _sweep(sweep: Sweep) -> Iterator[Use]:
    scenario, tally = sweep.plan.scenario, sweep.tally
    yield from _of_rows(scenario, sweep.plan.concept)
    if len(scenario.actors) == 2 and tally.exact < tally.rows:
        yield "vonstengel2002", "equilibria of many games of two actors at once"


def _thresholds(result: Thresholds) -> Iterator[Use]:
    yield from _of_rows(result.scenario, result.concept)


def _convergence(result: Convergence) -> Iterator[Use]:
    yield from _of_rows(result.scenario, result.concept)
    yield "omohundro2008", "power as what most aims want"
    yield "turner2021", "power as what most aims want"
    yield "owen1998", "quasi-random draws"
    yield "wilson1927", "intervals of shares"
    if any(shares.exact is not None for at in result.found for shares in at.actors):
        yield "li2011", "shares that are known exactly, as caps of a sphere"
    if result.sensitivity:
        yield "saltelli2010", "which unknown matters: total indices"
        yield "jansen1999", "which unknown matters: the estimator"
    yield from _of_directions(result.unknown)


def _of_directions(unknown: Iterable[tuple[str, Any]]) -> Iterator[Use]:
    if any(prior.kind == "direction" and prior.mean is not None for _, prior in unknown):
        yield "mardia2000", "directions about a mean"


def _inference(inference: Inference) -> Iterator[Use]:
    yield from _of_scenario(inference.scenario)
    if inference.concept == "nash":
        yield "nash1950", "how probable deeds are: equilibrium, and trembling"
    else:
        yield from RESPONSES
        if inference.scenario.has_types:
            yield "mckelvey1998", "agent quantal response"
    yield "lindley1956", "what deeds tell, in bits"
    if inference.hypotheses:
        yield "kass1995", "Bayes factors in words"
    method = inference.method.name
    if method in ("reweight", "smc"):
        yield "owen1998", "quasi-random draws of the prior"
        yield "owen2013", "draws of the prior with weights"
    if method == "smc":
        yield "delmoral2006", "sequential Monte Carlo"
        yield "cotter2013", "moves of particles"
        yield "shirts2008", "particles of all temperatures as one sample"
    yield from _of_directions(inference.unknown)


def _inferences(inferences: Inferences) -> Iterator[Use]:
    for inference in inferences.inferences:
        yield from _inference(inference)
    yield "kass1995", "Bayes factors in words"


def _each(name: str, used: Callable[[Any], Iterator[Use]]) -> Callable[[Any], Iterator[Use]]:
    """Return what several answers side by side stand on."""

    def of_several(result: Any) -> Iterator[Use]:
        for answer in getattr(result, name):
            yield from used(answer)

    return of_several


USED: Mapping[str, Callable[[Any], Iterator[Use]]] = {
    "Scenario": _of_scenario,
    "Answer": _answer,
    "TreeAnswer": _tree_answer,
    "Comparison": _each("answers", _answer),
    "CheckReport": _checked,
    "Sweep": _sweep,
    "Thresholds": _thresholds,
    "Convergence": _convergence,
    "Inference": _inference,
    "Inferences": _inferences,
    "Deception": _deception,
    "Deceptions": _each("deceptions", _deception),
    "DeceptionCurves": _curves,
}
"""What results stand on, by the names of their classes, which are not loaded to be asked."""
