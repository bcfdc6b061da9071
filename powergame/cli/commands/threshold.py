"""`powergame threshold`: where along a path each actor's verdict flips."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from powergame.cli import options
from powergame.cli.guard import guarded, say
from powergame.errors import NoAnswerError, UsageError
from powergame.text import printable

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario
    from powergame.scenario.types import Axis

Vary = Annotated[
    list[str] | None,
    typer.Option(
        "--vary",
        metavar="PATH[=AXIS]",
        help="The number that varies, and from where to where (0:1:101): by default over all that it can be. "
        "Repeat for more, each by itself; without any, what the scenario's `vary` says.",
    ),
]


EXAMPLES = """
powergame threshold crisis.yaml --vary alignment.red.blue
powergame threshold crisis.yaml --vary conflict.destruction.odds=0:0.5:101
"""


@guarded
def threshold(
    scenario: options.Source,
    vary: Vary = None,
    set_: options.Sets = None,
    solution: options.SolutionOption = None,
    rationality: options.Rationality = None,
    format_: options.Format = "table",
    output: options.Output = None,
    require_complete: options.RequireComplete = False,
    quiet: options.Quiet = False,
    debug: options.Debug = False,  # noqa: ARG001  (read by the guard)
) -> int:
    """Find where along a path each actor's verdict flips.

    Every flip of every actor, what holds on both sides and at the very point; several paths are answered in turn.
    """
    from powergame.analysis.threshold import thresholds
    from powergame.report.documents import threshold as report
    from powergame.report.formats import csv, json
    from powergame.report.formats.output import write

    if scenario.endswith(".nfg"):
        raise UsageError(f"{printable(scenario)}: a game file has no paths to vary")
    loaded = options.load_all([scenario], set_, quiet=quiet)
    if len(loaded) != 1:
        raise UsageError(f"{printable(scenario)}: threshold takes one scenario")
    asked = [asked_of(loaded[0], text) for text in vary or ()] or list(loaded[0].vary)
    if not asked:
        raise UsageError("nothing varies: --vary PATH, or `vary` in the scenario, tells what does")
    found = thresholds(loaded[0], asked, concept=options.concept(solution, rationality))
    if format_ == "json":
        text = json.render(found.to_dict())
    elif format_ == "csv":
        text = csv.render(report.CSV_HEADER, report.csv_rows(found))
    else:
        text = options.show(report.document(found), format_, output)
    write(text, output, inputs=(loaded[0].source.partition("#")[0], scenario))
    if require_complete and not found.complete:
        if not quiet:
            say("powergame: a list of equilibria is not proven complete (--require-complete)")
        return NoAnswerError.exit_status
    return 0


def asked_of(scenario: Scenario, text: str) -> tuple[str, Axis | None]:
    """Split ``PATH=AXIS`` at the last equals sign; names may hold one, so what is a path as a whole is one."""
    from powergame.scenario.axes import axis
    from powergame.scenario.fields import FieldError
    from powergame.scenario.paths.locate import locate
    from powergame.scenario.values import parse_value

    path, equals, value = text.rpartition("=")
    if not equals:
        return text.strip(), None
    try:
        locate(scenario, text)
    except FieldError:
        pass
    else:
        return text, None
    try:
        return path.strip(), axis(parse_value(value))
    except (FieldError, UsageError) as error:
        raise UsageError(f"--vary {printable(text)}: {error}") from None
