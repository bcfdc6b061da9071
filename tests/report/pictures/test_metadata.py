"""A picture says what it is of: its scenario and its options, enough to draw it again."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from support.in_process import powergame as run
from support.installed import SCENARIOS

import powergame as pg

ALIGNED = SCENARIOS / "strong-and-aligned.yaml"
VARIED = "alignment.weak.strong=-1:1:5"
SVG = "{http://www.w3.org/2000/svg}"


def told(file):
    """Return what the metadata of an SVG or a PDF say."""
    data = file.read_bytes()
    if file.suffix == ".svg":
        return json.loads(ET.fromstring(data).find(f"{SVG}metadata").text)
    text = re.search(rb"/Keywords \((.*?[^\\])\)", data, re.DOTALL)[1]
    return json.loads(re.sub(rb"\\([()\\])", rb"\1", text))


@pytest.mark.parametrize("ending", ["svg", "pdf"])
def test_a_picture_has_its_scenario_and_its_options_in_its_metadata(tmp_path, ending):
    file = tmp_path / f"picture.{ending}"
    assert run("plot", ALIGNED, "--set", "conflict.stakes=0.5", "--width", "8", "-o", file).returncode == 0
    about = told(file)
    assert (about["format"], about["powergame"]) == ("powergame.picture", pg.__version__)
    assert about["scenario"]["sha256"] == pg.load(ALIGNED).sha256
    assert about["scenario"]["values"]["conflict.stakes"] == 0.5
    assert about["options"] == {"kind": "vectors", "of": "seeks", "width": 8.0, "solver": "auto"}


def test_a_png_has_them_too_and_the_bytes_are_the_same_each_time(tmp_path):
    files = [tmp_path / "first.png", tmp_path / "second.png"]
    for file in files:
        run("plot", ALIGNED, "-o", file)
    assert files[0].read_bytes() == files[1].read_bytes()
    assert b'tEXtComment\0{"format": "powergame.picture"' in files[0].read_bytes()


def test_a_phase_diagram_of_a_sweep_says_which(tmp_path):
    file = tmp_path / "map.svg"
    run("sweep", ALIGNED, "--vary", VARIED, "--vary", "conflict.stakes=0.2:1:3", "--plot", file, "--of", "war", "-q")
    about = told(file)
    assert (about["format"], about["of"], about["level"]) == ("powergame.sweep", "war", [0.1, 0.25, 0.5, 0.75, 0.9])
    assert [axis["path"] for axis in about["options"]["vary"]] == ["alignment.weak.strong", "conflict.stakes"]
