"""Which engine answers for a batch."""

from __future__ import annotations

import numpy as np

from powergame.batch.exactly import solve_rows
from powergame.batch.types import Columns, Results
from powergame.equilibrium.concept import Concept


def solve_batch(columns: Columns, *, concept: Concept | None = None) -> Results:
    """Solve all rows.

    Parameters
    ----------
    columns
        Of B variants of one scenario.
    concept
        Nash equilibrium by default, or quantal response.

    Returns
    -------
    Results
        What `powergame.solve` would answer for each of them.
    """
    return solve_rows(columns, np.arange(len(columns)), concept or Concept())
