"""The questions that powergame answers, a line each; a new question is registered here and nowhere else.

All else is found by the question's name: ``powergame/analysis/NAME`` has the function of that name and the class of its
results, ``powergame/report/documents/NAME.py`` says what a result says, ``powergame/cli/commands/NAME.py`` is the
command, with its examples, and ``docs/schemas/1/NAME.schema.json`` is the schema of its JSON. Pictures are in
``powergame/report/pictures/kinds.py``. Modules are named as text, so that nothing of them is loaded before it is used.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """A question, and where its answer is found.

    Attributes
    ----------
    name
        The name of the command, of the function and of the modules.
    group
        The heading under which the help has the command.
    result
        The public class of the results, which show themselves in notebooks.
    several, results
        The function that asks it of several scenarios side by side, and the class of its results; None where there is
        none.
    along, curves
        The function that asks it along paths, and the class of its results; None where there is none.
    of_trees
        The class of results where there are private types or several rounds, in ``tree/result.py``; None where there
        is no other.
    """

    name: str
    group: str
    result: str
    several: str | None = None
    results: str | None = None
    along: str | None = None
    curves: str | None = None
    of_trees: str | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of all of its results."""
        return tuple(name for name in (self.result, self.results, self.curves, self.of_trees) if name)

    @property
    def public(self) -> tuple[str, ...]:
        """All of its public names: functions and classes."""
        return (*(name for name in (self.name, self.several, self.along) if name), *self.classes)


QUESTIONS = (
    Question("solve", "Ask", "Answer", of_trees="TreeAnswer"),
    Question("compare", "Ask", "Comparison"),
    Question("check", "Ask", "CheckReport"),
    Question("sweep", "Ask of many at once", "Sweep"),
    Question("threshold", "Ask of many at once", "Thresholds"),
    Question("converge", "Ask of many at once", "Convergence"),
    Question("infer", "Ask", "Inference", "infer_each", "Inferences"),
    Question("deceive", "Ask", "Deception", "deceive_each", "Deceptions", "deceive_along", "DeceptionCurves"),
)

HOMES = {public: f"analysis.{question.name}" for question in QUESTIONS for public in question.public} | {
    question.of_trees: f"analysis.{question.name}.tree.result" for question in QUESTIONS if question.of_trees
}
"""Modules of the public functions and classes of all questions."""
