"""What a page of the gallery is made of."""

from __future__ import annotations

from dataclasses import dataclass

from powergame.report.document import Document
from powergame.report.formats.terminal import Screen, render
from powergame.scenario.types import Variant
from powergame.scenario.writing.dump import as_written
from powergame.scenario.yaml.written import flow
from powergame.text import uncommanded

READING = (
    "Its words are explained in the [glossary](../reading/glossary.md); its numbers have a page on "
    "[how far to trust them](../reading/trust.md)."
)
"""What stands above every answer."""


@dataclass(frozen=True)
class Section:
    """A part of a page: its title, and its paragraphs in Markdown."""

    title: str
    blocks: tuple[str, ...]


def fenced(language: str, text: str) -> str:
    """Return a text as a block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def answered(command: str, document: Document) -> str:
    """Return a command, and what it prints."""
    return fenced("console", f"$ {command}\n{uncommanded(render(document, Screen()))}")


def changes(variant: Variant) -> str:
    """Return what a variant changes."""
    return "<br>".join(f"`{path}={flow(as_written(value))}`" for path, value in variant.changes)
