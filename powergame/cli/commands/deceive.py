"""`powergame deceive`: who conceals what it is and strikes later, who feigns, and what observers come to believe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from powergame.cli import loading, options
from powergame.cli.drawing import load_matplotlib
from powergame.cli.guard import say
from powergame.cli.progress import working
from powergame.cli.rendering import Target, status
from powergame.errors import NoAnswerError, UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.deceive.result import Deception, DeceptionCurves, Deceptions
    from powergame.files import NamedFile
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis

Starts = Annotated[
    int,
    typer.Option("--starts", metavar="N", min=0, help="Follow the logit path from N further points."),
]
Pure = Annotated[
    bool | None,
    typer.Option(
        "--pure/--no-pure", help="Look for all equilibria in pure strategies, or not; by default where they fit."
    ),
]
RequireComplete = Annotated[
    bool,
    typer.Option("--require-complete", help="Exit with 3 unless all equilibria in pure strategies are proven found."),
]
Rationality = Annotated[
    str | None,
    typer.Option(
        "--rationality", metavar="L", help="lambda of the agent quantal response, >= 0, instead of its limit."
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary", metavar="PATH=AXIS", help="How concealing and feigning depend on a number (0:1:21); at most two."
    ),
]
Plot = Annotated[
    str | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="Draw the tree of histories, with --vary the measures along the path: .svg, .png or .pdf.",
    ),
]
Histories = Annotated[
    Literal["reached", "all"],
    typer.Option("--histories", help="Show the histories that are reached, or all with what is played there."),
]

EXAMPLES = r"""
powergame deceive coup.yaml
powergame deceive coup.yaml 'coup.yaml#*'
powergame deceive coup.yaml --plot coup.svg \
    --vary actors.system.types.misaligned.probability=0.05:0.95:19
"""


def deceive(
    scenarios: options.ScenarioSources,
    starts: Starts = 0,
    pure: Pure = None,
    rationality: Rationality = None,
    vary: Vary = None,
    histories: Histories = "reached",
    set_: options.Sets = None,
    plot: Plot = None,
    format_: options.Format = None,
    output: options.Output = None,
    metadata: options.Metadata = False,
    cite: options.Cite = False,
    require_complete: RequireComplete = False,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Tell who hides what it is and strikes later, who poses as what it is not, and what observers come to believe.

    For scenarios with private types. Several are set side by side; the first is the baseline.
    """
    from powergame.report.documents import deceive as documents

    loaded = _scenarios(scenarios, set_, quiet=quiet)
    inputs = loading.files(loaded)
    target = Target(output, format_, metadata, inputs, cite)
    target.check(plot)
    axes = _axes(loaded, vary or (), set_)
    if plot is not None:
        _check_picture(loaded, plot)
    concept = options.concept("logit", rationality)
    question = {"starts": starts, "pure": pure, "rationality": concept.rationality, "time_limit": time_limit}
    with working("looking for equilibria", time_limit, quiet=quiet):
        result = _answered(loaded, axes, **question)
    header, rows = documents.csv_header(result), documents.csv_rows(result)
    if plot is not None:
        _draw(result, histories, plot, inputs)
    target.write(
        result,
        document=lambda: documents.document(result, histories),
        header=header,
        rows=rows,
    )
    return _status(result, required=require_complete, quiet=quiet)


def _scenarios(sources: list[str], sets: list[str] | None, *, quiet: bool) -> tuple[Scenario, ...]:
    from powergame.sources.games import expect_scenario

    loaded = loading.load_all(sources, sets, quiet=quiet)
    return tuple(expect_scenario(named, "private types") for named in loaded)


def _axes(
    loaded: tuple[Scenario, ...], texts: list[str] | tuple[str, ...], sets: list[str] | None
) -> tuple[tuple[str, Axis], ...]:
    """Return what ``--vary PATH=AXIS`` varies."""
    if texts and len(loaded) > 1:
        raise UsageError("--vary follows one scenario along a path; expected one SCENARIO")
    axes = tuple(options.path_and_axis(loaded[0], text) for text in texts)
    options.refuse_set(loaded[0], sets, (path for path, _ in axes), "varies")
    return axes


def _check_picture(loaded: tuple[Scenario, ...], plot: str) -> None:
    """Refuse early what could not be drawn or written."""
    if len(loaded) > 1:
        raise UsageError("--plot draws one scenario's histories; expected one SCENARIO")
    load_matplotlib("a picture")
    from powergame.report.pictures.drawing.files import ending

    ending(plot)


def _answered(
    loaded: tuple[Scenario, ...], axes: tuple[tuple[str, Axis], ...], **question: Any
) -> Deception | Deceptions | DeceptionCurves:
    from powergame.analysis.deceive import deceive as ask
    from powergame.analysis.deceive import deceive_along, deceive_each

    if axes:
        return deceive_along(loaded[0], axes, **question)
    return ask(loaded[0], **question) if len(loaded) == 1 else deceive_each(loaded, **question)


def _draw(
    result: Deception | Deceptions | DeceptionCurves,
    histories: Literal["reached", "all"],
    plot: str,
    inputs: tuple[NamedFile, ...],
) -> None:
    from powergame.analysis.deceive.result import Deception
    from powergame.analysis.head import head_of
    from powergame.report.formats.output import write
    from powergame.report.pictures.drawing.files import ending, to_bytes
    from powergame.report.pictures.kinds import kind

    is_tree = isinstance(result, Deception)
    figure = kind("tree").draw(result, histories=histories) if is_tree else kind("curves").draw(result)
    write(to_bytes(figure, ending(plot), head_of(result.to_dict())), plot, inputs=inputs)


def _status(result: Deception | Deceptions | DeceptionCurves, *, required: bool, quiet: bool) -> int:
    """Return the exit status, and say why an answer is not of the promised quality."""
    several = list(_answers(result))
    for source, answer in () if quiet else several:
        for problem in answer.problems:
            say(f"powergame: {printable(source)}{printable(problem)}")
    if any(answer.problems for _, answer in several):
        return NoAnswerError.exit_status
    complete = all(answer.pure_complete for _, answer in several)
    return status(complete=complete, required=required, quiet=quiet, what="a list of equilibria in pure strategies")


def _answers(result: Deception | Deceptions | DeceptionCurves) -> list[tuple[str, Deception]]:
    """Return all answers of a result, and what tells each from the others."""
    from powergame.analysis.deceive.result import DeceptionCurves, Deceptions

    if isinstance(result, Deceptions):
        return [(f"{each.scenario.source}: ", each) for each in result.deceptions]
    if isinstance(result, DeceptionCurves):
        return [(f"at {', '.join(f'{x:g}' for x in values)}: ", each) for values, each in result.points]
    return [("", result)]
