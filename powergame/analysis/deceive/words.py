"""A sentence for each type: what it does, what it would do if it were known, and what not being known is worth to it.

Only what was computed is told, and no cause is guessed. Amounts are rounded so that they add up as printed.
"""

from __future__ import annotations

from dataclasses import dataclass

from powergame.analysis.deceive.measures import GAIN, TOLD, Conduct, measures, negligible
from powergame.analysis.deceive.result import Word
from powergame.analysis.solve.amounts import Rounded, rounded
from powergame.digits import change, percent, told_apart
from powergame.text import printable

SURELY = 1e-6
"""Probability by which one differs from 0 or 1 at most where it is told as never, or as always; and by which two
differ at most where they are told as the same."""

DIGITS = range(3, 9)
"""Digits with which two probabilities are told apart."""


@dataclass(frozen=True)
class Case:
    """A type, and all that its sentence is made of.

    Attributes
    ----------
    prior
        The probability of the type.
    hidden, openly
        What it does hidden among other types, and where it is known.
    strikes
        For each round the probability that it seeks then, and in no round before.
    after_holding, after_seeking
        The probability that it is of this type once it is seen not to seek in the first round, and to seek; None where
        that never happens.
    war, war_openly
        The probability of war hidden, and where it is known.
    """

    name: str
    prior: float
    hidden: Conduct
    openly: Conduct
    strikes: tuple[float, ...]
    after_holding: float | None
    after_seeking: float | None
    war: float
    war_openly: float


def why(case: Case) -> str:
    r"""Return the sentence for a type.

    Examples
    --------
    >>> hidden, openly = Conduct(at_once=0.0, later=1.0, payoff=0.502), Conduct(at_once=1.0, later=0.0, payoff=0.104)
    >>> text = why(Case("rival", 0.2, hidden, openly, (0.0, 1.0), 0.2, None, 0.5, 0.5))
    >>> print(text.replace(": ", ":\n").replace(", and ", ",\nand "))
    It would seek power at once if it were known; it holds back and strikes in round 2:
    hiding what it is gains it 0.398 (0.502 instead of 0.104),
    and the belief that it is rival stays at 20 %.
    """
    measured = measures(case.hidden, case.openly)
    differs = max(measured.withholds, measured.shows) > TOLD
    deed = f"{_would(case)}; it {_does(case, measured.coup)}" if differs else _does_the_same(case)
    return f"It {deed}: {_worth(case, measured.word)}{_more(case, measured.word)}."


def _would(case: Case) -> str:
    """Say what a type would do if it were known."""
    chance = _snapped(case.openly.at_once)
    if not chance:
        return "would hold back if it were known"
    how = "" if chance == 1 else f" with probability {percent(chance)}"
    return f"would seek power{_at_once(case)}{how} if it were known"


def _does(case: Case, coup: float) -> str:
    """Say what a type does, after what it would do if it were known."""
    chance, later = _snapped(case.hidden.at_once), _snapped(case.hidden.later)
    if chance == 1:
        return f"seeks power{_at_once(case)}"
    if chance:
        act = "does so" if _snapped(case.openly.at_once) else f"seeks power{_at_once(case)}"
        holds = f", and holds back and strikes {_when(case)} with probability {percent(later)}" if later else ""
        return f"{act} with probability {percent(chance)}{holds}{_counted(later, coup)}"
    if later:
        how = "" if later == 1 else f" with probability {percent(later)}"
        return f"holds back and strikes {_when(case)}{how}{_counted(later, coup)}"
    return "holds back" if len(case.strikes) == 1 else "holds back throughout"


def _does_the_same(case: Case) -> str:
    """Say what a type does that it would do if it were known, too."""
    chance, openly = _snapped(case.hidden.at_once), _snapped(case.openly.at_once)
    later, later_openly = _snapped(case.hidden.later), _snapped(case.openly.later)
    if chance == openly and chance in (0.0, 1.0):
        deed = f"seeks power{_at_once(case)}" if chance else "holds back"
        known = ", as it would if it were known"
    else:
        deed = f"seeks power{_at_once(case)} with probability {_both(chance, openly)}"
        known = ""
    if later == later_openly and later in (0.0, 1.0):
        return f"{deed}{known}, and strikes later" if later else deed + known
    return f"{deed}{known}, and strikes later with probability {_both(later, later_openly)}"


def _at_once(case: Case) -> str:
    return "" if len(case.strikes) == 1 else " at once"


def _when(case: Case) -> str:
    """Say in which later round a type strikes, where it is always the same."""
    rounds = [r for r, chance in enumerate(case.strikes[1:], start=2) if _snapped(chance)]
    return f"in round {rounds[0]}" if len(rounds) == 1 else "later"


def _counted(later: float, coup: float) -> str:
    """Say in what share of all cases a type strikes later that would have done so at once, where it is another."""
    if not later or abs(later - coup) <= SURELY:
        return ""
    return f" ({percent(_snapped(coup))} count as a coup)"


def _both(hidden: float, openly: float) -> str:
    """Show a probability, and what it would be if the type were known where that is another."""
    if abs(hidden - openly) <= SURELY:
        return percent(hidden)
    here, there = told_apart([hidden, openly], percent, DIGITS)
    return f"{here} ({there} if it were known)"


def _worth(case: Case, word: Word) -> str:
    """Say what a type gets by not being known."""
    subject = "hiding what it is" if word in ("conceals", "waits") else "not being known"
    got, known = case.hidden.payoff, case.openly.payoff
    if abs(got - known) <= negligible(got, known):
        amount = rounded((got,), GAIN)
        return f"{subject} makes no difference to what it gets ({_signed(amount, amount.total)})"
    amounts = rounded(
        (got, -known), GAIN / max(1.0, abs(got), abs(known))
    )  # of large ones, too, the difference is told
    here, there = (_signed(amounts, x) for x in (amounts.parts[0], -amounts.parts[1]))
    does = "gains" if got > known else "costs"
    return f"{subject} {does} it {amounts.text(amounts.total)} ({here} instead of {there})"


def _signed(amounts: Rounded, multiple: int) -> str:
    return f"{'-' if multiple < 0 else ''}{amounts.text(multiple)}"


def _more(case: Case, word: Word) -> str:
    """Say what others believe where a type hides or feigns, and how probable war is where that costs it something."""
    if word in ("conceals", "waits"):
        return _belief(case, case.after_holding, "holds back")
    if word == "feigns":
        return _belief(case, case.after_seeking, "seeks power")
    return "" if word == "open" else _war(case)


def _belief(case: Case, after: float | None, deed: str) -> str:
    if after is None:
        return ""
    belief = f", and the belief that it is {printable(case.name)}"
    if abs(after - case.prior) <= SURELY:
        return f"{belief} stays at {percent(case.prior)}"
    return f"{belief} goes {change(case.prior, after)} when it {deed}"


def _war(case: Case) -> str:
    hidden, openly = _snapped(case.war), _snapped(case.war_openly)
    if abs(hidden - openly) <= SURELY:
        return f", and war is as likely ({percent(hidden)})"
    here, there = told_apart([hidden, openly], percent, DIGITS)
    return f", and the probability of war is {here} instead of {there}"


def _snapped(chance: float) -> float:
    """Return a probability as it is told: 0 or 1 where it hardly differs from that."""
    return 0.0 if chance <= SURELY else 1.0 if chance >= 1 - SURELY else chance
