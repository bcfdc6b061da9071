"""What is known of an unknown, before and after, as two rows of a table."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator

from powergame.analysis.infer.result import MASS, ChoiceMarginal, DirectionMarginal, Marginal, NumberSummary
from powergame.digits import percent, significant
from powergame.plain import written
from powergame.report.bars import bars, blocks
from powergame.report.document import Column, Table, Text
from powergame.report.priors import vector

WIDTH = 12
"""Characters of a bar."""

CHOICES_SHOWN = 4
"""Values of a choice at most whose probabilities are shown, the likeliest ones; the JSON has all."""

PLACES = 15
"""Decimals at most to which numbers are rounded."""


def table(marginals: list[Marginal], ratios: Container[str] = ()) -> Table:
    """Return the table of what is unknown: bars of densities, medians and highest-density sets.

    Parameters
    ----------
    ratios
        Unknowns whose bars have equal ratios equally far apart.
    """
    columns = (Column("unknown"), Column("when"), Column("density"), Column(f"median ({percent(MASS)} within)"))
    rows = (row for marginal in marginals for row in _rows(marginal, ratio=marginal.path in ratios))
    return Table(columns, tuple(rows), heads=2)


def _rows(marginal: Marginal, *, ratio: bool) -> Iterator[tuple[Text, ...]]:
    """Yield two rows: before the deeds, with the path; and after, with its bits."""
    before, after = cells(marginal)
    bar, bar_after = _bars(marginal, ratio=ratio)
    yield Text(marginal.path, "strong"), *(Text(cell, "faint") for cell in ("before", bar, before))
    yield Text(bits_shown(marginal.bits), "faint"), *map(Text, ("after", bar_after, after))


def _bars(marginal: Marginal, *, ratio: bool) -> list[str]:
    if marginal.kind == "number":
        density = marginal.density
        return bars(density.edges, density.prior, density.posterior, width=WIDTH, ratio=ratio)
    if marginal.kind == "choice" and len(marginal.values) <= WIDTH:
        return blocks([marginal.prior, marginal.posterior])
    return ["", ""]


def cells(marginal: Marginal) -> list[str]:
    """Return what is known of a marginal, in short, before and after."""
    if marginal.kind == "number":
        return [summary_shown(each) for each in (marginal.prior, marginal.posterior)]
    return _chances(marginal) if marginal.kind == "choice" else _means(marginal)


def medians(marginal: Marginal) -> list[str]:
    """Return the median or what comes nearest to it, before and after."""
    if marginal.kind == "number":
        return [rounded(each.median, each.sd) for each in (marginal.prior, marginal.posterior)]
    return cells(marginal)


def summary_shown(summary: NumberSummary) -> str:
    """Show a number's median and its highest-density set."""
    ends = ((rounded(low, summary.sd), rounded(high, summary.sd)) for low, high in summary.hdi)
    return f"{rounded(summary.median, summary.sd)} ({' or '.join(f'{low} to {high}' for low, high in ends)})"


def rounded(x: float, sd: float) -> str:
    """Show a number with two digits of its standard deviation.

    Examples
    --------
    >>> rounded(-0.28312, 0.577), rounded(21.437, 61.2), rounded(1e-17, 0.5)
    ('-0.28', '21', '0')
    """
    digits = 1 - math.floor(math.log10(sd)) if sd > 0 else PLACES
    return significant(round(x, min(max(digits, 0), PLACES)) + 0.0)


def changed(before: float, after: float) -> str:
    """Say how a probability changes, to three digits.

    Examples
    --------
    >>> changed(0.5, 0.615), changed(0.5, 0.50001)
    ('from 50 % to 61.5 %', '50 %, as before')
    """
    first, second = percent(before), percent(after)
    return f"{second}, as before" if first == second else f"from {first} to {second}"


def bits_shown(bits: float) -> str:
    """Show an amount of information.

    Examples
    --------
    >>> bits_shown(0.514), bits_shown(123.4)
    ('0.51 bits', '123.4 bits')
    """
    return f"{bits:.2f} bits" if bits < 10 else f"{bits:.1f} bits"


def _chances(marginal: ChoiceMarginal) -> list[str]:
    names = [written(value) for value in marginal.values]
    shown = sorted(sorted(range(len(names)), key=lambda k: -marginal.posterior[k])[:CHOICES_SHOWN])
    more = ", ..." if len(names) > len(shown) else ""
    return [
        f"{', '.join(f'{names[k]}: {percent(chances[k])}' for k in shown)}{more}"
        for chances in (marginal.prior, marginal.posterior)
    ]


def _means(marginal: DirectionMarginal) -> list[str]:
    return [
        f"mean {vector([round(x, 2) + 0.0 for x in mean])}, length {significant(round(math.hypot(*mean), 2))}"
        for mean in (marginal.prior, marginal.posterior)
    ]
