"""The numbers that a reason prints, read out of its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

NUMBER = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
PERCENT = r"[<>]? ?[\d.]+ %"

PHRASES = {
    "peace": r"in peace(?: \(certain either way\))?",
    "risk": r"through (?:war, which it makes certain|the (?:risk|chance) of war)",
    "war": r"in war",
    "likelier": r"because war (?:becomes likelier|becomes less likely|comes at other times)",
    "cost": r"because its rung costs (?:more|less)",
}
CLAUSE = re.compile(
    rf"({NUMBER}) (?:{'|'.join(f'(?P<{kind}>{phrase})' for kind, phrase in PHRASES.items())})"
    rf"(?: \(({PERCENT}) x ({NUMBER})\))?(?: \(from ({PERCENT}) to ({PERCENT})\))?"
)
ENDING = re.compile(
    rf"(?:; so it [^;]*, (?P<better>better) off by|; yet it [^;]*, (?P<worse>worse) off by"
    rf"|; in all a (?P<in_all>gain|loss) of|: it [^;]*, (?P<hardly>better) off by) ({NUMBER})"
)


@dataclass
class Told:
    """What a reason says.

    Attributes
    ----------
    amounts
        Signed, by kind of term.
    products
        By kind: the percentage as it stands, and the amount beside it.
    change
        Two percentages as they stand.
    advantage
        What the rung is said to be worth more than the other, signed.
    """

    amounts: dict[str, Decimal] = field(default_factory=dict)
    products: dict[str, tuple[str, float]] = field(default_factory=dict)
    change: tuple[str, str] | None = None
    advantage: Decimal = Decimal(0)


def read(text: str) -> Told:
    """Read the first reason of a text."""
    told = Told()
    costs_from = text.find("costs it")
    for clause in CLAUSE.finditer(text):
        kind = next(name for name in PHRASES if clause[name])
        sign = -1 if 0 <= costs_from < clause.start() else 1
        told.amounts[kind] = sign * Decimal(clause[1])
        percentage, amount, before, after = clause.groups()[-4:]
        if percentage:
            told.products[kind] = (percentage, float(amount))
        if before:
            told.change = (before, after)
    ending = ENDING.search(text)
    if ending:
        declines = "it does not seek" in ending[0]
        negative = (
            ending["worse"] or ending["in_all"] == "loss" or ((ending["better"] or ending["hardly"]) and declines)
        )
        told.advantage = Decimal(ending.groups()[-1]) * (-1 if negative else 1)
    return told


def reads(percentage: str, p: float) -> bool:
    """Whether a percentage, as it stands, is what a probability reads."""
    if percentage.startswith("<"):
        return 0 < p < 1e-3
    if percentage.startswith(">"):
        return 0.999 < p < 1
    digits = percentage.removesuffix(" %")
    if digits in ("0", "100"):
        return p == float(digits) / 100
    step = 10.0 ** -len(digits.partition(".")[2]) if "." in digits else 1.0
    return abs(100 * p - float(digits)) <= step / 2 * (1 + 1e-6)
