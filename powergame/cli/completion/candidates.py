"""Candidates for the next word of a command line, whatever the shell."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from powergame.errors import PowergameError
from powergame.files import SHIPPED, is_shipped
from powergame.scenario.paths import complete as suggest
from powergame.scenario.paths.complete import Suggestion
from powergame.scenario.reading.discover import ENDINGS
from powergame.sources.games import ENDING as GAME
from powergame.sources.shipped import shipped_names
from powergame.sources.tables.separated import ENDINGS as TABLES

if TYPE_CHECKING:
    from powergame.scenario.scenario import Scenario

MAX_BYTES = 1 << 20
"""Bytes at most of a scenario file that is read for a completion."""


@dataclass
class Line:
    """A command line without its last word, which is still typed.

    Attributes
    ----------
    command
        The command named, if any.
    arguments
        The words given that are no options.
    given
        The options given, by any of their names.
    waiting
        The option whose value comes next.
    """

    command: TyperCommand | None = None
    arguments: list[str] = field(default_factory=list)
    given: set[str] = field(default_factory=set)
    waiting: TyperOption | None = None


def completions(program: TyperGroup, words: Sequence[str], current: str) -> list[Suggestion]:
    """Return completions of the last word.

    Parameters
    ----------
    program
        The command that has all others under it.
    words
        The words before it, unquoted, without the program's name.
    current
        What is typed of it, unquoted.
    """
    commands = _commands(program)
    line = _read(commands, words)
    if line.command is None:
        suggestions: Iterable[Suggestion] = (Suggestion(name, _first_sentence(c)) for name, c in commands.items())
        return [suggestion for suggestion in suggestions if suggestion.text.startswith(current)] or list(
            _options(program, line, current)
        )
    if line.waiting is not None:
        return list(_values(line, line.waiting, current))
    option, equals, begun = current.partition("=")
    if option.startswith("--") and equals:
        known = _option(line.command, option)
        suggestions = _values(line, known, begun) if known is not None else ()
        return [Suggestion(f"{option}={suggestion.text}", suggestion.meaning) for suggestion in suggestions]
    if current.startswith("-") and current != "-":
        return list(_options(line.command, line, current))
    return list(_argument(line, current))


def _commands(program: TyperGroup) -> dict[str, TyperCommand]:
    commands = program.commands.items()
    return {name: command for name, command in commands if isinstance(command, TyperCommand) and not command.hidden}


def _read(commands: dict[str, TyperCommand], words: Sequence[str]) -> Line:
    line = Line()
    for word in words:
        if line.command is None:
            line.command = None if word.startswith("-") else commands.get(word)
        elif line.waiting is not None:
            line.waiting = None
        elif word.startswith("-") and word != "-":
            name, equals, _ = word.partition("=")
            option = _option(line.command, name)
            line.given.update(option.opts if option is not None else ())
            if option is not None and not equals and not option.is_flag:
                line.waiting = option
        else:
            line.arguments.append(word)
    return line


def _option(command: TyperCommand, name: str) -> TyperOption | None:
    return next((option for option in command.params if isinstance(option, TyperOption) and name in option.opts), None)


def _options(command: TyperCommand | TyperGroup, line: Line, current: str) -> Iterator[Suggestion]:
    """Yield the options that may follow, by their long names unless a short one is asked for."""
    for option in command.params:
        if not isinstance(option, TyperOption) or option.hidden:
            continue
        if line.given.intersection(option.opts) and not option.multiple:
            continue
        for name in (*option.opts, *option.secondary_opts):
            if name.startswith(current) and (name.startswith("--") or len(current) > 1):
                yield Suggestion(name, option.help or "")
    if "--help".startswith(current):
        yield Suggestion("--help", "Show this message and exit.")


def _values(line: Line, option: TyperOption, current: str) -> Iterator[Suggestion]:
    """Yield values of an option, by its choices or its metavar."""
    choices: Sequence[str] = getattr(option.type, "choices", ())
    metavar = option.metavar or ""
    if choices:
        yield from (Suggestion(choice) for choice in choices if choice.startswith(current))
    elif metavar.startswith("PATH"):
        yield from _paths(line, metavar, current)
    elif metavar == "WHAT":
        yield from _questions(line, current)
    elif (option.name or "").startswith("actor"):
        scenario = _scenario(line)
        yield from (
            (suggestion for suggestion in suggest.actors(scenario) if suggestion.text.startswith(current))
            if scenario
            else ()
        )
    elif metavar == "FORMAT=FILE":
        yield from _formatted(line, current)
    elif metavar.endswith(f"{SHIPPED}NAME"):
        yield from _sources(current, TABLES)
    elif metavar.endswith("FILE"):
        yield from _files(current, None)


def _questions(line: Line, current: str) -> Iterator[Suggestion]:
    """Yield what ``--of`` may ask: numbers, and the rungs of the scenario's actors."""
    scenario = _scenario(line)
    actors = suggest.actors(scenario) if scenario else ()
    every = ("seeks", "war", "destroyed", *(f"plays.{actor.text}" for actor in actors))
    yield from (Suggestion(question) for question in every if question.startswith(current))


