"""Pictures as files: the same bytes for the same picture, whenever and wherever they are made."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Literal, get_args
from xml.sax.saxutils import escape

from matplotlib.figure import Figure
from matplotlib.patheffects import Normal
from matplotlib.text import Text

from powergame.errors import UsageError
from powergame.report.pictures.drawing.fonts import is_plain
from powergame.report.pictures.drawing.frames import animated
from powergame.report.pictures.drawing.style import DOTS_PER_INCH, picture_style
from powergame.text import printable, uncommanded_markup

Ending = Literal["svg", "png", "pdf"]
ENDINGS: tuple[Ending, ...] = get_args(Ending)


def ending(path: str) -> Ending:
    """Return the kind of file that a name ends in.

    Raises
    ------
    UsageError
        Where its ending is none of `ENDINGS`.
    """
    suffix = PurePath(path).suffix.lower().removeprefix(".")
    for known in ENDINGS:
        if suffix == known:
            return known
    endings = ", ".join(f".{known}" for known in ENDINGS)
    raise UsageError(f"{printable(path)}: a picture's name ends in one of {endings}")


def to_bytes(figure: Figure, kind: Ending, about: Mapping[str, object] | None = None) -> bytes:
    """Return a figure as the content of a file; what it shows, in a sentence, is among its metadata.

    Parameters
    ----------
    about
        What the picture is of: the head of a result, enough to draw it again. It stands among the metadata, as JSON:
        in SVG's ``metadata``, PNG's ``Comment`` and PDF's ``Keywords``.
    """
    stream, head = io.BytesIO(), "" if about is None else json.dumps(about, allow_nan=False)
    with picture_style(), _outlines(figure) if kind == "pdf" else contextlib.nullcontext():
        figure.savefig(stream, format=kind, dpi=DOTS_PER_INCH, metadata=_metadata(kind, described(figure), head))
    data = stream.getvalue()
    return _for_readers(data, described(figure), head) if kind == "svg" else data


def described(figure: Figure) -> str:
    """Return a picture's description in a sentence, for those who cannot see it."""
    return str(figure.get_label())


@contextlib.contextmanager
def _outlines(figure: Figure) -> Iterator[None]:
    """Draw other scripts' words as outlines: as letters of a PDF file, matplotlib mixes them up or misplaces them."""
    texts = [text for text in figure.findobj(Text) if isinstance(text, Text) and not is_plain(text.get_text())]
    bare = [text for text in texts if not text.get_path_effects()]
    for text in bare:
        text.set_path_effects([Normal()])
    try:
        yield
    finally:
        for text in bare:
            text.set_path_effects([])


def _for_readers(svg: bytes, description: str, about: str) -> bytes:
    """Return a drawing as one image to a screen reader, with a name and what it shows, and without its document type.

    The document type names an address, which some readers would look up.
    """
    start, end = svg.index(b"<!DOCTYPE"), svg.index(b"<svg ")
    opened = svg.index(b">", end) + 1
    name, _, rest = printable(description).partition(": ")
    words = f"\n <title>{escape(name)}</title>\n <desc>{escape(rest or description)}</desc>"
    words += f"\n <metadata>{escape(about)}</metadata>" if about else ""
    head = svg[end:opened].replace(b"<svg ", b'<svg role="img" ', 1)
    return uncommanded_markup(animated((svg[:start] + head + words.encode() + svg[opened:]).decode())).encode()


def _metadata(kind: Ending, description: str, about: str) -> dict[str, str | None]:
    """Return metadata without dates, and versions other than those of what it is of."""
    if kind == "png":
        return {"Software": None, "Description": description, **({"Comment": about} if about else {})}
    if kind == "pdf":
        told = {"Title": description, **({"Keywords": about} if about else {})}
        return {"Creator": None, "Producer": None, "CreationDate": None, **told}
    return {"Creator": None, "Date": None, "Type": None, "Format": None}
