"""The posterior: every unknown before and after the deeds, alone and in pairs, and the bits of each observation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from matplotlib.figure import Figure

from powergame.analysis.infer.result import Inference, NumberMarginal, Pair
from powergame.errors import UsageError
from powergame.report.pictures.captions import OWN_WORDS, Captions
from powergame.report.pictures.drawing.layout import LEADING, MARGIN, Lines, Page, check_width, page
from powergame.report.pictures.drawing.style import (
    FAINT,
    POINT,
    SMALL,
    WIDTH,
    fitted,
    picture_style,
    share,
    wrapped,
    wrapped_within,
)
from powergame.report.pictures.inverse import deeds, marginals, planes, words
from powergame.report.pictures.inverse.marginals import MarginalPanel, panel
from powergame.report.pictures.inverse.reach import Reach, reaches
from powergame.scenario.paths.words import words_of_path
from powergame.text import listed, sentence

if TYPE_CHECKING:
    from powergame.analysis.infer.border import Border

NARROW_CELL = 1.75
"""Least width of a cell of the pairs, in centimetres; of more unknowns those that are told most about have cells."""

WIDE_CELL = 4.6
"""Greatest width of a cell, in centimetres."""

NARROW_PANEL = 3.4
"""Least width of a panel, in centimetres."""

MOST_PANELS = 4
"""Panels beside each other at most."""

MAP_HEIGHT = 0.66
"""Height of a single map, in its width."""

TICKS_LEFT, TICKS_BELOW = 0.9, 0.45
"""Centimetres for the ticks' numbers."""

CELL_GAP = 0.22
LABEL_LINES = 5
"""Lines of an axis's name at most, beside the pairs."""

BITS_ABOVE = 0.4
"""Centimetres above a cell of a single unknown, for its bits."""

MOST_NUMBERS = 3
"""Observations at most that name one of an actor's borders."""

KEY = 0.5
MOST_HYPOTHESES = 4
MOST_FLAT = 3

PAIRS_NOTE = "Full: the densest 50 % and 90 % of the probability after the deeds; dashed: before them."


@dataclass(frozen=True)
class _Plan:
    """What is drawn where: one map, or pairs below their single unknowns; then panels of what is left."""

    inference: Inference
    captions: Captions
    reach: dict[str, Reach]
    map: Pair | None
    borders: tuple[Border, ...]
    cells: tuple[NumberMarginal, ...]
    rows: tuple[tuple[MarginalPanel, ...], ...]
    inner: float
    lines: int

    def words(self, path: str) -> str:
        """Return what a path names."""
        return self.captions.words(self.inference.scenario, path)

    @property
    def label(self) -> float:
        """Centimetres for the names beside the pairs."""
        return _label(self.lines)

    @property
    def cell(self) -> float:
        """Width of a cell."""
        return _cell(self.inner, len(self.cells), self.lines)

    @property
    def matrix_height(self) -> float:
        """Height of the pairs, with names and ticks."""
        if not self.cells:
            return 0.0
        count = len(self.cells)
        return BITS_ABOVE + count * self.cell + (count - 1) * CELL_GAP + TICKS_BELOW + self.label + 0.3

    @property
    def map_height(self) -> float:
        """Height of the single map, with names and ticks."""
        return (self.inner - TICKS_LEFT) * MAP_HEIGHT + TICKS_BELOW + 0.8 if self.map else 0.0

    @property
    def column(self) -> float:
        """Width of a panel."""
        return marginals.divided(self.inner, max(len(row) for row in self.rows))[0]

    @property
    def height(self) -> float:
        """Height of all."""
        panels = sum(marginals.panels_height(self.rows, self.column)) if self.rows else 0.0
        return KEY + self.map_height + self.matrix_height + panels + deeds.height(self.inference.deeds)


def plane_of(inference: Inference) -> Pair | None:
    """Return the pair that is drawn as one map: the only two unknowns, but for rationality that is assumed."""
    paths = [path for path, _ in inference.unknown if path not in dict(inference.assumed)]
    if len(paths) != 2 or inference.types:
        return None
    return next((pair for pair in inference.pairs if {pair.first, pair.second} == set(paths)), None)


def draw_posterior(
    inference: Inference, borders: Sequence[Border] = (), width: float = WIDTH, captions: Captions = OWN_WORDS
) -> Figure:
    """Draw what is known of every unknown before and after the deeds.

    Parameters
    ----------
    borders
        Of the plane of the two unknowns, where they are the only ones.
    width
        In centimetres.
    captions
        The user's words.

    Raises
    ------
    UsageError
        Where nothing is unknown.
    """
    if not inference.marginals and not inference.types:
        raise UsageError("nothing is unknown, so that there is nothing to draw")
    check_width(width)
    with picture_style():
        return _draw(_plan(inference, tuple(borders), width - 2 * MARGIN, captions), width)


