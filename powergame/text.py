"""Text that may be printed anywhere, and text that may be a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

MAX_NAME = 64
"""Characters in a name."""

MAX_LABEL = 1_000
"""Characters in a name that another program gave: Gambit's files name strategies by their whole plans."""

MAX_REPEATED = 200
"""Characters of somebody's text that a message repeats at most."""

INVISIBLE = frozenset("\u00ad\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
"""Characters that are invisible, though Unicode does not class them so."""

JOINERS = frozenset("\u200c\u200d")
"""Zero-width joiners: they shape some scripts and emoji, and are invisible by themselves."""

MAX_COMBINING = 4
"""Combining marks in a row; more of them would climb out of the line."""


def printable(text: str) -> str:
    r"""Escape controls and direction marks, so that text may be printed anywhere, in one line.

    Examples
    --------
    >>> printable("red\x1b[31m\nblue")
    'red\\x1b[31m\\nblue'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_escaped, text))


def repeated(text: str) -> str:
    """Return what somebody wrote as a message repeats it: printable, and no more than its beginning."""
    return printable(text[:MAX_REPEATED])


def error_in_words(error: BaseException) -> str:
    """Say in a line what an error is that nobody has foreseen."""
    words = repeated(" ".join(str(error).split()))
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _escaped(c: str) -> str:
    if not _hidden(c):
        return c
    if c == "\n":
        return "\\n"
    return f"\\x{ord(c):02x}" if ord(c) < 0x100 else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"


def _hidden(c: str) -> bool:
    """Whether a character is a control, a direction mark, a separator but the space, or no character at all."""
    if c in JOINERS:
        return False
    return unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def listed(words: Sequence[str], last: str = "and") -> str:
    """Show words as a sentence has them.

    Examples
    --------
    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["a", "b"], last="or")
    ('a', 'a, b and c', 'a or b')
    """
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def sentence(note: str) -> str:
    """Return a note as a sentence of its own: it begins with a capital, and ends with a full stop."""
    return f"{note[0].upper()}{note[1:]}."


def characters(text: str) -> list[str]:
    r"""Divide text into what readers see as characters: a letter with its marks, a flag, joined emoji, a syllable.

    Examples
    --------
    >>> characters("e\u0301\U0001f1f9\U0001f1fc!") == ["e\u0301", "\U0001f1f9\U0001f1fc", "!"]
    True
    """
    parts: list[str] = []
    for c in text:
        if parts and _continues(parts[-1], c):
            parts[-1] += c
        else:
            parts.append(c)
    return parts


VIRAMA = 9
"""Combining class of the marks that join a consonant to the next one, in scripts of India and around it."""


def _continues(character: str, c: str) -> bool:
    """Whether a code point belongs to the character before it; a short form of Unicode's rules (annex 29)."""
    last = character[-1]
    if unicodedata.category(c) in ("Mn", "Me", "Mc") or c in JOINERS or "\U0001f3fb" <= c <= "\U0001f3ff":
        return True
    if last in JOINERS or unicodedata.combining(last) == VIRAMA:
        return not c.isascii()
    if "\U0001f1e6" <= c <= "\U0001f1ff":
        return len(character) == 1 and "\U0001f1e6" <= last <= "\U0001f1ff"
    after_first = "\u1100" <= last <= "\u11ff" or "\uac00" <= last <= "\ud7a3"
    return ("\u1160" <= c <= "\u11ff" and after_first) or "\u1100" <= last <= c <= "\u115f"


def fault_of_name(name: str, most: int = MAX_NAME) -> str | None:
    """Return the fault of a name of an actor, rung, outcome, type or variant; None if it has none.

    A name is any printable text of 1 to `most` characters without dots (they separate the parts of a path), control or
    bidirectional-override characters, and without spaces at its ends.

    Examples
    --------
    >>> fault_of_name("Athens"), fault_of_name(" Sparta")
    (None, 'a name has no spaces at its ends')
    """
    if not name or not any(_seen(c) for c in name):
        return "expected a name of printable text"
    if len(name) > most:
        return f"a name has at most {most:,} characters, and this one has {len(name):,}"
    if "." in name:
        without = printable(name.replace(".", " ").strip())
        return f"a name has no dots, which separate the parts of a path; perhaps '{without}'"
    if name != name.strip():
        return "a name has no spaces at its ends"
    bad = next((c for c in name if _hidden(c) or c in INVISIBLE), None)
    if bad is not None:
        return f"a name has no control, direction or invisible characters, and this one has U+{ord(bad):04X}"
    return _fault_of_marks(name)


def _fault_of_marks(name: str) -> str | None:
    row = 0
    for c in unicodedata.normalize("NFC", name):
        row = row + 1 if unicodedata.combining(c) else 0
        if row > MAX_COMBINING:
            return f"a name has at most {MAX_COMBINING} combining marks in a row"
    return None


def _seen(c: str) -> bool:
    return not (c.isspace() or _hidden(c) or c in INVISIBLE or c in JOINERS or unicodedata.combining(c))


