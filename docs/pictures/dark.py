"""Pictures in the dark, where they have the colours of the report."""

from __future__ import annotations

import re
from pathlib import Path

import powergame
from powergame.report.page.inline import inks

TOKENS = Path(powergame.__file__).parent / "report" / "page" / "templates" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")

DARK = dict(COLOUR.findall(TOKENS.read_text(encoding="utf-8").partition("prefers-color-scheme: dark")[2]))
"""Colours of the report in the dark, by their names; others are the same as in the light."""


def rules(paper: str) -> list[str]:
    """Return the rules of a style sheet by which what is drawn is seen on dark paper of this colour."""
    turned = {"#ffffff": paper, **{ink: DARK[name] for ink, name in inks().items() if name in DARK}}
    return [f'[{part}="{ink}"]{{{part}:{dark}}}' for ink, dark in turned.items() for part in ("fill", "stroke")]