def describe_posterior(inference: Inference) -> str:
    """Say in a sentence what the picture shows."""
    scenario = inference.scenario
    parts = [
        f"{words_of_path(scenario, m.path)}: mean {m.prior.mean:.3g} before, {m.posterior.mean:.3g} after"
        if isinstance(m, NumberMarginal)
        else f"{words_of_path(scenario, m.path)}: {m.bits:.2f} bits"
        for m in inference.marginals
    ]
    parts += [
        f"type of {types.actor}: "
        + ", ".join(f"{name} {share(c.prior)} before, {share(c.posterior)} after" for name, c in types.types)
        for types in inference.types
    ]
    return f"{inference.scenario.name}: {finding(inference)}. {'; '.join(parts)}."


def finding(inference: Inference) -> str:
    """Say in some words what the deeds tell."""
    count = inference.seen
    if not count:
        return "No deed was observed: all is as before"
    tell = f"{'One deed tells' if count == 1 else f'{count:,} deeds tell'} {words.bits(inference.bits)}"
    most = max(inference.marginals, key=lambda m: m.bits, default=None)
    if most is None or len(inference.marginals) == 1:
        return tell
    return f"{tell}, most about: {words_of_path(inference.scenario, most.path, flowing=True)}"


def _plan(inference: Inference, borders: tuple[Border, ...], inner: float, captions: Captions) -> _Plan:
    scenario = inference.scenario
    pair = plane_of(inference)
    numbers = [m for m in inference.marginals if isinstance(m, NumberMarginal)]
    cells: list[NumberMarginal] = []
    if pair is None and len(numbers) > 1 and inference.pairs:
        room = inner - _label(1) - TICKS_LEFT
        most = max(1, int((room + CELL_GAP) / (NARROW_CELL + CELL_GAP)))
        told = sorted(numbers, key=lambda m: -m.bits)[:most]
        cells = [m for m in numbers if m in told] if most > 1 else []
    left = [m for m in (*inference.marginals, *inference.derived) if m not in cells]
    panels = [panel(m, scenario, captions) for m in (*left, *inference.types)]
    columns = min(MOST_PANELS, len(panels), max(1, int((inner + 0.6) / (NARROW_PANEL + 0.6)))) or 1
    rows = tuple(tuple(panels[k : k + columns]) for k in range(0, len(panels), columns))
    names = [captions.words(scenario, m.path) for m in cells]
    lines = next((n for n in range(1, LABEL_LINES) if _fit(names, _cell(inner, len(cells), n), n)), LABEL_LINES)
    return _Plan(inference, captions, reaches(inference), pair, borders, tuple(cells), rows, inner, lines)


def _label(lines: int) -> float:
    """Return the centimetres that names of so many lines take beside the pairs."""
    return lines * SMALL * LEADING * POINT + 0.05


def _cell(inner: float, count: int, lines: int) -> float:
    """Return the width of each of some cells, where names have so many lines."""
    room = inner - _label(lines) - TICKS_LEFT - CELL_GAP * (count - 1)
    return min(WIDE_CELL, room / max(count, 1))


def _fit(names: Sequence[str], width: float, lines: int) -> bool:
    return all(len(wrapped(name, width, SMALL)) <= lines for name in names)


def _draw(plan: _Plan, width: float) -> Figure:
    inference = plan.inference
    subject = words.subject(inference.scenario, inference.given)
    title = plan.captions.titled(finding(inference), subject)
    made = page(width, plan.height, *title, list(_notes(plan)))
    top = made.top
    marginals.draw_key(made, top)
    top += KEY
    if plan.map:
        _draw_map(made, plan, plan.map, top)
        top += plan.map_height
    if plan.cells:
        _draw_cells(made, plan, top)
        top += plan.matrix_height
    if plan.rows:
        top = marginals.draw_panels(made, plan.rows, top, plan.inner, inference, plan.reach)
    if inference.deeds:
        deeds.draw_deeds(made, inference.deeds, top, plan.inner, inference.scenario, plan.captions)
    made.figure.set_label(describe_posterior(inference))
    return made.figure


def _draw_map(made: Page, plan: _Plan, pair: Pair, top: float) -> None:
    """Draw the single map, the names of its axes above and below."""
    wide = plan.inner - TICKS_LEFT
    tall = wide * MAP_HEIGHT
    made.say(fitted(f"{plan.words(pair.second)} ↑", plan.inner, SMALL), MARGIN, top + 0.2, size=SMALL)
    axes = made.axes(MARGIN + TICKS_LEFT, top + 0.35, wide, tall)
    reach = plan.reach[pair.first], plan.reach[pair.second]
    planes.draw_pair(axes, pair, reach, smoothing=planes.smoothing_of(plan.inference.method), thick=1.2)
    names = [_side(border, plan.borders) for border in plan.borders]
    planes.draw_borders(axes, plan.borders, (wide, tall), names)
    axes.set(xlim=reach[0].ends, ylim=reach[1].ends)
    reach[0].set_ticks(axes, "x", wide)
    reach[1].set_ticks(axes, "y", tall)
    below = top + 0.35 + tall + TICKS_BELOW + 0.2
    made.say(
        fitted(f"{plan.words(pair.first)} →", plan.inner, SMALL),
        MARGIN + plan.inner,
        below,
        size=SMALL,
        side="right",
    )


