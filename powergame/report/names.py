"""Names as they are shown: the long ones of other programs' games are cut, and remain different."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from powergame.analysis.solve import Answer
from powergame.scenario.scenario import Scenario
from powergame.text import MAX_NAME, characters

CUT = 32
"""Characters of a longer name that are shown; JSON and CSV have all of it."""

MAX_TITLE = 200
"""Characters of a title that are shown."""

MAX_HEAD = 24
"""Characters of a name at the head of a column."""

TOGETHER = "Scenarios side by side"

AS_IT_IS = "as it is"
"""Name of a scenario among its own variants."""


@dataclass(frozen=True)
class Names:
    """Names of several scenarios that are shown together: of all, and of each."""

    title: str
    each: tuple[str, ...]


def among(full: Sequence[str]) -> Names:
    """Return what scenarios that are shown together are called; variants of one scenario do not repeat its name.

    Parameters
    ----------
    full
        Their names; a variant's is the scenario's, a colon, and its own.

    Examples
    --------
    >>> among(["Crisis", "Crisis: no deal"])
    Names(title='Crisis', each=('as it is', 'no deal'))
    """
    if len(full) == 1:
        return Names(full[0], tuple(full))
    for base in (full[0], full[0].rpartition(": ")[0]):
        if base and full.count(base) < 2 and all(name == base or name.startswith(f"{base}: ") for name in full):
            return Names(base, tuple(name[len(base) + 2 :] or AS_IT_IS for name in full))
    return Names(TOGETHER, tuple(full))


def brief(name: str) -> str:
    """Return a name as it heads a column."""
    return name if len(name) <= MAX_HEAD else _cut(name, MAX_HEAD)


def short_names(names: Sequence[str]) -> tuple[str, ...]:
    """Return names as they are shown: those longer than names of scenarios are cut, and numbered where that is needed.

    Examples
    --------
    >>> short_names(["hold", "wait " * 20 + "a", "wait " * 20 + "b"])
    ('hold', 'wait wait wait wait wait wait w… (2)', 'wait wait wait wait wait wait w… (3)')
    """
    cut = [name if len(name) <= MAX_NAME else _cut(name, CUT) for name in names]
    times = Counter(cut)
    return tuple(
        f"{short} ({k})" if short != name and times[short] > 1 else short
        for k, (short, name) in enumerate(zip(cut, names, strict=True), 1)
    )


def short_title(title: str) -> str:
    """Return a title as it is shown."""
    return title if len(title) <= MAX_TITLE else _cut(title, MAX_TITLE)


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text, in whole characters as readers see them."""
    beginning = ""
    for character in characters(text[: 2 * most]):
        if len(beginning + character) >= most:
            break
        beginning += character
    return f"{beginning}…"


def source_line(named: Answer | Scenario) -> str:
    """Say from which file something comes, and by which bytes this can be told; nothing where it comes from none."""
    return f"{named.source}  sha256 {named.sha256[:12]}" if named.source else ""


def shortened(answer: Answer) -> Answer:
    """Return an answer with the title and the names that are shown."""
    game, solution = answer.game, answer.solution
    actors, rungs = short_names(game.actors), tuple(map(short_names, game.rungs))
    if (actors, rungs) != (game.actors, game.rungs):
        solution = replace(solution, notes=tuple(with_short(note, game.actors) for note in solution.notes))
        game = replace(game, actors=actors, rungs=rungs)
    return replace(answer, name=short_title(answer.name), game=game, solution=solution)


def with_short(text: str, names: Sequence[str]) -> str:
    """Return a text in which long names stand as they are shown."""
    for name, short in zip(names, short_names(names), strict=True):
        if short != name:
            text = text.replace(name, short)
    return text
