"""Pictures of the documentation: they are what the program draws, small, in light and dark, and all are shown."""

import importlib.util
import re
import sys
import xml.etree.ElementTree as ET

import pytest
from support.documentation import PAGES
from support.installed import ROOT

FOLDER = ROOT / "docs" / "pictures"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
IDS = re.compile(r"p[0-9a-f]{10}|m[0-9a-f]{10}")
APART = 0.6
"""Points: fonts and versions of matplotlib move words by less."""

MAX_BYTES = 60_000
AGAIN = "make pictures draws them anew"


def drawing():
    spec = importlib.util.spec_from_file_location("doc_pictures", FOLDER / "draw.py")
    module = sys.modules["doc_pictures"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


DRAWING = drawing()


@pytest.mark.parametrize("picture", DRAWING.PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_what_is_drawn_now(picture):
    for name, drawn in DRAWING.drawn(picture).items():
        stored, now = (IDS.sub("id", text) for text in ((FOLDER / f"{name}.svg").read_text(encoding="utf-8"), drawn))
        assert NUMBER.sub("0", stored) == NUMBER.sub("0", now), AGAIN
        pairs = zip(NUMBER.findall(stored), NUMBER.findall(now), strict=True)
        assert all(abs(float(a) - float(b)) <= APART for a, b in pairs), AGAIN


@pytest.mark.parametrize("name", [name for picture in DRAWING.PICTURES for name in picture.widths])
def test_a_picture_is_small_and_has_a_paper_in_the_light_and_in_the_dark(name):
    file = FOLDER / f"{name}.svg"
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    assert file.stat().st_size <= MAX_BYTES
    style = next(element.text for element in root.iter() if element.tag.endswith("style"))
    assert "prefers-color-scheme:dark" in style
    assert any(element.get("class") == "paper" for element in root.iter())


def test_every_picture_is_shown_and_every_picture_shown_is_there():
    pages = {page: page.read_text(encoding="utf-8") for page in PAGES}
    shown = {
        (page.parent / address).resolve()
        for page, text in pages.items()
        for address in re.findall(r"!\[[^\]]+\]\(([^)]+\.svg)\)", text)
    }
    assert shown == {FOLDER / f"{picture.name}.svg" for picture in DRAWING.PICTURES}
    beside = {FOLDER / f"{name}.svg" for picture in DRAWING.PICTURES for name in picture.widths}
    assert beside == set(FOLDER.glob("*.svg")), "wide ones, and those for phones"
