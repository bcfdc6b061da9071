"""Numbers as spreadsheets write them: with decimal points or commas, as fractions and percentages.

What separates thousands is refused, and so is what may be read in two ways: ``1,234`` is 1.234 to some and 1234 to
others. One table has one decimal mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache

from powergame.model.game import Number, payoff_of
from powergame.sources.tables.sheet import Sheet

KNOWN = 10_000
"""Different cells that are remembered: most tables have few."""

MINUS = str.maketrans("\u2212\u2013", "--")
"""Minus signs that word processors write."""

NUMERAL = re.compile(r"[-+]?[0-9][0-9.,' \u2019/]*([eE][-+]?[0-9]+)?\s*%?|[-+]?[.,][0-9]+\s*%?")
"""Pattern of what is meant as a number, in any notation."""

POINT, COMMA = (
    re.compile(r"[-+]?[0-9]*\.[0-9]+(e[-+]?[0-9]+)?%?", re.I),
    re.compile(r"[-+]?[0-9]*,[0-9]+(e[-+]?[0-9]+)?%?", re.I),
)
"""Patterns of numbers with one decimal mark."""

THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}([.,' \u2019][0-9]{3})+(?![0-9])")
"""Pattern of a number that begins as one does whose thousands are separated."""

DATE = re.compile(
    r"[0-9]{1,4}[-./ ]+[0-9a-z\u00e4]{1,4}[-./ ]+[0-9]{2,4}|[0-9]{1,2}[-. ]+[a-z\u00e4\u00fb\u00e9]{3,4}\.?"
    "|[a-z]{3}-[0-9]{2}",
    re.IGNORECASE,
)
"""Pattern of what spreadsheets make of ``3/2`` where they take it for a day: 03. Feb, 3-Feb, Feb-03, 2026-02-03."""

MADE_A_DATE = "a spreadsheet may have made a date of a fraction; format its cells as text, and write 3/2 again"


@lru_cache(maxsize=KNOWN)
def is_number(text: str) -> bool:
    """Whether a cell is meant as a number, in whatever notation.

    Examples
    --------
    >>> [is_number(text) for text in ("3", "-0,5", "3/2", "45 %", "1.234,5", "hold", "3, 0", "2nd")]
    [True, True, True, True, True, False, False, False]
    """
    return NUMERAL.fullmatch(text.translate(MINUS)) is not None and ", " not in text


def decimal_mark(sheet: Sheet, numbers: Iterable[tuple[int, int, str]]) -> str:
    """Return the decimal mark of some numbers, each with its row and column: a point, unless commas are proven.

    Raises
    ------
    ScenarioError
        Where marks differ, and where a mark may as well separate thousands.
    """
    first: dict[str, tuple[int, int]] = {}
    doubtful: dict[str, tuple[int, int, str]] = {}
    proven = set()
    for i, j, text in numbers:
        word = text.translate(MINUS).replace(" ", "")
        mark = "." if POINT.fullmatch(word) else "," if COMMA.fullmatch(word) else ""
        if not mark:
            continue
        first.setdefault(mark, (i, j))
        if THOUSANDS.fullmatch(word.rstrip("%")):
            doubtful.setdefault(mark, (i, j, text))
        else:
            proven.add(mark)
    if len(first) == 2:
        for i, j, text in (doubtful[mark] for mark in first if len(proven) == 1 and mark not in proven):
            raise sheet.fault(i, j, f"separates thousands; write {_without_marks(text)}")
        other = sheet.place(*first["."])
        raise sheet.fault(
            *first[","], f"has a decimal comma, and {other} a decimal point; expected one of the two in a table"
        )
    mark = "," if "," in first else "."
    if mark in doubtful and mark not in proven and (mark == "," or sheet.separator == ";"):
        i, j, text = doubtful[mark]
        whole = _without_marks(text)
        reads = f"{text.replace(mark, '.')} or {whole} with its thousands separated"
        raise sheet.fault(i, j, f"may be {reads}; write {text}0 or {whole}")
    return mark


def _without_marks(text: str) -> str:
    return text.replace(",", "").replace(".", "")


@lru_cache(maxsize=KNOWN)
def number_of(text: str, mark: str) -> Number:
    """Return a cell's number, exactly.

    Raises
    ------
    ValueError
        With what is wrong, and what to write instead.

    Examples
    --------
    >>> number_of("0,5", ","), number_of("-45 %", "."), number_of("3/2", ".")
    (Decimal('0.5'), Decimal('-0.45'), Fraction(3, 2))
    """
    word = text.translate(MINUS)
    percent = word.endswith("%")
    word = word.removesuffix("%").rstrip()
    other = "." if mark == "," else ","
    if not re.fullmatch(r"[-+0-9.,/eE]+", word) or other in word or word.count(mark) > 1:
        raise ValueError(_cure(word, mark))
    try:
        number = payoff_of(word.replace(mark, "."))
    except ValueError as error:
        raise ValueError(str(error).replace("a payoff", "a number")) from None
    if not percent:
        return number
    return number / 100 if isinstance(number, Fraction) else number.scaleb(-2)


def number_at(sheet: Sheet, i: int, j: int, mark: str, text: str | None = None) -> Number:
    """Return the number of a cell, or of a text that is part of it, exactly; a cell without one is a fault."""
    try:
        return number_of(sheet.rows[i][j] if text is None else text, mark)
    except ValueError as error:
        raise sheet.fault(i, j, str(error)) from None


def made_by_spreadsheet(text: str) -> str | None:
    """Say what a spreadsheet has put in the place of a number, and what to do; None where it has not."""
    if text.startswith("="):
        return "is a formula; save the table with its values"
    if text.startswith("#"):
        return "is an error of the spreadsheet; expected a number"
    return MADE_A_DATE if DATE.fullmatch(text) else None


def _cure(word: str, mark: str) -> str:
    """Say what is wrong with what is no number, and what to write."""
    if not word:
        return "expected a number"
    if by_spreadsheet := made_by_spreadsheet(word):
        return by_spreadsheet
    if word.lower().lstrip("+-") in ("inf", "infinity", "nan", "\u221e"):
        return "is not finite; expected a number"
    if THOUSANDS.match(word):
        return f"separates thousands; write {_ungrouped(word, mark)}"
    if "," in word and mark == "." and COMMA.fullmatch(word):
        return f"has a decimal comma; write {word.replace(',', '.')}"
    if "." in word and mark == "," and POINT.fullmatch(word):
        return f"has a decimal point in a table with decimal commas; write {word.replace('.', ',')}"
    return "expected a number: 1, -0.5, 1/3 or 1e-3"


def _ungrouped(word: str, mark: str) -> str:
    """Return a number without what separates its thousands: the last of several different marks is the decimal one."""
    marks = re.findall("[^-+0-9]", word)
    if len(set(marks)) > 1 and marks[-1] in ".,":
        whole, _, rest = word.rpartition(marks[-1])
        return f"{re.sub('[^-+0-9]', '', whole)}{mark}{rest}"
    return re.sub("[^-+0-9]", "", word)