def _side(border: Border, among: Sequence[Border]) -> str:
    """Return the name of the side on which an actor seeks; of one with several borders with the observations."""
    if sum(other.actor == border.actor for other in among) == 1:
        return f"{border.actor} seeks power"
    return f"{border.actor} seeks power ({', '.join(map(str, border.numbers[:MOST_NUMBERS]))})"


def _draw_cells(made: Page, plan: _Plan, top: float) -> None:
    """Draw the pairs below the single unknowns."""
    size, left, top = plan.cell, MARGIN + plan.label + TICKS_LEFT, top + BITS_ABOVE
    smoothing = planes.smoothing_of(plan.inference.method)
    known = {frozenset((pair.first, pair.second)): pair for pair in plan.inference.pairs}
    step = size + CELL_GAP
    for i, row in enumerate(plan.cells):
        for j, column in enumerate(plan.cells[: i + 1]):
            axes = made.axes(left + j * step, top + i * step, size, size)
            if i == j:
                marginals.draw_density(axes, row.density, plan.reach[row.path])
                bits = words.bits(row.bits)
                made.say(bits, left + j * step + size, top + i * step - 0.08, size=SMALL, colour=FAINT, side="right")
            elif pair := known.get(frozenset((row.path, column.path))):
                turned = pair if pair.first == column.path else _turned(pair)
                planes.draw_pair(axes, turned, (plan.reach[column.path], plan.reach[row.path]), smoothing=smoothing)
            plan.reach[column.path].set_ticks(axes, "x", size)
            if i != j:
                plan.reach[row.path].set_ticks(axes, "y", size)
            axes.tick_params(labelbottom=i == len(plan.cells) - 1, labelleft=j == 0 and i > 0)
    _name_cells(made, plan, left, top)


def _name_cells(made: Page, plan: _Plan, left: float, top: float) -> None:
    size, step = plan.cell, plan.cell + CELL_GAP
    line = SMALL * LEADING * POINT
    below = top + (len(plan.cells) - 1) * step + size + TICKS_BELOW
    for k, marginal in enumerate(plan.cells):
        lines = wrapped_within(plan.words(marginal.path), size, plan.lines, SMALL)
        made.write(Lines(tuple(lines), SMALL), left + k * step + size / 2, below, "center")
        if k:
            for row, text in enumerate(lines):
                x = MARGIN + plan.label - (len(lines) - row - 0.5) * line
                said = made.say(text, x, top + k * step + size / 2, size=SMALL, side="center")
                said.set(rotation=90, va="center", rotation_mode="default")


def _turned(pair: Pair) -> Pair:
    return Pair(
        pair.second,
        pair.first,
        pair.second_edges,
        pair.first_edges,
        cast("tuple[tuple[float, ...], ...]", tuple(zip(*pair.prior, strict=True))),
        cast("tuple[tuple[float, ...], ...]", tuple(zip(*pair.posterior, strict=True))),
    )


def _notes(plan: _Plan) -> Iterator[str]:
    inference = plan.inference
    yield from (sentence(problem) for problem in inference.problems)
    if plan.map or plan.cells:
        yield PAIRS_NOTE
    if plan.borders:
        actors = listed(list(dict.fromkeys(border.actor for border in plan.borders)), last="or")
        several = len({border.actor for border in plan.borders}) < len(plan.borders)
        which = "; in parentheses: in the situation of which observations" if several else ""
        yield f"Thick lines: where {actors} would just seek power or not, all else as in the scenario{which}."
    for hypothesis in inference.hypotheses[:MOST_HYPOTHESES]:
        yield f"{hypothesis.text}: {share(hypothesis.prior)} before, {share(hypothesis.posterior)} after."
    if inference.flat and inference.deeds:
        named = [plan.words(path) for path in inference.flat[:MOST_FLAT]]
        more = len(inference.flat) - MOST_FLAT
        named += [f"{more} more"] if more > 0 else []
        yield f"The deeds say next to nothing about {listed(named)}."
    for path, _ in inference.assumed:
        yield sentence(f"{plan.words(path)} is assumed to be unknown, since nothing gives it")
    if more_deeds := deeds.omitted(inference.deeds):
        yield more_deeds
