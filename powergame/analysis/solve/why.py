"""Reasons why an actor seeks power or does not, in sentences: the terms of its choice, and what it believes.

Every amount is a term as it stands in the sum, its probability included; what is printed adds up as printed. Where it
is a product of one probability and one amount, both stand behind it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.analysis.solve.amounts import Rounded, rounded
from powergame.analysis.solve.result import Belief, ListedIn, Terms
from powergame.analysis.solve.terms import INDIFFERENT
from powergame.digits import SMALLEST_SHOWN, change, percent
from powergame.plain import Json, written
from powergame.text import listed

HARDLY = 5e-4
"""Share of all power that is hardly a difference: it would read 0.000."""

MAX_BELIEFS = 4
"""Beliefs of an actor at most that a sentence lists."""


def why_this_play(
    seeks: Sequence[bool], stakes: Terms | None, played: Terms | None, chance: float, most: float
) -> Iterator[str]:
    """Yield the reasons of an actor's play: why it seeks power or does not, and why no other rung.

    The best rung that seeks power is compared with the best other one, and the rung that is played with the next best;
    where these are the same two, once.

    Parameters
    ----------
    seeks
        Whether each of its rungs seeks power.
    stakes, played
        The worth of seeking, and of the rung that it plays most, while the others play the selected equilibrium.
    chance, most
        Its probability of seeking, and of the rung that it plays most.
    """
    several = len(seeks) > 2
    same = stakes is not None and played is not None and {*stakes.rungs} == {*played.rungs}
    if stakes is not None:
        yield why_it_seeks(stakes, chance, several=several, best=same)
    if played is not None and not same:
        yield why_it_plays(played, most, several=several)


def why_it_seeks(stakes: Terms, chance: float, *, several: bool, best: bool = False) -> str:
    """Return the reason for an actor's choice to seek power or not.

    Parameters
    ----------
    stakes
        The worth of seeking while the others play the selected equilibrium.
    chance
        The actor's probability of seeking in it.
    several
        Whether it has more than two rungs, so that the two that are compared must be named.
    best
        Whether these are the rung that it plays most and the next best.

    Examples
    --------
    >>> stakes = Terms("seek", "hold", peace=0.02, war=0.0, likelier=0.0, cost=0.0, war_probability=(0.0, 0.0))
    >>> why_it_seeks(stakes, 1.0, several=False)
    'Seeking gains it 0.020 in peace (certain either way); so it seeks, better off by 0.020.'
    """
    which = ", its two best rungs" if best else ""
    named = f" ({stakes.rung} rather than {stakes.against}{which})" if several else ""
    return _reason(f"Seeking{named}", "seeks" if chance else "does not seek", stakes, chance, several=several)


def why_it_plays(played: Terms, chance: float, *, several: bool) -> str:
    """Return the reason why an actor plays the rung that it plays most, and not the best of its others.

    Parameters
    ----------
    played
        The worth of that rung while the others play the selected equilibrium.
    chance
        Its probability.
    several
        Whether it has more than two rungs.

    Examples
    --------
    >>> played = Terms("yield", "stay", peace=-0.01, war=0.0, likelier=0.04, cost=0.0, war_probability=(0.0, 0.2))
    >>> why_it_plays(played, 1.0, several=True)[:61]
    'Playing yield rather than stay, its next best, gains it 0.040'
    """
    against = f"{played.against}, its next best," if several else played.against
    return _reason(
        f"Playing {played.rung} rather than {against}", f"plays {played.rung}", played, chance, several=several
    )


def without_choice(seeks: Sequence[bool]) -> str:
    """Say of an actor that it has no choice between seeking and not; nothing where it has.

    Parameters
    ----------
    seeks
        Whether each of its rungs seeks power.
    """
    if len(seeks) == 1:
        return f"Its only rung {'seeks' if seeks[0] else 'does not seek'} power."
    if all(seeks):
        return "All of its rungs seek power."
    return "" if any(seeks) else "None of its rungs seeks power."


def seeks_in(listed: ListedIn, count: int) -> str:
    """Say in how many of the listed equilibria an actor seeks power.

    Examples
    --------
    >>> seeks_in(ListedIn(2, 1), 4)
    'It seeks in 2 of 4 equilibria listed, and with some probability in 1 more.'
    """
    if count == 1:
        how = "seeks" if listed.surely else "seeks with some probability" if listed.perhaps else "does not seek"
        return f"It {how} in the one equilibrium listed."
    if listed.perhaps and not listed.surely:
        return f"It seeks with some probability in {listed.perhaps:,} of {count:,} equilibria listed."
    if not listed.surely:
        return f"It seeks in none of the {count:,} equilibria listed."
    more = f", and with some probability in {listed.perhaps:,} more" if listed.perhaps else ""
    return f"It seeks in {listed.surely:,} of {count:,} equilibria listed{more}."


def what_it_believes(beliefs: Sequence[Belief]) -> str:
    """Say what an actor believes where it differs from the scenario; nothing where nothing does.

    Examples
    --------
    >>> what_it_believes([Belief("conflict.destruction.odds", 0.2, 0.6)])
    'It believes conflict.destruction.odds 0.2 (true: 0.6).'
    """
    if not beliefs:
        return ""
    parts = [belief_in_words(belief) for belief in beliefs[:MAX_BELIEFS]]
    if len(beliefs) > MAX_BELIEFS:
        parts.append(f"{len(beliefs) - MAX_BELIEFS} more")
    return f"It believes {listed(parts)}."


def belief_in_words(belief: Belief) -> str:
    """Show a belief: its path, the value that is believed, and the true one."""
    return f"{belief.path} {_shown(belief.believed)} (true: {_shown(belief.true)})"


def _shown(value: Json) -> str:
    """Show a value of a scenario: as ``--set`` reads it, long decimals with six digits."""
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    text = written(value)
    return f"{value:.6g}" if isinstance(value, float) and len(text) > len("-0.123456") else text


def _reason(act: str, does: str, terms: Terms, chance: float, *, several: bool) -> str:
    """Say what a rung gains and costs, and what the actor, of several rungs, does with this probability of it."""
    phrases, amounts = _told(terms)
    surely = chance in (0.0, 1.0)
    deed = f"it {does}" if surely else f"it {does} with probability {percent(chance)}"
    better = -amounts.total if chance == 0 else amounts.total
    by = amounts.text(better)
    lead = ""
    if (least := min(terms.war_probability)) >= 1 - SMALLEST_SHOWN:
        lead = f"War comes whatever it does ({percent(least)})"
        if max(map(abs, amounts.parts)) < HARDLY * 10**amounts.decimals:
            choice = f"its choice between {' and '.join(terms.rungs)}" if several else "its choice"
            if not amounts.total:
                return f"{lead}, so that {choice} makes no difference; {deed}."
            ending = f": {deed}, better off by {by}" if surely and better > 0 else f" ({by}); {deed}"
            return f"{lead}, so that {choice} makes hardly any difference{ending}."
        lead += ". "
    told = [(x, f"{amounts.text(x)} {phrase}") for x, phrase in zip(amounts.parts, phrases, strict=True)]
    gains, costs = ([text for x, text in told if x * sign > 0] for sign in (1, -1))
    sides = [f"{verb} it {listed(texts)}" for verb, texts in (("gains", gains), ("costs", costs)) if texts]
    if not sides:
        return f"{lead}{act} makes no difference to it; {deed}."
    if not better:
        ending = f"these even out, and {deed}"
    elif surely:
        ending = f"so {deed}, better off by {by}" if better > 0 else f"yet {deed}, worse off by {by}"
    else:
        ending = f"in all a {'gain' if better > 0 else 'loss'} of {by}, and {deed}"
    return f"{lead}{act} {', but '.join(sides)}; {ending}."


def _told(terms: Terms) -> tuple[tuple[str, ...], Rounded]:
    """Return what is told of each term, and the amounts; without war against it, the risk of war is told as one."""
    p, q = terms.war_probability
    peace = "in peace" + (" (certain either way)" if not p and not q else _product(1 - p, terms.peace))
    costs = f"because its rung costs {'more' if terms.cost > 0 else 'less'}"
    if not q:
        risk = terms.war + terms.likelier
        through = "war, which it makes certain" if p == 1 else f"the {'risk' if risk < 0 else 'chance'} of war"
        phrases: tuple[str, ...] = (peace, f"through {through}{_product(p, risk)}", costs)
        return phrases, rounded((terms.peace, risk, -terms.cost), INDIFFERENT)
    if abs(p - q) <= INDIFFERENT:
        moved = f"because war comes at other times ({percent(p)} either way)"
    else:
        moved = f"because war becomes {'likelier' if p > q else 'less likely'} ({change(q, p)})"
    phrases = (peace, f"in war{_product(p, terms.war)}", moved, costs)
    return phrases, rounded((terms.peace, terms.war, terms.likelier, -terms.cost), INDIFFERENT)


def _product(chance: float, term: float) -> str:
    """Show a term as its probability times what it is where this holds; nothing where it always holds, or never."""
    return f" ({percent(chance)} x {abs(term) / chance:.3g})" if 0 < chance < 1 else ""