def _formatted(line: Line, current: str) -> Iterator[Suggestion]:
    """Yield the formats that the command knows, and files behind one."""
    form, equals, begun = current.partition("=")
    if equals:
        yield from (Suggestion(f"{form}={suggestion.text}", suggestion.meaning) for suggestion in _files(begun, None))
        return
    known = _option(line.command, "--format") if line.command else None
    choices: Sequence[str] = getattr(known.type, "choices", ()) if known else ()
    yield from (Suggestion(f"{choice}=") for choice in choices if choice.startswith(form))


def _paths(line: Line, metavar: str, current: str) -> Iterator[Suggestion]:
    scenario = _scenario(line)
    if scenario is not None:
        end = "=" if metavar.startswith("PATH=") else ""
        yield from suggest.paths(scenario, current, "axis" if "AXIS" in metavar else "value", end)


def _argument(line: Line, current: str) -> Iterator[Suggestion]:
    """Yield candidates for an argument."""
    command = line.command
    arguments = [parameter for parameter in command.params if isinstance(parameter, TyperArgument)] if command else []
    place = min(len(line.arguments), len(arguments) - 1)
    if not arguments or (len(line.arguments) >= len(arguments) and arguments[-1].nargs == 1):
        return
    argument = arguments[place]
    choices: Sequence[str] = getattr(argument.type, "choices", ())
    if choices:
        yield from (Suggestion(choice) for choice in choices if choice.startswith(current))
    elif (argument.metavar or "").startswith(("SCENARIO", "PATH")):
        yield from _sources(current, _taken(argument))
    elif "WORD" in (argument.metavar or ""):
        yield from _words(current)
    else:
        yield from _files(current, None)


def _words(current: str) -> Iterator[Suggestion]:
    """Yield the words of our answers that can be typed as one."""
    from powergame.report.glossary.entries import entries

    for entry in entries():
        if " " not in entry.name and entry.name.startswith(current):
            yield Suggestion(entry.name, entry.group)


def _taken(argument: TyperArgument) -> tuple[str, ...]:
    """Return the endings of files that an argument takes: games only where its help says so."""
    help_text = argument.help or ""
    return (*ENDINGS, *([GAME] if GAME in help_text else []), *(TABLES if TABLES[0] in help_text else []))


def _sources(current: str, endings: tuple[str, ...]) -> Iterator[Suggestion]:
    """Yield scenario files, and games where they are taken; shipped ones by ``@``, and behind a ``#`` variants."""
    file, mark, begun = current.rpartition("#")
    is_file = not is_shipped(current) and os.path.lexists(os.path.expanduser(current))  # noqa: PTH111
    scenario = _loaded(file) if mark and not is_file else None
    if scenario is not None:
        for suggestion in suggest.variants(scenario):
            if suggestion.text.startswith(begun):
                yield Suggestion(f"{file}#{suggestion.text}", suggestion.meaning)
        return
    if is_shipped(current):
        names = (f"{SHIPPED}{name}" for name in shipped_names())
        yield from (Suggestion(name) for name in names if name.startswith(current))
    else:
        yield from _files(current, endings)


def _files(current: str, endings: tuple[str, ...] | None) -> Iterator[Suggestion]:
    """Yield folders, and files with some endings; hidden ones only where a dot is typed."""
    folder, slash, begun = current.rpartition("/")
    stem = folder + slash
    try:
        entries = sorted(os.scandir(os.path.expanduser(stem) or "."), key=lambda entry: entry.name)  # noqa: PTH111
    except OSError:
        return
    for entry in entries:
        name = entry.name
        if not name.startswith(begun) or (name.startswith(".") and not begun) or not name.isprintable():
            continue
        if entry.is_dir():
            yield Suggestion(f"{stem}{name}/")
        elif endings is None or name.lower().endswith(endings):
            yield Suggestion(stem + name)


def _scenario(line: Line) -> Scenario | None:
    """Return the first scenario named on the line."""
    return next(filter(None, map(_loaded, line.arguments)), None)


def _loaded(source: str) -> Scenario | None:
    """Return a scenario, or None where it cannot be read at once: broken, large, or no file."""
    from powergame.sources.load import load_all

    source = os.path.expanduser(source)  # noqa: PTH111
    file = source if os.path.lexists(source) else source.rpartition("#")[0]
    try:
        if is_shipped(source):
            return load_all(source)[0]
        if not file.lower().endswith(ENDINGS) or not os.path.isfile(file) or os.path.getsize(file) > MAX_BYTES:  # noqa: PTH113, PTH202
            return None
        return load_all(source)[0]
    except (PowergameError, OSError):
        return None


def _first_sentence(command: TyperCommand) -> str:
    return (command.help or "").strip().split("\n\n")[0].replace("\n", " ").rstrip(".")
