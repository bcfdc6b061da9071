"""`powergame infer`: what deeds tell about preferences and estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from powergame.cli import inverse, loading, options
from powergame.cli.drawing import load_matplotlib
from powergame.cli.guard import say
from powergame.cli.progress import progress
from powergame.cli.rendering import Target
from powergame.errors import NoAnswerError, UsageError
from powergame.files import input_file
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.analysis.infer import Inference, Inferences
    from powergame.files import NamedFile
    from powergame.scenario.scenario import Scenario

MAX_WORKERS = 1024

EFFECTIVE = 1000
"""Draws of the effective sample below which the exit status is 3, where nobody says another number."""

Unknown = Annotated[
    list[str] | None,
    typer.Option(
        "--unknown",
        metavar="PATH=PRIOR",
        help="Make a path unknown: {uniform: [0, 1]}, {lognormal: [3, 1]}, a range as 0.05 to 0.3, ...; repeatable.",
    ),
]
Observe = Annotated[
    list[str] | None,
    typer.Option(
        "--observe",
        metavar="TEXT",
        help='Add what was seen: "red=seek, blue=hold war x3 under PATH=VALUE"; repeatable.',
    ),
]
ObserveFrom = Annotated[
    list[str] | None,
    typer.Option("--observe-from", metavar="FILE", help="Add a table of what was seen: .csv, .tsv or .jsonl."),
]
Only = Annotated[
    list[int] | None, typer.Option("--only", metavar="K", min=1, help="Take this observation only; repeatable.")
]
Without = Annotated[
    list[int] | None, typer.Option("--without", metavar="K", min=1, help="Leave this observation out; repeatable.")
]
Hypotheses = Annotated[
    list[str] | None,
    typer.Option(
        "--hypothesis",
        metavar="PATH < NUMBER",
        help='How probable it is, before and after: "alignment.red.blue < 0"; repeatable.',
    ),
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--given", metavar="PATH < NUMBER", help="Restrict the prior to where this comparison holds; repeatable."
    ),
]
Under = Annotated[
    list[str] | None,
    typer.Option("--under", metavar="PATH=VALUE", help="Predict in this situation instead of the scenario's own."),
]
Next = Annotated[
    list[str] | None,
    typer.Option("--next", metavar="PATH=AXIS", help="Look for the most telling next deed along here; repeatable."),
]
Method = Annotated[
    Literal["auto", "quadrature", "reweight", "smc"],
    typer.Option("--method", help="By default quadrature, or where too much is unknown draws of the prior."),
]
Solution = Annotated[
    Literal["logit", "nash"], typer.Option("--solution", help="How play answers payoffs: quantal response, or Nash.")
]
Rationality = Annotated[
    str | None,
    typer.Option("--rationality", metavar="L", help="lambda of the quantal response, instead of an unknown one."),
]
Tremble = Annotated[
    str | None,
    typer.Option("--tremble", metavar="E", help="With nash: the share of uniform play; by default 0.02."),
]
Draws = Annotated[int | None, typer.Option("--draws", metavar="N", min=1, help="Draws of the prior, or particles.")]
Seed = Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Seed of the draws.")]
Ess = Annotated[
    float, typer.Option("--ess", metavar="N", min=0, help="Effective sample below which the exit status is 3.")
]
Trace = Annotated[bool, typer.Option("--trace", help="Tell the posterior after each observation, too.")]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, max=MAX_WORKERS, help="Threads; by default as many as cores."),
]
Plot = Annotated[
    str | None,
    typer.Option(
        "--plot",
        metavar="FILE",
        help="Draw prior and posterior, with --trace after each observation: .svg, .png or .pdf.",
    ),
]
Save = Annotated[
    str | None,
    typer.Option(
        "--save", metavar="FILE", help="Write draws and weights: .parquet, .csv, .arrow, or .nc (InferenceData)."
    ),
]

EXAMPLES = r"""
powergame infer crisis.yaml --hypothesis "alignment.red.blue < 0"
powergame infer crisis.yaml --unknown "alignment.red.blue={uniform: [-1, 1]}" \
    --observe "red=seek, blue=hold" --plot posterior.svg
