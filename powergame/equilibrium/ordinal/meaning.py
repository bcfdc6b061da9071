"""What the name of a 2x2 game means, in a sentence, with the actors' and the rungs' names."""

from __future__ import annotations

from itertools import product

import numpy as np

from powergame.arrays import FloatArray
from powergame.equilibrium.ordinal.names import has_ties, is_meet_or_miss, pattern_of, ranks
from powergame.text import listed

MEANINGS = {
    "harmony": "each fares better with one rung whatever the other does, and both then get their best; whoever alone "
    "plays it serves itself more than the other",
    "peace": "each fares better with one rung whatever the other does, and both then get their best; whoever alone "
    "does not play it fares worst",
    "concord": "each fares better with one rung whatever the other does, and both then get their best; whoever alone "
    "plays it serves the other more than itself",
    "coordination": "there are two ways to agree, and both prefer the same one, which is the safer one, too",
    "stag hunt": "both fare best if both cooperate, but whoever does so alone fares worst",
    "assurance": "there are two ways to agree, and both prefer the same one, but whoever tries it alone fares worst",
    "deadlock": "each stands firm whatever the other does, and both prefer that to both giving way",
    "prisoner's dilemma": "each gains by defecting whatever the other does, and both lose if both do",
    "compromise": "each stands firm whatever the other does, and both giving way is worst for both",
    "battle of the sexes": "there are two ways to agree, and each prefers another; whoever leads gains more than who "
    "follows",
    "chicken": "each gains by standing firm if the other yields, and both fare worst if neither yields",
    "hero": "there are two ways to agree, and each prefers another; whoever gives way gains less than the other",
}
"""What each symmetric game is about."""

ORDINALS = {4: "best", 3: "second best", 2: "third best", 1: "worst"}

CYCLE = "a cycle: in every outcome one of the two would rather move"
"""What is said of a game without a pure equilibrium."""


def meaning(payoffs: FloatArray, actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...]) -> str | None:
    """Return what the name of a 2x2 game means; None where it has no name.

    Parameters
    ----------
    payoffs : (2, 2, 2)
        The row actor's and the column actor's.
    actors, rungs
        Names of the actors, and of the rungs of each.

    Examples
    --------
    >>> row, rungs = np.array([[3.0, 1.0], [4.0, 2.0]]), (("hold", "seek"), ("hold", "seek"))
    >>> print(meaning(np.array([row, row.T]), ("blue", "red"), rungs))
    each gains by defecting whatever the other does, and both lose if both do; the one pure equilibrium, seek/seek, is \
the third best outcome for both, and both prefer hold/hold
    """
    names = {(r, c): f"{rungs[0][r]}/{rungs[1][c]}" for r, c in product(range(2), repeat=2)}
    tied = has_ties(payoffs)
    if tied and is_meet_or_miss(payoffs):
        wins = [listed([names[cell] for cell in names if table[cell] > np.median(table)]) for table in payoffs]
        return f"{actors[0]} wins at {wins[0]}, {actors[1]} at {wins[1]}; {CYCLE}"
    pattern = pattern_of(payoffs)
    if pattern is None:
        return None
    about = f"{actors[0]} ranks the outcomes as in {pattern.row}, {actors[1]} as in {pattern.column}"
    if pattern.row == pattern.column:
        about = MEANINGS[pattern.row]
    elif not tied and (always := _dominant(payoffs, actors, rungs)):
        about = f"{about}; {always}"
    if tied:
        each = zip(actors, payoffs, strict=True)
        ties = "; ".join(_indifferent(name, table, names) for name, table in each if ranks(table).max() < 4)
        return f"nearly so: {about}; but {ties}"
    return f"{about}; {_stable(payoffs, actors, names)}"


def _dominant(payoffs: FloatArray, actors: tuple[str, ...], rungs: tuple[tuple[str, ...], ...]) -> str:
    """Say who is better off with one rung whatever the other does; nothing where nobody is."""
    best = [table.argmax(axis=i) for i, table in enumerate(payoffs)]
    sure = [(actors[i], rungs[i][replies[0]]) for i, replies in enumerate(best) if replies[0] == replies[1]]
    told = [f"{name} {'with' if k else 'is better off with'} {rung}" for k, (name, rung) in enumerate(sure)]
    return f"{listed(told)}, whatever the other does" if told else ""


def _indifferent(actor: str, table: FloatArray, names: dict[tuple[int, int], str]) -> str:
    """Say between which outcomes an actor is indifferent."""
    groups = [[names[cell] for cell in names if table[cell] == payoff] for payoff in np.unique(table)[::-1]]
    return (
        f"{actor} is indifferent between {', and between '.join(listed(group) for group in groups if len(group) > 1)}"
    )


def _stable(payoffs: FloatArray, actors: tuple[str, ...], names: dict[tuple[int, int], str]) -> str:
    """Say which outcomes of a strict game are pure equilibria, and what they are to the actors."""
    row, column = payoffs
    stable = [cell for cell in names if row[cell] == row[:, cell[1]].max() and column[cell] == column[cell[0]].max()]
    if not stable:
        return CYCLE
    if len(stable) == 1:
        return f"the one pure equilibrium, {names[stable[0]]}, is {_standing(payoffs, actors, names, stable[0])}"
    former, latter = stable
    both = f"the pure equilibria are {names[former]} and {names[latter]}"
    preferred = ["the former" if table[former] > table[latter] else "the latter" for table in payoffs]
    if preferred[0] == preferred[1]:
        return f"{both}, and both prefer {preferred[0]}"
    return f"{both}: {actors[0]} prefers {preferred[0]}, {actors[1]} {preferred[1]}"


def _standing(
    payoffs: FloatArray, actors: tuple[str, ...], names: dict[tuple[int, int], str], cell: tuple[int, int]
) -> str:
    """Say how good an outcome is for each actor, and which one both would prefer."""
    words = [ORDINALS[int(ranks(table)[cell])] for table in payoffs]
    told = " and ".join(f"the {word} outcome for {name}" for word, name in zip(words, actors, strict=True))
    preferred = [names[other] for other in names if all(table[other] > table[cell] for table in payoffs)]
    told = f"the {words[0]} outcome for both" if words[0] == words[1] else told
    return f"{told}{f', and both prefer {listed(preferred)}' if preferred else ''}"
