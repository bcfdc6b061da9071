"""What is asked of draws besides who seeks power, in words and as a table."""

from __future__ import annotations

from powergame.analysis.converge import Convergence, Share
from powergame.analysis.converge.asked import AskedShares
from powergame.digits import percent
from powergame.report.document import Column, Table, Text

LEGENDS = {
    "war": "at least: the share of draws in which it is that and more; in the selected equilibrium",
    "destroyed": "at least: the share of draws in which it is that and more; in the selected equilibrium",
    "plays": "the share of draws in which the rung is the one most probably played, in the selected equilibrium",
}
"""What the numbers of a table are, by what is asked."""

NEAR_ONE = 0.99
"""Share above which intervals are shown with one more digit."""

NUMBERS = {"war": "the chance of war", "destroyed": "the share of all power destroyed"}


def asked_headline(convergence: Convergence, asked: AskedShares, of: str) -> str:
    """Say what holds on average, or how often each rung is played.

    Parameters
    ----------
    of
        Of what shares are told, in words.
    """
    if asked.mean is None:
        shares = sorted((pair for pair in asked.plays if pair[1].value), key=lambda pair: -pair[1].value)
        parts = [
            f"{rung} for {percent(share.value)}" if share.value < 1 else f"{rung} for all" for rung, share in shares
        ]
        return f"Of {of}: {convergence.aspect.actor} plays {', '.join(parts) or 'no rung that is selected'}."
    level, share = _telling(asked)
    more = f"; it is {percent(level)} or more for {percent(share.value)}" if 0 < share.value < 1 else ""
    return f"Of {of}: {NUMBERS[convergence.aspect.kind]} is {percent(asked.mean.value)} on average{more}."


def _telling(asked: AskedShares) -> tuple[float, Share]:
    """Return the level that divides the draws most evenly."""
    return min(asked.above, key=lambda pair: abs(pair[1].value - 0.5))


def asked_shares(convergence: Convergence) -> Table:
    """Return a row for each number of outcomes and each level or rung."""
    number = convergence.aspect.is_number
    columns = [Column("outcomes", True)]
    columns += [Column("mean", True), Column("95 %"), Column("at least", True)] if number else [Column("plays")]
    columns += [Column("share", True), Column("95 %")]
    rows = []
    for at in convergence.found:
        asked = at.asked
        assert asked is not None, "more than who seeks power is asked"
        named = [(percent(level), share) for level, share in asked.above] + list(asked.plays)
        for k, (name, share) in enumerate(named):
            row = [Text("" if k else f"{at.dimensions:,}")]
            if asked.mean is not None:
                row += [Text(""), Text("")] if k else [Text(percent(asked.mean.value)), interval(asked.mean)]
            rows.append((*row, Text(name), Text(percent(share.value)), interval(share)))
    return Table(tuple(columns), tuple(rows))


def interval(share: Share) -> Text:
    """Return a 95 % interval in percent."""
    digits = 4 if share.high > NEAR_ONE else 3
    low, high = (percent(x, digits).removesuffix(" %") for x in (share.low, share.high))
    return Text(f"{low}–{high}", "faint")
