"""Expectations, each held to the answer that decides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from powergame.analysis.check.result import NOWHERE, Checked, Statement
from powergame.analysis.display import why_open
from powergame.analysis.solve import Answer
from powergame.equilibrium.types import UNSELECTED
from powergame.errors import Fault
from powergame.scenario.types import Expectation

if TYPE_CHECKING:
    from powergame.analysis.deceive.result import Deception
    from powergame.analysis.infer.result import Inference
    from powergame.analysis.solve.tree.result import TreeAnswer

TOLERANCE = 1e-9
"""Probability by which a compared number may be off."""

ERRORS = 3
"""Standard errors by which a probability that is sampled may miss an expectation."""

INCOMPLETE = "the list of equilibria is not proven complete"


def of_equilibria(
    checked: Checked, expected: Sequence[Expectation], answer: Answer | TreeAnswer, require_complete: bool
) -> Checked:
    """Return a scenario held to what it expects of equilibria."""
    faults = tuple(_fault(checked, each, answer.unselected or UNSELECTED) for each in expected if _open(each, answer))
    warnings = checked.warnings
    if isinstance(answer, Answer):
        warnings = (*warnings, *answer.solution.warnings)
    elif answer.solution.problems:
        return _undecided(checked, expected, answer.solution.problems)
    if not answer.solution.complete:
        why = why_open(answer.solution)
        text = f"{INCOMPLETE}: {why}" if why else INCOMPLETE
        if require_complete:
            faults = (*faults, Fault(f"{text} (--require-complete)", source=checked.source))
        else:
            warnings = (*warnings, text)
    statements = tuple(_of_equilibria(each, answer) for each in expected if not _open(each, answer))
    return replace(checked, statements=statements, faults=faults, warnings=warnings, solution=answer.solution)


def of_comparisons(checked: Checked, expected: Sequence[Expectation], inference: Inference) -> Checked:
    """Return a scenario held to what it expects of comparisons; an answer without the promised quality decides none."""
    if not inference.converged:
        return _undecided(checked, expected, inference.problems)
    texts = tuple(dict.fromkeys(each.words[1] for each in expected))
    probabilities = {text: (h.posterior, h.error) for text, h in zip(texts, inference.hypotheses, strict=True)}
    statements = tuple(_within(each, *probabilities[each.words[1]]) for each in expected)
    return replace(checked, statements=(*checked.statements, *statements))


def of_deceptions(checked: Checked, expected: Sequence[Expectation], deception: Deception) -> Checked:
    """Return a scenario held to what it expects of private types; likewise."""
    if deception.problems:
        return _undecided(checked, expected, deception.problems)
    disguises = {(actor.name, t.name): t.disguise for actor in deception.actors for t in actor.types}
    statements, faults = [], []
    for each in expected:
        _, actor, name, what, *_ = each.words
        disguise = disguises[actor, name]
        if disguise is None:
            faults.append(_fault(checked, each, f"the type '{name}' has probability 0"))
        elif what == "verdict":
            statements.append(_word(each, disguise.verdict))
        else:
            statements.append(_within(each, getattr(disguise, what).selected))
    return replace(checked, statements=(*checked.statements, *statements), faults=(*checked.faults, *faults))


def _undecided(checked: Checked, expected: Sequence[Expectation], problems: Sequence[str]) -> Checked:
    """Return a scenario whose expectations of a question are neither met nor missed, since it has no good answer."""
    at = min((each.position or NOWHERE for each in expected), key=lambda at: (at.line, at.column))
    path = f"{checked.expect}.{expected[0].words[0]}"
    fault = Fault("; ".join(problems), path, at.source or checked.source, at.line, at.column)
    return replace(checked, faults=(*checked.faults, fault))


def _fault(checked: Checked, expectation: Expectation, reason: str) -> Fault:
    """Return the fault of what is expected of something that there is not: that is neither met nor missed."""
    at = expectation.position or NOWHERE
    message = f"expected {_written(expectation.value)}, but {reason}"
    return Fault(message, f"{checked.expect}.{expectation.path}", at.source or checked.source, at.line, at.column)


def _open(expectation: Expectation, answer: Answer | TreeAnswer) -> bool:
    """Whether something is expected of the selected equilibrium where none is."""
    return answer.happening is None and expectation.words[0] in ("plays", "war", "destroyed")


def _of_equilibria(expectation: Expectation, answer: Answer | TreeAnswer) -> Statement:
    match expectation.words[0]:
        case "seeks":
            return _word(expectation, answer.actor(expectation.words[1]).verdict, proven=answer.solution.complete)
        case "plays":
            return _plays(expectation, answer)
        case "equilibria":
            return _word(expectation, str(len(answer.solution.equilibria)), proven=answer.solution.complete)
        case what:
            return _within(expectation, getattr(answer.happening, what))


def _word(expectation: Expectation, found: str, *, proven: bool = True) -> Statement:
    """Compare a word, or a count."""
    expected = _written(expectation.value)
    return Statement(expectation.path, expected, found, found == expected, proven, expectation.position)


def _within(expectation: Expectation, value: float, error: float = 0.0) -> Statement:
    """Compare a number, which may have a standard error, with a bound."""
    limit = float(expectation.value)
    missed = value - limit if expectation.words[-1] == "at_most" else limit - value
    holds = missed <= TOLERANCE + ERRORS * error
    found = f"{value:.9g} with a standard error of {error:.2g}" if error else f"{value:.9g}"
    proven = not holds or missed <= TOLERANCE
    return Statement(expectation.path, _written(limit), found, holds, proven, expectation.position)


def _plays(expectation: Expectation, answer: Answer | TreeAnswer) -> Statement:
    chances = {rung: p for rung, p in answer.plays(expectation.words[1]).items() if p > 0}
    play = ", ".join(r if p > 1 - TOLERANCE else f"{r} {p:.9g}" for r, p in chances.items())
    rung = str(expectation.value)
    return Statement(
        expectation.path, rung, play, chances.get(rung, 0.0) > 1 - TOLERANCE, position=expectation.position
    )


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.9g}"
