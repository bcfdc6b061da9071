"""What the README and the docs show is what happens."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from support import in_process
from support.documentation import GENERATED, PAGES
from support.installed import COMMAND, ROOT, SCHEMAS
from support.schemas import RESULTS, command_of, keys_in
from written import written

import powergame
from powergame.report.glossary.entries import by_group
from powergame.scenario import fields
from powergame.scenario.reading.load import load_text

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    return [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def console_blocks():
    """Yield each block of commands of each page, with the page's text above it; named by page and line."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for block in BLOCK.finditer(text):
            if block[1] == "console":
                above = text[: block.start()]
                yield pytest.param(above, block[2], id=f"{page.relative_to(ROOT)}:{above.count(chr(10)) + 1}")


def is_shown(shown, output):
    """Tell whether output is what a page shows; a line of three dots stands for any lines that the page leaves out."""
    parts = re.split(r"^\.\.\.$\n?", shown.rstrip() + "\n", flags=re.MULTILINE)
    return re.fullmatch("(?:.*\n)?".join(map(re.escape, parts)), output.rstrip() + "\n", re.DOTALL) is not None


NEEDS_SHELL = re.compile(r"[|<>;&$`(]|^(?!powergame )")
"""Marks lines that are more than one call of powergame, whose words `shlex` divides as a shell does."""


def run_line(line, folder):
    """Run a line of a page: in this process, which is quicker, unless it needs a shell."""
    if not NEEDS_SHELL.search(line):
        return in_process.powergame(*shlex.split(line)[1:], cwd=folder)
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{COMMAND.parent}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )


@pytest.mark.parametrize(("above", "block"), [*console_blocks()])
def test_commands_do_what_the_page_shows(above, block, tmp_path):
    """Every `$ ` line of a block succeeds, in order, in one folder; output that is shown is the output.

    In the folder are the shipped scenarios and the files that the page has told its readers to write.
    """
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    for name, text in written(above).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        run = run_line(command, tmp_path)
        assert run.returncode == 0, (command, run.stderr)
        if shown.strip() and not is_shown(shown, run.stdout):
            assert run.stdout.rstrip() == shown.rstrip(), command


def test_what_a_page_leaves_out_is_whole_lines():
    assert is_shown("a\n...\nd\n", "a\nb\nc\nd\n")
    assert is_shown("...\nd", "d\n")
    assert not is_shown("a\n...\nd\n", "a\nbd\n")
    assert not is_shown("a\nd\n", "a\nb\nd\n")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_scenarios_in_the_page_load(page):
    for text in blocks(page, "yaml"):
        scenario = text if "actors:" in text else SMALL + text
        load_text(scenario)


SMALL = "actors: {blue: {power: 3, preferences: [1]}, red: {power: 1, preferences: [1]}}\n" + (
    "conflict: {destruction: {odds: 0.6, severity: 0.5}}\n"
)


def test_every_field_is_documented():
    page = (ROOT / "docs" / "reference" / "scenario-format.md").read_text()
    keys = [*fields.TOP, *fields.ACTOR_KEYS, *fields.RUNG_KEYS, *fields.CONFLICT_KEYS, *fields.DESTRUCTION]
    keys += [*fields.EXPECT, *fields.OBSERVED_KEYS, *fields.TYPE_KEYS]
    assert [key for key in keys if key not in page] == []


WHOLE = {
    "compare": ("scenarios",),
    "infer": ("scenarios",),
    "deceive": ("scenarios", "points.answer", "equilibrium"),
}
"""Keys of results that are results themselves, or equilibria: of what is in them it is told elsewhere."""

ELSEWHERE = {"scenario", "scenarios", "explain", "error", "again", "points"}
"""Schemas of which no field is a number that could be more or less good."""


@pytest.mark.parametrize("file", [file for file in RESULTS if command_of(file) not in ELSEWHERE], ids=command_of)
def test_of_every_field_of_an_answer_it_is_told_how_far_to_trust_it(file):
    page, command = (ROOT / "docs" / "reading" / "trust.md").read_text(encoding="utf-8"), command_of(file)
    sections = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL))
    told = set(re.findall(r"`([\w.]+)`", sections["Every result"] + sections[command]))
    keys = [
        key
        for key in keys_in(file)
        if not any(f".{whole}." in f".{key}" for whole in ("options", *WHOLE.get(command, ())))
    ]
    inner = {".".join(key.split(".")[:k]) for key in keys for k in range(1, key.count(".") + 1)}
    leaves = [key for key in keys if key not in inner and not key.endswith(".NAME")]
    assert len(leaves) >= 10
    assert [key for key in leaves if not is_told(key, told, whole=command == "solve")] == []


def is_told(key, told, *, whole):
    """Whether a page names a key: as a whole, or by its last parts."""
    parts = key.split(".")
    return key in told or (not whole and any(".".join(parts[k:]) in told for k in range(1, len(parts))))


def test_what_answers_cannot_say_is_a_page_with_a_section_for_each():
    page = (ROOT / "docs" / "reading" / "limits.md").read_text(encoding="utf-8")
    (limits,) = (words for heading, words in by_group().items() if heading == "What it cannot say")
    headings = re.findall(r"^## (.*)$", page, re.MULTILINE)
    assert headings == [*(f"{word.name[0].upper()}{word.name[1:]}" for word in limits), "References"]
    assert page.count("*Instead.*") == len(limits)


def test_links_between_pages_lead_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            file = Path(os.path.normpath(page.parent / target))
            assert file.exists() or set(GENERATED) & set(file.parents), (page.name, target)


def test_the_schema_in_docs_is_what_the_command_writes():
    from powergame.report.formats import json
    from powergame.scenario.writing.schema import json_schema

    written = (SCHEMAS / "scenario.schema.json").read_text()
    assert written == json.render(json_schema()), "make schema writes it anew"


def test_shipped_scenarios_name_the_schema_and_their_sources():
    files = sorted((ROOT / "scenarios").glob("*.yaml"))
    assert len(files) >= 14
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema=../docs/schemas/1/scenario.schema.json\n"), file.name
        assert "about: |" in text, file.name
        assert "expect:" in text, file.name


def test_the_package_s_own_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    attempted = 0
    for module in pkgutil.walk_packages(powergame.__path__, "powergame."):
        if ">>>" in Path(importlib.util.find_spec(module.name).origin).read_text(encoding="utf-8"):
            found = doctest.testmod(importlib.import_module(module.name))
            assert not found.failed, module.name
            attempted += found.attempted
    assert attempted
