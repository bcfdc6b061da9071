"""`powergame plot`: pictures."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from powergame.cli import loading, options
from powergame.cli.drawing import about_picture, captions, load_matplotlib, titled
from powergame.cli.progress import working
from powergame.cli.rendering import cut
from powergame.errors import UsageError
from powergame.files import check_outputs, is_standard_output
from powergame.report.pictures.kinds import KINDS, PictureKind, kind
from powergame.text import listed

if TYPE_CHECKING:
    from powergame.deadline import Deadline
    from powergame.equilibrium.concept import Concept
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis
    from powergame.sources.load import Loaded

FRAMES = 21
"""Values of the path of --over in a picture that changes, where nobody says which."""

if TYPE_CHECKING:
    KindName = str
else:
    KindName = Literal[tuple(known.name for known in KINDS)]

KindOption = Annotated[
    KindName | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help="What is drawn: "
        + "; ".join(f"{known.name} ({known.shows})" for known in KINDS)
        + ". By default vectors, and the tree of scenarios with private types or several rounds.",
    ),
]
Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH[=AXIS]",
        help="For threshold, phase and curves: a path that varies, and its range (0:1:101); by default the scenario's "
        "`vary`.",
    ),
]
File = Annotated[
    str | None,
    typer.Option("-o", "--output", metavar="FILE", help="The picture: .svg, .png or .pdf; - is SVG, as into a pipe."),
]
Width = Annotated[float | None, typer.Option("--width", metavar="CM", help="Centimetres: 16 fills a page, 8 a column.")]
Over = Annotated[
    str | None,
    typer.Option("--over", metavar="PATH[=AXIS]", help="For phase: a panel for each of some values of a third path."),
]
Animate = Annotated[
    bool, typer.Option("--animate", help="With --over: one map that changes in place, as an SVG without a script.")
]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="A title in place of the finding.")]
NoTitle = Annotated[bool, typer.Option("--no-title", help="Leave the title out, as where a caption has it.")]
Labels = Annotated[
    list[str] | None,
    typer.Option("--label", metavar="PATH=TEXT", help="Words for a path: on axes, panels and in notes."),
]
Actors = Annotated[
    list[str] | None,
    typer.Option("--actor", metavar="NAME", help="For vectors: the actor on whose direction the others are projected."),
]

EXAMPLES = r"""
powergame plot crisis.yaml -o crisis.svg
powergame plot crisis.yaml --kind replies --width 8 -o crisis.pdf
powergame plot crisis.yaml --kind threshold -o crisis.png \
    --vary conflict.destruction.odds
powergame plot crisis.yaml --kind phase --of war --over conflict.stakes -o war.svg
"""


def plot(
    context: typer.Context,
    scenario: options.Source,
    output: File = None,
    kind_: KindOption = None,
    vary: Vary = None,
    of: options.Of = "seeks",
    level: options.Levels = None,
    over: Over = None,
    animate: Animate = False,
    actor: Actors = None,
    width: Width = None,
    title: Title = None,
    no_title: NoTitle = False,
    label: Labels = None,
    set_: options.Sets = None,
    solver: options.SolverOption = "auto",
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    max_size: options.MaxSize = 512.0,
    time_limit: options.TimeLimit = options.SECONDS,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Draw a picture of a scenario: arrows, payoffs, best replies, thresholds, a phase diagram, a posterior, or a tree.

    The same scenario and options give the same bytes.
    """
    from powergame.report.formats.output import write

    chosen = kind(kind_ or "vectors")
    if vary and not chosen.varies:
        raise UsageError(f"--vary is for {_listed()}; {chosen.name} shows the scenario as it is")
    _refuse_actors(actor, chosen)
    asked = _Asked(of, level, over, animate)
    asked.check(chosen)
    heading = titled(title, no_title=no_title)
    load_matplotlib("a picture")
    more: dict[str, object] = {}
    if width is not None:
        from powergame.report.pictures.drawing.layout import check_width

        check_width(width)
        more["width"] = width
    ending = _ending(output)
    if animate and ending != "svg":
        raise UsageError(f"--animate: only an SVG changes; expected -o FILE.svg, not .{ending}")
    check_outputs(output)
    concept = options.concept(solution, rationality)
    chosen, loaded, result = _answered(
        kind_, scenario, set_, output, vary, solver, solution, concept, max_size, asked,
        quiet=quiet, time_limit=time_limit,
    )  # fmt: skip
    _refuse_actors(actor, chosen)
    more["captions"] = captions(loaded, heading, label or ())
    if actor:
        more["actors"] = tuple(actor)
    from powergame.report.pictures.drawing.files import to_bytes

    if animate:
        more["animate"] = True
    drawn = to_bytes(chosen.draw(result, **more), ending, about_picture(loaded, chosen.name, context.params))
    write(drawn, output, inputs=loaded.files)
    return cut(time_limit, quiet=quiet) if chosen.of == "sweep" and getattr(result, "limited", None) else 0


@dataclass(frozen=True)
class _Asked:
    """What is asked along paths, and how the picture of it is divided."""

    of: str
    levels: list[float] | None
    over: str | None
    animate: bool

    def check(self, chosen: PictureKind) -> None:
        """Raise `UsageError` where the kind of picture has no such options."""
        if (self.of != "seeks" or self.levels) and chosen.of not in ("threshold", "sweep"):
            raise UsageError(f"--of and --level are for --kind threshold and --kind phase, not {chosen.name}")
        if (self.over is not None or self.animate) and chosen.of != "sweep":
            raise UsageError(f"--over and --animate are for --kind phase, not {chosen.name}")
        if self.animate and self.over is None:
            raise UsageError("--animate needs --over PATH: the map changes along it")


