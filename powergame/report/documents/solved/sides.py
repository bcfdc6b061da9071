"""If it comes to war: who would stand with whom, how strong, who would win, and why each defender is where it is.

A defender *bandwagons* where it joins one who seeks power, and *balances* where it stays with the status quo although
that is the weaker side (Waltz, K. N. (1979). Theory of International Politics. Addison-Wesley). It does either for the
sake of what it wants, as in Schweller, R. L. (1994). Bandwagoning for Profit. International Security 19.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from powergame.analysis.alliances import Allegiance, Alliance, IfWar
from powergame.analysis.solve import Answer
from powergame.digits import percent
from powergame.report.numbers import number
from powergame.text import listed

MAX_TOLD = 4
"""Rungs, or margins, at most that a sentence lists; of more margins it tells the least."""

TIED = 1e-9
"""Probability; sides whose chances differ by less are as likely to win but for rounding."""

AS_GOOD = 1e-9
"""Share of all power; a victory whose worth differs by less from the next best one's is as good but for rounding."""


def if_war_told(answer: Answer) -> str:
    """Say who would stand with whom in the most likely war of the selected equilibrium; nothing where none can come."""
    at, if_war, happening = answer.selected, answer.if_war, answer.happening
    if at is None or if_war is None or happening is None or not if_war.probability:
        return ""
    mixing = [
        name
        for name, strategy in zip(answer.game.actors, answer.solution.equilibria[at].profile, strict=True)
        if max(strategy) < 1
    ]
    return " ".join([_who_fights(if_war, happening.war, mixing), *why_they_side(if_war)])


def who_would_win(if_war: IfWar, war: float) -> str:
    """Say in a sentence who would win.

    Parameters
    ----------
    war
        The probability of any war.
    """
    likeliest = max(side.wins for side in if_war.sides)
    first = [side for side in if_war.sides if side.wins >= likeliest - TIED]
    winners = [side_in_words(side) for side in first]
    when = f"If it {'comes' if war else 'came'} to war ({percent(war)})"
    if len(if_war.sides) == 1:
        return f"{when if war else 'No war can come'}: all who fight are on one side."
    if len(winners) == len(if_war.sides):
        return f"{when}: {listed(winners)} are as likely to win."
    does = "each win" if len(first) > 1 else "win" if first[0].leader and len(first[0].members) > 1 else "wins"
    return f"{when}: {listed(winners)} {does} with {percent(likeliest)}."


def side_in_words(side: Alliance) -> str:
    """Name a side.

    Examples
    --------
    >>> side_in_words(Alliance(None, ("Russia", "France"), 0.4, 0.3, (0.1, 0.3)))
    'the status quo: Russia + France'
    """
    return f"{'' if side.leader else 'the status quo: '}{' + '.join(side.leader_first)}"


def _who_fights(if_war: IfWar, war: float, mixing: Sequence[str]) -> str:
    """Say which sides there are, and of actors who mix their rungs on which of them."""
    where = (
        f"most likely where {listed([f'{name} plays {if_war.profile[name]}' for name in mixing])}"
        if 0 < len(mixing) <= MAX_TOLD
        else "in its most likely form"
    )
    most = f", {where} ({percent(if_war.probability)})" if mixing else ""
    bystanders = if_war.bystanders
    out = f" {listed(bystanders)} {'keeps' if len(bystanders) == 1 else 'keep'} out." if bystanders else ""
    if len(if_war.sides) == 1:
        leader = if_war.sides[0].leader
        all_on = f"all others stand with {leader}" if leader else f"{listed(if_war.sides[0].members)} fight on one side"
        return f"If it comes to war ({percent(war)}){most}, {all_on}.{out}"
    sides = (
        f"{side_in_words(side)} ({percent(side.strength)} of strength, wins with {percent(side.wins)})"
        for side in if_war.sides
    )
    return f"If it comes to war ({percent(war)}){most}: {' against '.join(sides)}.{out}"


def why_they_side(if_war: IfWar) -> Iterator[str]:
    """Yield why defenders join one who seeks power, and why they stay although theirs is the weaker side."""
    status_quo = if_war.side_of(None)
    weaker = status_quo is not None and any(side.strength > status_quo.strength for side in if_war.sides)
    alone = " alone" if status_quo is not None and len(status_quo.members) == 1 else ""
    alike: dict[tuple[str | None, bool], list[Allegiance]] = {}
    for choice in if_war.siding:
        if choice.leader is not None or weaker:
            alike.setdefault((choice.leader, choice.margin < AS_GOOD), []).append(choice)
    for (leader, tied), choices in alike.items():
        several = len(choices) > 1
        who, it, s = listed([choice.actor for choice in choices]), "they" if several else "it", "" if several else "s"
        does = (
            f"balance{s}{alone}: {it} stay{s} on the weaker side, and value{s} its"
            if leader is None
            else f"bandwagon{s} with {leader}: {it} value{s} its"
        )
        instead = {choice.instead for choice in choices}
        above = "the next best" if len(instead) > 1 else f"{next(iter(instead)) or 'the status quo'}'s"
        margins = _margins([choice.margin for choice in choices])
        yield f"{who} {does} victory {f'no less than {above}' if tied else f'above {above} by {margins}'}."


def _margins(margins: Sequence[float]) -> str:
    if len(margins) > MAX_TOLD:
        return f"{number(min(margins))} or more"
    return listed([number(margin) for margin in margins])
