"""Measures of concealing and feigning, and the words for them.

A type's open behaviour is what it does in the game in which it is known. It withholds what it would openly do and does
not, and shows what it does and would not openly do; only that can be concealment. Waiting that also happens openly is
none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from powergame.analysis.deceive.result import WORDS, Measure, Word

TOLD = 0.01
"""Share of cases above which a type is told to withhold, to show, or to strike later."""

GAIN = 1e-6
"""Shares of all power by which being hidden must be worth more than being known to be told as a gain, or less as a
loss."""

CERTAIN = 1e-9
"""Relative difference up to which two payoffs are the same: equilibria are certified to as much."""

SUFFERS = 0.01
"""Shares of all power that a type loses by being taken for another where it is told to be suspected."""


@dataclass(frozen=True)
class Conduct:
    """What a type does in an equilibrium, and gets.

    Attributes
    ----------
    at_once, later
        The probability of seeking in the first round; and of not doing so, and seeking in a later one.
    """

    at_once: float
    later: float
    payoff: float


@dataclass(frozen=True)
class Measures:
    """The measures of a type whose conduct openly would be another.

    Attributes
    ----------
    withholds
        The least share of cases in which it holds though it would seek openly.
    coup
        The share of cases in which it does so and strikes later. Holding for one reason cannot be told apart from
        holding for another case by case, so later strikes are shared out in proportion.
    shows
        The least share of cases in which it seeks though it would hold openly.
    value
        What it gets, minus what it gets where it is known.
    gain
        Value from which on it counts as a gain, and as a loss where it is negative.
    """

    withholds: float
    coup: float
    shows: float
    value: float
    gain: float = GAIN

    @property
    def word(self) -> Word:
        """The word for it."""
        if self.withholds > TOLD:
            if self.coup <= TOLD:
                return "reassured"
            return "conceals" if self.value > self.gain else "waits"
        if self.shows > TOLD:
            return "feigns" if self.value > self.gain else "distrusted" if self.value < -self.gain else "open"
        return "suspected" if self.value < -max(SUFFERS, self.gain) else "open"


def measures(hidden: Conduct, openly: Conduct) -> Measures:
    """Return the measures of a type.

    Parameters
    ----------
    hidden
        What it does where it is hidden among other types.
    openly
        What it does where it is known.

    Examples
    --------
    It would seek at once in 80 of 100 cases, does so in 40, and strikes later in 30 of the other 60:

    >>> measured = measures(Conduct(at_once=0.4, later=0.3, payoff=0.5), Conduct(at_once=0.8, later=0.0, payoff=0.45))
    >>> measured.withholds, round(measured.coup, 9), measured.word
    (0.4, 0.2, 'conceals')
    """
    withholds = max(0.0, openly.at_once - hidden.at_once)
    holds = 1 - hidden.at_once
    coup = hidden.later * withholds / holds if withholds and holds > 0 else 0.0
    return Measures(
        withholds,
        coup,
        max(0.0, hidden.at_once - openly.at_once),
        hidden.payoff - openly.payoff,
        negligible(hidden.payoff, openly.payoff),
    )


def negligible(hidden: float, openly: float) -> float:
    """Return by how much two payoffs differ at most where that is no gain.

    Of payoffs of millions, such as the very risk averse and those have who grow a thousandfold, an equilibrium's
    certificate leaves more than `GAIN` open.
    """
    return max(GAIN, CERTAIN * abs(hidden), CERTAIN * abs(openly))


def ranged(each: Sequence[float]) -> Measure:
    """Return a measure at the selected equilibrium, which comes first, with its range over all."""
    return Measure(each[0], min(each), max(each))


def counted_words(measured: Sequence[Measures]) -> tuple[tuple[Word, int], ...]:
    """Return in how many cases each word holds; the most frequent first, then in the order of `WORDS`."""
    counts = Counter(each.word for each in measured)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], WORDS.index(pair[0]))))
