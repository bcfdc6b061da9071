"""Exact simplex dictionaries: integers over one common denominator, pivoted without fractions.

The integer pivoting of Edmonds and Bareiss as in lrs [1]_: every entry is a subdeterminant of the input, so the
division at each pivot is exact and no greatest common divisor is ever taken.

.. [1] Avis, D. (2000). A revised implementation of the reverse search vertex enumeration algorithm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from powergame.equilibrium.budgets import LONG_NUMBER, Work


@dataclass(frozen=True)
class Vertex:
    """A vertex of a polyhedron.

    Attributes
    ----------
    values
        Its first coordinates, and slacks, up to a factor.
    labels
        Bits of all constraints that are tight; of best-response polytopes: an actor's rungs not played, and the
        other's best replies. Bits 0..m-1 are rungs of the first actor, the next ones of the second.
    """

    values: tuple[int, ...]
    labels: int


@dataclass(frozen=True)
class Dictionary:
    """A basis of ``{x >= 0, A x <= b}``, A and b of integers, b >= 0.

    Columns are numbered 0..d-1 for x and d..d+m-1 for the slacks. Every basic variable is
    ``(rows[k][-1] - sum over j of rows[k][j] * cobasic j) / denominator``.

    Attributes
    ----------
    basic
        The basic variable of each row.
    cobasic
        The variable of each column but the last, at 0 in this basis.
    rows
        (m, d + 1) integers; the last column is the right-hand side.
    denominator
        Common denominator of all entries, > 0.
    """

    basic: tuple[int, ...]
    cobasic: tuple[int, ...]
    rows: tuple[tuple[int, ...], ...]
    denominator: int

    @property
    def entries(self) -> int:
        """Steps that a pivot counts: its entries, several times where their numbers are long."""
        return len(self.rows) * (len(self.cobasic) + 1) * (1 + self.denominator.bit_length() // LONG_NUMBER)

    def pivot(self, row: int, column: int) -> Dictionary:
        """Exchange the variables of a row and a column, and return the new dictionary.

        The entry at their crossing must not be 0; where it is negative, the row's right-hand side must be 0.
        """
        pivot_row, p, d = self.rows[row], self.rows[row][column], self.denominator
        rows = []
        for k, old in enumerate(self.rows):
            if k == row:
                new = list(pivot_row)
                new[column] = d
            else:
                f = old[column]
                new = [(x * p - f * y) // d for x, y in zip(old, pivot_row, strict=True)]
                new[column] = -f
            rows.append(tuple(new))
        if p < 0:
            rows, p = [tuple(-x for x in new) for new in rows], -p
        basic, cobasic = list(self.basic), list(self.cobasic)
        basic[row], cobasic[column] = cobasic[column], basic[row]
        return Dictionary(tuple(basic), tuple(cobasic), tuple(rows), p)

    def leaving_row(self, column: int, among: int | None = None) -> int | None:
        """Return the row that leaves when a column enters, by the lexicographic rule; None if nothing bounds it.

        `among`, where given, is the number of rows that may leave: the last may be an objective.

        The rule is that of the right-hand side b_k + eps^k for an infinitely small eps. The columns of the first
        basis's slacks break ties of the right-hand side, so the walk treats a degenerate polytope like the simple one
        near it.
        """
        rows = self.rows[:among]
        best: list[int] = []
        for k, row in enumerate(rows):
            entry = row[column]
            if entry <= 0:
                continue
            if not best:
                best = [k]
                continue
            difference = row[-1] * rows[best[0]][column] - rows[best[0]][-1] * entry
            if difference < 0:
                best = [k]
            elif difference == 0:
                best.append(k)
        if len(best) < 2:
            return best[0] if best else None
        return self._lexicographic(column, best)

    def _lexicographic(self, column: int, tied: list[int]) -> int:
        """Return the row with the least eps^slack / entry, for the first slack that tells the tied rows apart.

        The coefficient of a cobasic slack is its entry in the row (the row is rhs - entry * slack, and the slack stands
        for slack - eps^slack). The coefficient of a basic slack is the denominator in its row and 0 in the others.
        """
        first_slack = len(self.cobasic)
        place = {variable: j for j, variable in enumerate(self.cobasic) if variable >= first_slack}
        basic = {self.basic[k] for k in tied if self.basic[k] >= first_slack}
        for slack in sorted(basic.union(place)):
            if slack in basic:
                tied = [k for k in tied if self.basic[k] != slack]
            else:
                tied = self._least(column, tied, place[slack])
            if len(tied) == 1:
                break
        return tied[0]

    def _least(self, column: int, tied: Sequence[int], place: int) -> list[int]:
        """Return the rows with the least quotient of their entries at a place and in a column."""
        rows = self.rows
        best: list[int] = []
        for k in tied:
            difference = rows[k][place] * rows[best[0]][column] - rows[best[0]][place] * rows[k][column] if best else -1
            if difference < 0:
                best = [k]
            elif difference == 0:
                best.append(k)
        return best


def bases(start: Dictionary, work: Work) -> Iterator[Dictionary]:
    """Yield the dictionaries of all lexicographically feasible bases of a polyhedron, from one of them.

    The perturbed polyhedron is simple, so the graph of its vertices and bounded edges is connected, and the walk meets
    every vertex. Where the work runs out, `work.limited` says so, and the walk has not met all.
    """
    seen = {sum(1 << variable for variable in start.cobasic)}
    ahead: list[tuple[Dictionary, int, int] | None] = [None]
    while ahead:
        step = ahead.pop()
        if step is not None and not work.spend(step[0].entries):
            return
        dictionary = start if step is None else step[0].pivot(*step[1:])
        yield dictionary
        cobasis = sum(1 << variable for variable in dictionary.cobasic)
        for column, entering in enumerate(dictionary.cobasic):
            row = dictionary.leaving_row(column)
            if row is None:  # a ray, where the polyhedron is not bounded
                continue
            neighbour = cobasis ^ (1 << entering) ^ (1 << dictionary.basic[row])
            if neighbour not in seen:
                seen.add(neighbour)
                ahead.append((dictionary, row, column))


def vertices(start: Dictionary, labels: Sequence[int], wanted: int, work: Work) -> Iterator[Vertex]:
    """Yield the vertices of a polyhedron, each once, from one of its bases.

    Parameters
    ----------
    labels
        The label of each variable and slack: the constraint that is tight where it is 0.
    wanted
        How many variables and slacks, the first ones, a vertex has the values of.
    """
    bits = [1 << label for label in labels]
    seen = set()
    for dictionary in bases(start, work):
        vertex = _vertex(dictionary, bits, wanted)
        if vertex.labels not in seen:
            seen.add(vertex.labels)
            yield vertex


def _vertex(dictionary: Dictionary, bits: Sequence[int], wanted: int) -> Vertex:
    values, labels = [0] * wanted, 0
    for variable in dictionary.cobasic:
        labels |= bits[variable]
    for variable, row in zip(dictionary.basic, dictionary.rows, strict=True):
        if row[-1] == 0:
            labels |= bits[variable]
        elif variable < wanted:
            values[variable] = row[-1]
    return Vertex(tuple(values), labels)


def completely_labelled(first: Sequence[int], second: Sequence[int], labels: int) -> Iterator[tuple[int, int]]:
    """Yield the pairs that have all labels between them.

    Each label has a set, as bits, of the first polytope's vertices with that label: thousands of vertices a side make
    too many pairs to test one by one.
    """
    having = [sum(1 << k for k, x in enumerate(first) if x >> label & 1) for label in range(labels)]
    for y in second:
        partners = (1 << len(first)) - 1
        for label, holders in enumerate(having):
            if not y >> label & 1:
                partners &= holders
        for k in _places(partners):
            yield first[k], y


def _places(mask: int) -> Iterator[int]:
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1


def first_dictionary(coefficients: Sequence[Sequence[int]], bound: Sequence[int]) -> Dictionary:
    """Return the dictionary of ``{x >= 0, A x <= b}`` in which all slacks are basic: the vertex 0.

    Parameters
    ----------
    coefficients
        A, (m, d).
    bound
        b, (m,), none negative.

    Examples
    --------
    The triangle x + 2 y <= 2, from the vertex 0 to the one at x = 2:

    >>> start = first_dictionary([[1, 2]], [2])
    >>> start.leaving_row(0)
    0
    >>> start.pivot(0, 0).basic, start.pivot(0, 0).rows
    ((0,), ((1, 2, 2),))
    """
    d = len(coefficients[0])
    rows = tuple((*row, b) for row, b in zip(coefficients, bound, strict=True))
    return Dictionary(tuple(range(d, d + len(rows))), tuple(range(d)), rows, 1)


def driven_out(
    dictionary: Dictionary, names: Sequence[int], slack: int, work: Work
) -> tuple[Dictionary, list[int], list[int]] | None:
    """Minimise a slack to 0 and leave it out; None where it cannot be 0, or the work runs out.

    Parameters
    ----------
    names
        What each column, and then each row, of the dictionary's first basis stands for.
    slack
        The name of the slack.

    Returns
    -------
    Dictionary
        Of the face on which the slack is 0. Its own first basis is feasible, so it starts a walk.
    list, list
        What its columns, and its rows, stand for.
    """
    variable = names.index(slack)
    while variable in dictionary.basic:
        at = dictionary.basic.index(variable)
        row = dictionary.rows[at]
        if not work.spend(dictionary.entries):
            return None
        if row[-1] == 0:
            column = next((j for j, entry in enumerate(row[:-1]) if entry), None)
            if column is None:  # it is 0 all over the face
                kept = [k for k in range(len(dictionary.rows)) if k != at]
                return _started(dictionary, names, kept, range(len(dictionary.cobasic)))
            dictionary = dictionary.pivot(at, column)
            break
        column = next((j for j, entry in enumerate(row[:-1]) if entry > 0), None)
        leaving = None if column is None else dictionary.leaving_row(column)
        if column is None or leaving is None:
            return None
        dictionary = dictionary.pivot(leaving, column)
    gone = dictionary.cobasic.index(variable)
    columns = [j for j in range(len(dictionary.cobasic)) if j != gone]
    return _started(dictionary, names, range(len(dictionary.rows)), columns)


def _started(
    dictionary: Dictionary, names: Sequence[int], rows: Sequence[int], columns: Sequence[int]
) -> tuple[Dictionary, list[int], list[int]]:
    """Return a dictionary of some rows and columns whose basis is the first one: its variables are numbered anew."""
    d = len(columns)
    kept = tuple((*(dictionary.rows[k][j] for j in columns), dictionary.rows[k][-1]) for k in rows)
    started = Dictionary(tuple(range(d, d + len(kept))), tuple(range(d)), kept, dictionary.denominator)
    return started, [names[dictionary.cobasic[j]] for j in columns], [names[dictionary.basic[k]] for k in rows]