powergame infer crisis.yaml 'crisis.yaml#*' --rationality 20
"""


def infer(
    scenarios: options.ScenarioSources,
    unknown: Unknown = None,
    observe: Observe = None,
    observe_from: ObserveFrom = None,
    only: Only = None,
    without: Without = None,
    hypothesis: Hypotheses = None,
    given: Given = None,
    under: Under = None,
    next_: Next = None,
    set_: options.Sets = None,
    solution: Solution = "logit",
    rationality: Rationality = None,
    tremble: Tremble = None,
    method: Method = "auto",
    draws: Draws = None,
    seed: Seed = 0,
    ess: Ess = EFFECTIVE,
    trace: Trace = False,
    workers: Workers = None,
    plot: Plot = None,
    save: Save = None,
    format_: options.Format = None,
    output: options.Output = None,
    metadata: options.Metadata = False,
    cite: options.Cite = False,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Tell what deeds say about the doer: the posterior of what is unknown, given what was observed.

    The scenario's `unknown` has priors, its `observed` what was played. Several scenarios are compared by evidence; the
    first is the baseline.
    """
    from powergame.report.documents import infer as documents

    loaded = _scenarios(scenarios, set_, quiet=quiet)
    inputs = (*loading.files(loaded), *map(input_file, observe_from or ()))
    target = Target(output, format_, metadata, inputs, cite)
    target.check(plot, save)
    _check_files(loaded, plot, save)
    question = inverse.question(
        loaded[0], set_, unknown=unknown, observe=observe, observe_from=observe_from, under=under, next_=next_,
        solution=solution, rationality=rationality, tremble=tremble,
    )  # fmt: skip
    with progress(None, quiet=quiet) as watch:
        result = _answered(
            loaded, **question, only=only or (), without=without or (), hypotheses=hypothesis or (), given=given or (),
            method=method, draws=draws, seed=seed, ess=ess, trace=trace, workers=workers, watch=watch,
            time_limit=time_limit,
        )  # fmt: skip
    header, rows = documents.CSV_HEADER, documents.csv_rows(result)
    _write_files(result, plot, save, inputs, metadata=metadata)
    target.write(
        result,
        document=lambda: documents.document(result),
        header=header,
        rows=rows,
    )
    return _status(result, quiet=quiet)


def _scenarios(sources: list[str], sets: list[str] | None, *, quiet: bool) -> tuple[Scenario, ...]:
    from powergame.sources.games import expect_scenario

    loaded = loading.load_all(sources, sets, quiet=quiet)
    return tuple(expect_scenario(named, "unknown numbers") for named in loaded)


def _check_files(loaded: tuple[Scenario, ...], plot: str | None, save: str | None) -> None:
    """Refuse early what could not be written."""
    if save is not None:
        from powergame.analysis.infer.table import saved_as

        saved_as(save)
        if len(loaded) > 1:
            raise UsageError("--save writes the draws of one scenario; expected one SCENARIO")
    if plot is not None:
        load_matplotlib("a picture")
        from powergame.report.pictures.drawing.files import ending

        ending(plot)


def _answered(loaded: tuple[Scenario, ...], **question: Any) -> Inference | Inferences:
    from powergame.analysis.infer import infer as ask
    from powergame.analysis.infer import infer_each

    return ask(loaded[0], **question) if len(loaded) == 1 else infer_each(loaded, **question)


def _write_files(
    result: Inference | Inferences, plot: str | None, save: str | None, inputs: tuple[NamedFile, ...], *, metadata: bool
) -> None:
    from powergame.analysis.infer import Inference
    from powergame.report.formats.output import write

    if save is not None and isinstance(result, Inference):
        from powergame.analysis.infer.table import about_points, saved, saved_as
        from powergame.runs.metadata import write_beside

        form = saved_as(save)
        write(saved(result, form, commented=metadata), save, inputs=inputs)
        if form == "csv" and not metadata:
            write_beside(save, about_points(result), inputs)
    if plot is not None:
        from powergame.analysis.head import head_of
        from powergame.report.pictures.drawing.files import ending, to_bytes
        from powergame.report.pictures.kinds import kind

        traced = isinstance(result, Inference) and len(result.trace) > 1
        figure = kind("trace" if traced else "posterior").draw(result)
        write(to_bytes(figure, ending(plot), head_of(result.to_dict())), plot, inputs=inputs)


def _status(result: Inference | Inferences, *, quiet: bool) -> int:
    """Return the exit status, and say why an answer is not of the promised quality."""
    from powergame.analysis.infer import Inference

    several = (result,) if isinstance(result, Inference) else result.inferences
    for inference in () if quiet else several:
        of = f"{inference.scenario.source}: " if len(several) > 1 else ""
        for problem in inference.problems:
            say(f"powergame: {printable(of)}{printable(problem)}")
    return 0 if all(inference.converged for inference in several) else NoAnswerError.exit_status