def _refuse_actors(actors: list[str] | None, chosen: PictureKind) -> None:
    if actors and chosen.name != "vectors":
        raise UsageError("--actor is for --kind vectors")


def _answered(
    kind_: KindName | None,
    scenario: str,
    set_: list[str] | None,
    output: str | None,
    vary: list[str] | None,
    solver: options.SolverOption,
    solution: options.SolutionOption,
    concept: Concept,
    max_size: float,
    asked: _Asked,
    *,
    quiet: bool,
    time_limit: Deadline,
) -> tuple[PictureKind, Loaded, object]:
    """Return the kind of the picture, what is drawn from, and the answer that it shows."""
    from powergame.analysis.infer.run import infer
    from powergame.analysis.solve import solve_matrix
    from powergame.model.compile import refuse_types_and_rounds
    from powergame.scenario.scenario import Scenario

    chosen = kind(kind_ or "vectors")
    if chosen.of == "solve":
        loaded = loading.load(scenario, set_, quiet=quiet, command="plot")
        check_outputs(output, inputs=loaded.files)
        if kind_ is None and isinstance(loaded, Scenario) and loaded.is_tree:
            return kind("tree"), loaded, _deception(loaded, None, concept, time_limit, quiet=quiet)
        with working("solving", time_limit, quiet=quiet):
            answer = solve_matrix(
                loaded,
                solver=solver,
                concept=concept,
                max_mebibytes=max_size,
                look_for_turns=False,
                time_limit=time_limit,
            )
        return chosen, loaded, answer
    only = loading.load_scenario(scenario, set_, quiet=quiet, command="plot")
    check_outputs(output, inputs=only.files)
    if chosen.of == "infer":
        with working("explaining the deeds", time_limit, quiet=quiet):
            inference = infer(
                only,
                solution=solution or "logit",
                rationality=concept.rationality,
                trace=chosen.name == "trace",
                time_limit=time_limit,
            )
        return chosen, only, inference
    if chosen.of == "deceive":
        if chosen.varies and not vary:
            raise UsageError("nothing to vary: give --vary PATH=AXIS")
        return chosen, only, _deception(only, vary, concept, time_limit, quiet=quiet)
    refuse_types_and_rounds(only)
    if chosen.of == "threshold":
        return chosen, only, _thresholds(only, vary, concept, max_size, time_limit, asked, quiet=quiet)
    return chosen, only, _phase(only, vary, concept, max_size, time_limit, asked, quiet=quiet)


def _deception(
    scenario: Scenario, vary: list[str] | None, concept: Concept, time_limit: Deadline, *, quiet: bool
) -> object:
    """Return who deceives whom, along what varies if anything does; of rounds without types, who seeks power when."""
    from powergame.analysis.deceive import deceive, deceive_along
    from powergame.analysis.solve import solve

    axes = tuple(options.path_and_axis(scenario, text) for text in vary or ())
    with working("looking for equilibria", time_limit, quiet=quiet):
        if axes:
            return deceive_along(scenario, axes, rationality=concept.rationality, time_limit=time_limit)
        if scenario.is_tree and not scenario.has_types:
            return solve(scenario, concept=concept, time_limit=time_limit)
        return deceive(scenario, rationality=concept.rationality, time_limit=time_limit)


def _ending(output: str | None) -> Literal["svg", "png", "pdf"]:
    """Return the kind of file; a picture is not written onto a terminal."""
    if output is None and sys.stdout.isatty():
        raise UsageError("no file for the picture: give -o FILE, for example -o picture.svg")
    if output is None or is_standard_output(output):
        return "svg"
    from powergame.report.pictures.drawing.files import ending

    return ending(output)


def _listed() -> str:
    """Name the kinds that are drawn along paths."""
    return listed([f"--kind {known.name}" for known in KINDS if known.varies])


def _paths(scenario: Scenario, vary: list[str] | None) -> list[tuple[str, Axis | None]]:
    """Return the paths that vary, and their axes where they are given."""
    return [options.path_and_range(scenario, option) for option in vary] if vary else list(scenario.vary)


def _thresholds(
    scenario: Scenario,
    vary: list[str] | None,
    concept: Concept,
    max_size: float,
    time_limit: Deadline,
    asked: _Asked,
    *,
    quiet: bool,
) -> object:
    from powergame.analysis.threshold import thresholds

    paths = _paths(scenario, vary)
    if not paths:
        raise UsageError("nothing to vary: give --vary PATH, or `vary` in the scenario")
    with working("searching", time_limit, quiet=quiet):
        result = thresholds(
            scenario,
            paths,
            concept=concept,
            max_mebibytes=max_size,
            time_limit=time_limit,
            of=asked.of,
            levels=asked.levels,
        )
    if result.limited:
        time_limit.check("thresholds were looked for")
    return result


def _phase(
    scenario: Scenario,
    vary: list[str] | None,
    concept: Concept,
    max_size: float,
    time_limit: Deadline,
    asked: _Asked,
    *,
    quiet: bool,
) -> object:
    from powergame.analysis.aspect import aspect
    from powergame.analysis.sweep.phase.ask import PANELS, phase

    over = None if asked.over is None else options.path_and_range(scenario, asked.over, "--over")
    with working("solving", time_limit, quiet=quiet):
        return phase(
            scenario,
            [options.path_and_range(scenario, option) for option in vary or ()],
            over,
            aspect=aspect(scenario, asked.of, asked.levels),
            concept=concept,
            panels=FRAMES if asked.animate else PANELS,
            max_mebibytes=max_size,
            deadline=time_limit,
        )
