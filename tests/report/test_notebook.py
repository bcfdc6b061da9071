"""Results in notebooks: tables and pictures of themselves, names as text; and the notebook in docs, executed."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from IPython.lib.pretty import pretty
from nbclient import NotebookClient
from support import deceptions
from support.installed import ROOT, SMALLEST

import powergame as pg
from powergame.analysis.check import Checked, Statement
from powergame.questions import QUESTIONS
from powergame.scenario.types import Observation, Prior
from powergame.sources.games import game_of

NOTEBOOK = ROOT / "docs" / "tutorials" / "ai-under-oversight.ipynb"
AGAIN = f"jupyter execute --inplace {NOTEBOOK.relative_to(ROOT)} runs it anew"

RESULTS = tuple(name for question in QUESTIONS for name in question.classes)

HOSTILE = SMALLEST.replace("red:", '"<script>alert(1)</script> {{ 7*7 }} | `x` [y](z)":')


DEED = {
    "unknown": {"conflict.stakes": Prior("uniform", (0.0, 1.0))},
    "observe": [Observation(((pg.load_text(HOSTILE).names[1], "seek"),))],
    "rationality": 5.0,
}
"""One thing unknown, and what is seen of the other actor."""


class Tags(HTMLParser):
    """The tags of a text, and what stands between them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


@pytest.fixture(scope="module")
def results():
    scenario = pg.load_text(HOSTILE)
    other = scenario.with_values({"conflict.destruction.odds": 0})
    axes = {"conflict.destruction.odds": "0:1:3", "conflict.destruction.severity": "0:1:3"}
    return {
        "Answer": pg.solve(scenario),
        "Comparison": pg.compare([scenario, other]),
        "CheckReport": checked_among(scenario),
        "Thresholds": pg.threshold(scenario, "conflict.destruction.odds"),
        "Sweep": pg.sweep(scenario, axes),
        "Convergence": pg.converge(scenario, draws=64),
        "Inference": pg.infer(scenario, **DEED),
        "Inferences": pg.infer_each([scenario, other], **DEED),
        "TreeAnswer": pg.solve(scenario.with_values({"rounds": 2})),
        **deceptions_among(scenario),
    }


def checked_among(scenario):
    """Return a report of one check that names a scenario's actors, with an expectation that is not met."""
    missed = Statement(f"seeks.{scenario.names[1]}", "always", "never", holds=False)
    return pg.CheckReport((Checked("<b>.yaml", scenario.name, (missed,), exit_status=1),))


def deceptions_among(scenario):
    """Return results of `deceive` with the names of a scenario's actors."""
    told = deceptions.told_of(scenario)
    openly = deceptions.with_measures(told, coup=0.0, shows=0.0, word="open")
    curves = replace(deceptions.curves(), points=(((0.1,), told), ((0.9,), openly)))
    return {"Deception": told, "Deceptions": pg.Deceptions((told, told)), "DeceptionCurves": curves}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_tables_whose_names_are_text(results, name):
    result = results[name]
    found = Tags(result._repr_html_())
    assert {"table", "p"} & set(found.tags)
    assert set(found.tags) <= {"div", "p", "b", "br", "span", "h4", "table", "thead", "tbody", "tr", "th", "td", "img"}
    assert "<script>alert(1)</script> {{ 7*7 }} | `x` [y](z)" in found.text
    assert "\\[y\\](z)" in result._repr_markdown_().replace("\\(", "(").replace("\\)", ")")
    assert "<script" not in result._repr_markdown_()
    printed = pretty(result)
    assert "<script>alert(1)</script>" in " ".join(printed.split())
    assert "\x1b" not in printed
    assert printed.count("\n") >= 3


def test_answers_thresholds_and_sweeps_have_pictures(results):
    for name in ("Answer", "Sweep", "Thresholds", "TreeAnswer", "Deception", "DeceptionCurves"):
        picture = results[name]._repr_svg_()
        assert picture.startswith("<svg ")
        assert "<script" not in picture
        assert 'src="data:image/svg+xml;base64,' in results[name]._repr_html_()
    assert results["Comparison"]._repr_svg_() is None


def test_a_game_shows_its_matrix():
    game = game_of("game.nfg", b'NFG 1 R "Coordination" { "a" "b" } { 2 2 } 2 1 0 0 0 0 1 2')
    assert "3 equilibria." in pg.solve(game)._repr_svg_()


@pytest.mark.parametrize("name", RESULTS)
def test_the_repr_of_a_result_is_one_line(results, name):
    line = repr(results[name])
    assert line.startswith(f"<{name} ")
    assert line.endswith(">")
    assert line.isprintable()
    assert len(line) < 400