def look_alikes(names: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs of names that readers could confuse: equal but for case and similar characters.

    Examples
    --------
    >>> look_alikes(["Lab 1", "Lab 2", "lab l"])
    [('Lab 1', 'lab l')]
    """
    known: dict[str, str] = {}
    pairs = []
    for name in names:
        folded = _skeleton(name)
        if folded in known:
            pairs.append((known[folded], name))
        else:
            known[folded] = name
    return pairs


CONFUSABLE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0445\u0443\u0456\u0458\u0455\u03bf\u03b1\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7\u03a5\u0396",
    "aeopcxyijsoaabehikmnoptxyz",
)
"""Cyrillic and Greek letters that look like Latin ones."""


def _skeleton(name: str) -> str:
    seen = "".join(c for c in name if c not in JOINERS and not "\ufe00" <= c <= "\ufe0f")
    folded = unicodedata.normalize("NFKC", seen).translate(CONFUSABLE).casefold().translate(CONFUSABLE)
    return unicodedata.normalize("NFKC", folded).replace("l", "i").replace("1", "i").replace("0", "o")


LINE_ENDS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
"""Characters after which some reader sees a new line."""

COMMAND = re.compile(rf"((?:\A|[{LINE_ENDS}])\s*):(?=:)")
"""Pattern of what GitHub's runner obeys where a step prints it: ``::`` at the beginning of a line, behind blanks."""

OLD_COMMAND = "##["
"""Text that GitHub's runner and Azure's obey wherever in a line a step prints it."""


def uncommanded(text: str, *, colon: str = r"\:", bracket: str = r"\[") -> str:
    r"""Return text without a line that a CI runner would obey.

    Parameters
    ----------
    colon, bracket
        What the text's format has for a colon and a bracket that are nothing but text.

    Examples
    --------
    >>> print(uncommanded("a::b\n  ::stop-commands::x\n##[group]x"))
    a::b
      \::stop-commands::x
    ##\[group]x
    """
    if "::" in text:
        text = COMMAND.sub(lambda match: match[1] + colon, text)
    return text.replace(OLD_COMMAND, "##" + bracket) if OLD_COMMAND in text else text


def uncommanded_markup(text: str) -> str:
    """Return HTML or XML that says the same without a line that a CI runner would obey.

    Examples
    --------
    >>> uncommanded_markup("<pre>::error::x</pre>"), uncommanded_markup("::error::x")
    ('<pre>::error::x</pre>', '&#58;:error::x')
    """
    return uncommanded(text, colon="&#58;", bracket="&#91;")


SIGN = r"=+\-@\uff1d\uff0b\uff0d\uff20"
"""Characters, as a class of a pattern, with which a formula begins: ``=+-@``, and the same in full width."""

FORMULA = re.compile(rf"""((?:\A|[^\w\s{SIGN}()\[\].])["\s]*)(?=[{SIGN}])|(\s)(?=[{SIGN}](?:\S|\Z))""")
"""Pattern of where a spreadsheet may see a formula begin: where a cell begins, whatever it takes for a separator."""

SIGNED_NUMBER = re.compile(r"[-+](?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?=\s*(?:[,;|:)\]]|\Z)|\s+\w)")
"""Pattern of a number with a sign that ends there: no operator, which would make a formula of it, comes next."""


def uncomputed(text: str) -> str:
    r"""Return text in which no spreadsheet finds a formula, whatever it takes for the separator of cells.

    An apostrophe stands before a sign with which a cell could begin: at the beginning, behind a blank, and behind any
    mark but brackets and full stops. Numbers within the text are no formulae.

    Examples
    --------
    >>> uncomputed("=1+1"), uncomputed("Lab;=1+1"), uncomputed("from -1 to 2"), uncomputed("a-b")
    ("'=1+1", "Lab;'=1+1", 'from -1 to 2', 'a-b')
    """

    def guarded(match: re.Match[str]) -> str:
        is_number = match[0] and SIGNED_NUMBER.match(text, match.end())
        return match[0] if is_number or match[0].endswith("'") else f"{match[0]}'"

    return FORMULA.sub(guarded, text)


def cell_text(text: str) -> str:
    r"""Return text as a table of CSV has it, in one line: no spreadsheet computes it, and no runner obeys it.

    Examples
    --------
    >>> cell_text("red"), cell_text("=1+1"), cell_text("##[error]red")
    ('red', "'=1+1", '##\\[error]red')
    """
    return uncommanded(uncomputed(printable(text)), colon=":")


IN_QUOTES = re.compile(r'[",;:|]|^\s|\s$')
"""Pattern of text that stands in quotes in CSV: it has what parts cells somewhere, or blanks at an end."""


def quoted(text: str) -> str:
    """Return a cell as it is written: in quotes where it needs them; so it begins no command either.

    Examples
    --------
    >>> print(quoted("red"), quoted("::error::red"))
    red "::error::red"
    """
    return '"' + text.replace('"', '""') + '"' if IN_QUOTES.search(text) else text
