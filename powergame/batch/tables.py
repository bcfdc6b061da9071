"""Tables of alignments while paths vary: their numbers are set in all rows at once, and possible in all or some."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np

from powergame.arrays import BoolArray, FloatArray, IndexArray
from powergame.batch.directions import Levels, ViewDirections, combinations, refuse
from powergame.batch.sources import Sources
from powergame.scenario.alignments.nearest import are_possible
from powergame.scenario.alignments.table import with_vectors_set
from powergame.scenario.paths.apply import opened
from powergame.scenario.scenario import Scenario


class ViewTable:
    """The table of alignments in one view of a scenario that has one: its own, or what an actor believes it to be.

    Parameters
    ----------
    scenario
        The scenario before anything is set.
    sources
        The paths that set vectors and alignments in this view.
    viewer
        The actor whose view it is; None for the scenario's own.
    """

    def __init__(self, scenario: Scenario, sources: Sources, viewer: str | None = None) -> None:
        self.scenario, self.viewer, self.sources = scenario, viewer, sources
        self._known: tuple[tuple[bytes, ...], FloatArray, BoolArray] | None = None
        self._scaled: tuple[FloatArray, FloatArray] | None = None

    def alignment(self, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return A, (n, n, B).

        Raises
        ------
        ScenarioError
            Where no directions have the alignments of some row.
        """
        tables, possible, places = self._made(levels)
        impossible = ~(possible if places is None else possible[places])
        if impossible.any():
            row = int(np.argmax(impossible))
            refuse(
                self.scenario, self.viewer, {path: levels[path].value(levels[path].places[row]) for path in self._paths}
            )
        by_pair = np.moveaxis(tables, 0, -1)
        n = len(self.scenario.actors)
        return np.broadcast_to(by_pair, (n, n, rows)) if places is None else by_pair[:, :, places]

    def possible(self, levels: Mapping[str, Levels], rows: int) -> BoolArray:
        """Return the rows whose alignments some directions have, (B,)."""
        _, possible, places = self._made(levels)
        return np.broadcast_to(possible, rows) if places is None else possible[places]

    def cosines(self, i: int, j: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return the alignment of actors i and j to the digit, (B,); NaN where no directions have the alignments."""
        tables, possible, places = self._made(levels)
        cosines = np.where(possible, tables[:, i, j], np.nan)
        return np.broadcast_to(cosines, rows) if places is None else cosines[places]

    def vectors(self, i: int, levels: Mapping[str, Levels], rows: int) -> FloatArray:
        """Return actor i's directions, (B, n), on axes that all actors share; NaN where there are none."""
        tables, possible, places = self._made(levels)
        if self._scaled is None or self._scaled[0] is not tables:  # once for all actors
            values, axes = np.linalg.eigh(tables)
            self._scaled = tables, axes * np.sqrt(np.maximum(values, 0.0))[:, None, :]
        scaled = np.where(possible[:, None], self._scaled[1][:, i, :], np.nan)
        return np.broadcast_to(scaled, (rows, scaled.shape[1])) if places is None else scaled[places]

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        """The paths on which the table depends."""
        settings = (setting for of_actor in self.sources.vectors for setting in of_actor)
        every = (*(setting.path for setting in settings), *(asked.path for asked in self.sources.asked))
        return tuple(sorted({path for path in every if path is not None}))

    def _made(self, levels: Mapping[str, Levels]) -> tuple[FloatArray, BoolArray, IndexArray | None]:
        """Return each different table, (D, n, n), which of them are possible, and each row's place among them.

        There are no places where all rows have one table.
        """
        at, places = combinations(self._paths, levels)
        key = tuple(part.tobytes() for path in self._paths for part in (at[path], levels[path].values))
        if self._known is None or self._known[0] != key:  # chunks of a grid need the same ones repeatedly
            tables = self._tables(at, levels)
            self._known = key, tables, are_possible(tables)
        return *self._known[1:], places

    def _tables(self, at: Mapping[str, IndexArray], levels: Mapping[str, Levels]) -> FloatArray:
        """Return the tables at some combinations of levels, (D, n, n)."""
        base = opened(self.scenario)
        vectors, changed = [np.array([actor.preferences], dtype=float) for actor in base.actors], []
        for i, settings in enumerate(self.sources.vectors):
            for setting in settings:  # whole vectors: a table's outcomes have no names
                given = [setting.value] if setting.path is None else levels[setting.path].values[at[setting.path]]
                vectors[i] = np.asarray(given, dtype=float)
                changed.append(i)
        count = len(at[self._paths[0]]) if self._paths else 1
        table = np.array(base.alignments, dtype=float)
        tables = with_vectors_set(np.broadcast_to(table, (count, *table.shape)), vectors, changed)
        for asked in self.sources.asked:
            cosines = asked.cosine if asked.path is None else levels[asked.path].values[at[asked.path]]
            tables[:, asked.turned, asked.towards] = tables[:, asked.towards, asked.turned] = cosines
        return tables


View = ViewDirections | ViewTable
"""What is known of everybody's directions in one view."""


def view_of(scenario: Scenario, sources: Sources, viewer: str | None = None, truth: View | None = None) -> View:
    """Return the directions, or the table of alignments, in one view of a scenario.

    Parameters
    ----------
    viewer
        The actor whose view it is; None for the scenario's own.
    truth
        The scenario's own view; None where this is it.
    """
    if scenario.alignments is not None:
        return ViewTable(scenario, sources, viewer)
    return ViewDirections(scenario, sources, viewer, truth if isinstance(truth, ViewDirections) else None)
