"""Help that teaches: every command has an example, and every example is a line that the command takes."""

from __future__ import annotations

import shlex

import pytest
import typer
from support.installed import powergame
from typer.main import get_command

from powergame.cli.app import application
from powergame.cli.help import FIRST_STEPS

KNOWN = get_command(application()).commands


def lines():
    for command in KNOWN.values():
        yield from command.epilog.replace("\\\n", " ").splitlines()
    yield from (line.partition("  ")[0] for line in FIRST_STEPS.splitlines())


def test_every_command_has_its_place_and_an_example():
    assert all(command.rich_help_panel and command.epilog.strip() for command in KNOWN.values())


@pytest.mark.parametrize("line", [line for line in lines() if line.startswith("powergame")])
def test_every_example_is_a_line_that_the_command_takes(line):
    words = shlex.split(line.partition(">")[0])
    name, *arguments = words[1:]
    if arguments != ["--help"]:
        KNOWN[name].make_context(name, arguments)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_the_help_of_a_command_fits_eighty_columns_and_ends_with_its_examples(name):
    text = KNOWN[name].get_help(typer.Context(KNOWN[name], info_name=name, terminal_width=80))
    assert text.rstrip().endswith(KNOWN[name].epilog.splitlines()[-1].strip())
    assert max(map(len, text.splitlines())) <= 84
    usage = text.partition("\n")[0]
    assert "typed" not in usage, "what is hidden is not in the usage line"
    assert "{" not in usage


def test_the_help_as_a_whole_tells_the_commands_by_purpose_and_where_to_begin():
    text = powergame("--help").stdout
    assert text.index("Ask:") < text.index("  solve") < text.index("First steps:")
    assert "..." not in text.partition("Ask:")[2], "no sentence is cut"


def test_the_first_steps_can_be_taken(tmp_path):
    for line in FIRST_STEPS.splitlines()[:3]:
        words = shlex.split(line.partition("  ")[0])[1:]
        assert powergame(*words, cwd=tmp_path).returncode == 0, line
