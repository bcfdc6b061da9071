"""The game of a table, in whichever of its forms: pairs, a matrix for each actor, or long rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from powergame.model.game import Game, exactly
from powergame.model.nfg import MAX_PAYOFFS
from powergame.sources.matrices.blocks import parts_of, read_blocks
from powergame.sources.matrices.labelled import COLUMN, ROW, Labelled, Payoffs, actors_named, labelled
from powergame.sources.matrices.pairs import is_either, is_pair, read_pairs
from powergame.sources.matrices.rows import is_long, read_rows
from powergame.sources.tables.numbers import is_number
from powergame.sources.tables.sheet import Sheet, counts_rows

FORMS = (
    "expected a payoff matrix: the first row and column name the rungs, and each cell has both payoffs (3, 0); or two "
    "such matrices with one payoff a cell, the second below the first; or a table of actors, with "
    "columns named name and power"
)


def read_game(sheet: Sheet) -> tuple[str, Game]:
    """Return the title, which may be empty, and the game of a table.

    Raises
    ------
    ScenarioError
        With the row and column of its first fault, as a spreadsheet shows them.
    """
    if not sheet.rows:
        raise sheet.without_place(f"is empty; {FORMS}")
    payoffs = _payoffs(sheet)
    shape = (len(payoffs.actors), *map(len, payoffs.rungs))
    floats, fractions = exactly(payoffs.numbers)
    exact = None if fractions is None else fractions.reshape(shape)
    return payoffs.title, Game(payoffs.actors, payoffs.rungs, np.ascontiguousarray(floats.reshape(shape)), exact)


def _payoffs(sheet: Sheet) -> Payoffs:
    for rows in (sheet, sheet.without_first_column()) if counts_rows(sheet) else (sheet,):
        if is_long(rows):
            return read_rows(rows)
    matrices = [labelled(part) for part in parts_of(sheet)]
    for matrix in matrices:
        _refuse_large(matrix)
    texts = [text for matrix in matrices for _, _, text in matrix.cells()]
    if any(map(is_pair, texts)):
        return _paired(matrices)
    if len(matrices) == 2:
        return read_blocks(matrices)
    if len(matrices) == 1 and (any(map(is_either, texts)) or not all(map(is_number, texts))):
        return _paired(matrices)
    if len(matrices) > 2:
        begins = matrices[2].sheet.place(0, 0)
        raise sheet.without_place(
            f"a third matrix begins at {begins}; games of three and more actors go in as long rows"
        )
    i, j, _ = next(matrices[0].cells())
    raise sheet.fault(i, j, f"is one payoff; {FORMS}")


def _paired(matrices: Sequence[Labelled]) -> Payoffs:
    """Return the game of one matrix whose cells have both payoffs."""
    matrix, *others = matrices
    if others:
        other = others[0].sheet
        raise other.fault(0, 0, "a second matrix begins here; expected one whose cells have both payoffs")
    pairs = read_pairs(matrix.sheet, matrix.cells())
    both = matrix.both_actors()
    actors = (ROW, COLUMN) if both is None else actors_named(matrix.sheet, both, matrix.top, 0)
    title = matrix.title or ("" if both else matrix.corner)
    numbers = [payoffs[k] for k in (0, 1) for payoffs in pairs]
    return Payoffs(title, actors, (matrix.rows, matrix.columns), numbers)


def _refuse_large(matrix: Labelled) -> None:
    count = 2 * len(matrix.rows) * len(matrix.columns)
    if count > MAX_PAYOFFS:
        raise matrix.sheet.without_place(f"a game with {count:,} payoffs is too large; the limit is {MAX_PAYOFFS:,}")