def test_the_repr_of_a_result_says_what_was_found():
    scenario = pg.load(ROOT / "scenarios" / "strong-and-aligned.yaml")
    named = replace(scenario, name="crisis")
    path, line = "alignment.weak.strong", replace(named, name="two\nlines")
    assert repr(pg.solve(named)) == "<Answer 'crisis': strong never, weak never>"
    assert repr(pg.threshold(named, path)) == "<Thresholds 'crisis': alignment.weak.strong: 2 flips>"
    assert repr(pg.sweep(named, {path: "0:1:3"})) == "<Sweep 'crisis': 3 points over alignment.weak.strong>"
    assert repr(pg.compare([named, line])) == "<Comparison of 'crisis', 'two\\nlines': 0 differences>"
    shares = {name: pg.converge(named, draws=64).found[0].actor(name).always.value for name in named.names}
    assert repr(pg.converge(named, draws=64)) == (
        f"<Convergence 'crisis': strong always {shares['strong']:.3g}, weak always {shares['weak']:.3g} of 64 draws>"
    )


def test_the_repr_of_many_actors_names_some_and_counts_the_others():
    actors = ", ".join(f"a{k}: {{power: 1, preferences: [1]}}" for k in range(7))
    answer = pg.solve(pg.load_text(f"actors: {{{actors}}}\nconflict: {{destruction: {{odds: 1, severity: 1}}}}"))
    assert repr(answer).endswith("a3 never, and 3 more>")


def test_neither_a_result_nor_its_repr_loads_what_draws():
    """A debugger, an assertion and a log line ask for it."""
    code = (
        "import sys, powergame as pg\n"
        "s = pg.load(sys.argv[1])\n"
        "p = 'conflict.destruction.odds'\n"
        "for r in (pg.solve(s), pg.threshold(s, p), pg.sweep(s, {p: '0:1:3'}), pg.converge(s, draws=16), "
        "pg.compare([s, s])):\n"
        "    assert '\\n' not in repr(r)\n"
        "heavy = ('powergame.report', 'jinja2', 'matplotlib')\n"
        "assert not [m for m in sys.modules if m.startswith(heavy)]"
    )
    scenario = ROOT / "scenarios" / "strong-and-aligned.yaml"
    subprocess.run([sys.executable, "-c", code, str(scenario)], check=True)


def steady(cell):
    """Return what a cell shows, but for pictures' bytes, which are matplotlib's; printed lines come in any pieces."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    shown = [
        {kind: re.sub(r'src="[^"]*"', "", "".join(text)) * (kind != "image/svg+xml") for kind, text in data.items()}
        for data in (output.data for output in cell.outputs if output.output_type != "stream")
    ]
    return printed, shown


def test_the_notebook_in_docs_shows_what_happens():
    stored = nbformat.read(NOTEBOOK, as_version=4)
    run = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(run, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    for k, (was, now) in enumerate(zip(stored.cells, run.cells, strict=True)):
        if was.cell_type == "code":
            assert steady(was) == steady(now), f"cell {k}: {AGAIN}"


def cells(kind):
    return [cell for cell in nbformat.read(NOTEBOOK, as_version=4).cells if cell.cell_type == kind]


def shown():
    """All text that the notebook's cells have put out."""
    outputs = [output for cell in cells("code") for output in cell.outputs]
    return "\n".join("".join(output.get("text", "")) + str(output.get("data", "")) for output in outputs)


def test_the_notebook_has_pictures_and_every_cell_its_output():
    found = cells("code")
    assert all(cell.outputs for cell in found)
    assert not any(output.output_type == "error" for cell in found for output in cell.outputs)
    assert sum("image/svg+xml" in output.get("data", {}) for cell in found for output in cell.outputs) >= 2


def test_every_figure_in_the_notebook_s_prose_is_in_an_output():
    told = {number for cell in cells("markdown") for number in re.findall(r"\d+\.\d+", cell.source)}
    assert len(told) >= 6
    assert [number for number in sorted(told) if number not in shown()] == []


def test_the_notebook_knows_no_machine_and_its_links_lead_somewhere():
    text = NOTEBOOK.read_text(encoding="utf-8")
    assert len(text) < 400_000
    for trace in (str(ROOT), str(Path.home()), "/tmp/", "ipykernel_"):
        assert trace not in text
    for cell in cells("markdown"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", cell.source):
            assert (NOTEBOOK.parent / target).exists(), target


def test_what_the_page_on_notebooks_shows_runs(monkeypatch):
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "how-to" / "notebooks.md").read_text(), re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(code, "docs/how-to/notebooks.md", "exec"), {})
