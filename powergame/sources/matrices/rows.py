"""Games in long rows: a column for each actor's rung, and one for its payoff; a row for each profile."""

from __future__ import annotations

import itertools
import math
import re

from powergame.model.nfg import MAX_PAYOFFS
from powergame.sources.matrices.labelled import Payoffs
from powergame.sources.matrices.pairs import is_pair
from powergame.sources.tables.numbers import decimal_mark, is_number, number_at
from powergame.sources.tables.sheet import Sheet
from powergame.text import MAX_LABEL, printable, repeated

PAYOFF = re.compile(r"(?<![^\W_])(payoffs?|utility|utilities|u)(?![^\W_])", re.IGNORECASE)
"""Pattern of the words that name a column of payoffs."""

OF = re.compile(r"(?<![^\W_])(of|for|to)(?![^\W_])|['\u2019]s?(?=\W|\Z)|[_:()]", re.IGNORECASE)
"""Pattern of what joins such a word to an actor's name."""


def is_long(sheet: Sheet) -> bool:
    """Whether a table has a row for each profile: two columns of words or more, or payoffs in half of its columns."""
    head = sheet.rows[0]
    if len(sheet.rows) < 2 or sheet.width < 3 or not all(head):
        return False
    return 2 * sum(map(bool, map(PAYOFF.search, head))) == sheet.width or len(_worded(sheet)) > 1


def _worded(sheet: Sheet) -> list[int]:
    """Return the columns without any number."""
    return [
        j
        for j in range(sheet.width)
        if not any(is_number(row[j]) or is_pair(row[j]) for row in sheet.rows[1:])
        and any(row[j] for row in sheet.rows[1:])
    ]


def read_rows(sheet: Sheet) -> Payoffs:
    """Return the game of a table in long rows.

    Raises
    ------
    ScenarioError
        Where columns do not fit together, a profile is missing or stands twice, or a cell has no number.
    """
    rungs_at, payoffs_at = _columns(sheet)
    actors = tuple(sheet.name_at(0, j, "an actor", MAX_LABEL, dots=True) for j in rungs_at)
    if repeated_at := [k for k, name in enumerate(actors) if name in actors[:k]]:
        raise sheet.fault(0, rungs_at[repeated_at[0]], "another actor has this name; expected another name")
    payoffs_at = _matched(sheet, actors, payoffs_at)
    filled = [i for i in range(1, len(sheet.rows)) if any(sheet.rows[i])]
    rungs: list[dict[str, int]] = [{} for _ in actors]
    profiles: dict[tuple[int, ...], int] = {}
    for i in filled:
        profile = []
        for k, j in enumerate(rungs_at):
            name = sheet.name_at(i, j, f"a rung of {printable(actors[k])}", MAX_LABEL, dots=True)
            profile.append(rungs[k].setdefault(name, len(rungs[k])))
        before = profiles.setdefault(tuple(profile), i)
        if before != i:
            raise sheet.fault(
                i, rungs_at[0], f"row {sheet.row_names[before]} has the same profile; expected one row for each"
            )
    names = tuple(tuple(known) for known in rungs)
    _check_whole(sheet, actors, names, profiles)
    mark = decimal_mark(sheet, ((i, j, sheet.rows[i][j]) for j in payoffs_at for i in filled))
    every = list(itertools.product(*map(range, map(len, names))))
    numbers = [number_at(sheet, profiles[profile], j, mark) for j in payoffs_at for profile in every]
    return Payoffs("", actors, names, numbers)


def _columns(sheet: Sheet) -> tuple[list[int], list[int]]:
    """Return the columns of rungs, and those of payoffs."""
    told = [j for j in range(sheet.width) if PAYOFF.search(sheet.rows[0][j])]
    rungs = [j for j in range(sheet.width) if j not in told] if 2 * len(told) == sheet.width else _worded(sheet)
    payoffs = [j for j in range(sheet.width) if j not in rungs]
    if len(rungs) != len(payoffs):
        raise sheet.without_place(
            f"has {len(rungs)} columns of rungs and {len(payoffs)} of payoffs; expected for each actor a column of its "
            "rungs and one of its payoffs"
        )
    return rungs, payoffs


def _matched(sheet: Sheet, actors: tuple[str, ...], payoffs_at: list[int]) -> list[int]:
    """Return the columns of payoffs in the order of the actors: by their names, or else as they stand."""
    places = {name.casefold(): k for k, name in enumerate(actors)}
    of = {j: places.get(_without_payoff(sheet.rows[0][j])) for j in payoffs_at}
    matched = [k for k in of.values() if k is not None]
    if not matched:
        return payoffs_at
    for j, k in of.items():
        if k is None:
            raise sheet.fault(
                0, j, f"expected the name of one of the actors, {_listed(actors)}, in each column of payoffs"
            )
    if len(set(matched)) < len(matched):
        raise sheet.without_place("two columns have the payoffs of one actor; expected one for each")
    return sorted(payoffs_at, key=lambda j: of[j] or 0)


def _without_payoff(head: str) -> str:
    return " ".join(OF.sub(" ", PAYOFF.sub(" ", head)).split()).casefold()


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(repeated(name) for name in names[:12])


def _check_whole(
    sheet: Sheet, actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...], profiles: dict[tuple[int, ...], int]
) -> None:
    count = math.prod(map(len, rungs))
    if count * len(actors) > MAX_PAYOFFS:
        raise sheet.without_place(
            f"a game with {count * len(actors):,} payoffs is too large; the limit is {MAX_PAYOFFS:,}"
        )
    if len(profiles) == count:
        return
    missing = next(p for p in itertools.product(*map(range, map(len, rungs))) if p not in profiles)
    said = ", ".join(f"{printable(actors[k])}={repeated(rungs[k][rung])}" for k, rung in enumerate(missing))
    raise sheet.without_place(f"has no row for {said}; expected one for each of the {count:,} profiles")
