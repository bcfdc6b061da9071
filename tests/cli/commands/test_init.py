"""`powergame init`: the repository that it lays out checks itself, here, on a server and before a commit."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tomllib

import jsonschema
import pytest
import yaml
from support.in_process import done, powergame
from support.installed import COMMAND, ROOT, assert_ends_well

from powergame.version import __version__

FILES = [
    ".github/workflows/check.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    "README.md",
    "requirements.txt",
    "scenario.schema.json",
    "scenarios/first.yaml",
]


@pytest.fixture
def repository(tmp_path):
    done("init", "rivals", cwd=tmp_path)
    return tmp_path / "rivals"


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def parsed(file):
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def run_in(folder, line):
    """Run a line of shell as a runner does; installing is only noted down, since it is installed already."""
    stubs = folder.parent / "stubs"
    stubs.mkdir(exist_ok=True)
    python = stubs / "python"
    python.write_text('#!/bin/sh\necho "$@" >> "$0.asked"\n')
    python.chmod(0o755)
    path = f"{stubs}:{COMMAND.parent}:/usr/bin:/bin"
    env = {"PATH": path, "HOME": os.environ["HOME"], "GITHUB_WORKSPACE": str(folder), "GITHUB_ACTIONS": "true"}
    command = ["bash", "-e", "-o", "pipefail", "-c", line]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("folder", ["two words", "it's", "-x"])
def test_the_command_that_it_names_can_be_pasted(tmp_path, folder):
    out = done("init", "--", folder, cwd=tmp_path)
    command = shlex.split(out.splitlines()[-1].removeprefix("Next: powergame "))
    assert "2 scenarios: 2 passed" in done(*command, cwd=tmp_path)


def test_it_lays_out_these_files_and_says_so(tmp_path):
    out = done("init", "new/rivals", cwd=tmp_path)
    assert files(tmp_path / "new" / "rivals") == FILES
    assert sorted(out.splitlines()[: len(FILES)]) == [f"new/rivals/{name}" for name in FILES]
    assert out.endswith("\n\nNext: powergame check new/rivals/scenarios\n")
    assert done("init", ".", "--quiet", cwd=tmp_path) == ""
    assert set(FILES) <= set(files(tmp_path))


def test_what_exists_is_named_and_kept_unless_it_is_to_be_replaced(tmp_path):
    readme = tmp_path / "README.md"
    readme.write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "requirements.txt").symlink_to("nowhere")
    ended = powergame("init", ".", cwd=tmp_path)
    assert (ended.returncode, ended.stderr) == (
        2,
        "powergame: .: has README.md and requirements.txt already; "
        "expected a folder without (--force replaces them)\n",
    )  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "notes.txt", "requirements.txt"]
    done("init", ".", "--force", cwd=tmp_path)
    assert readme.read_text().startswith("# Scenarios\n")
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("folder", ["", "file", "file/below", "full", "line\nbreak/\x1b[31m", "n" * 300])
def test_a_folder_that_cannot_be_is_an_error_of_one_line(tmp_path, folder):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".github").write_text("mine")
    ended = powergame("init", folder, cwd=tmp_path)
    assert ended.returncode == (0 if "\n" in folder else 2)
    assert_ends_well(ended)
    assert len(ended.stderr.splitlines()) == ended.returncode // 2
    assert (tmp_path / "file").read_text() == (tmp_path / "full" / ".github").read_text() == "mine"


def test_its_first_scenario_is_checked_and_fits_the_schema_that_its_first_line_names(repository):
    assert done("check", "scenarios", cwd=repository).startswith("scenarios/first.yaml: ok\n")
    scenario = repository / "scenarios" / "first.yaml"
    first, *_ = scenario.read_text(encoding="utf-8").splitlines()
    schema = scenario.parent / first.removeprefix("# yaml-language-server: $schema=")
    jsonschema.validate(parsed(scenario), json.loads(schema.read_text(encoding="utf-8")))


def test_the_steps_of_its_workflow_run_and_fail_where_an_expectation_does(repository):
    steps = parsed(repository / ".github" / "workflows" / "check.yml")["jobs"]["check"]["steps"]
    assert all("@v" in step["uses"] for step in steps if "uses" in step), "actions have versions"
    lines = [step["run"] for step in steps if "run" in step]
    assert [run_in(repository, line).returncode for line in lines] == [0, 0]
    asked = (repository.parent / "stubs" / "python.asked").read_text()
    assert asked == "-m pip install --requirement requirements.txt\n"
    assert (repository / "requirements.txt").read_text() == f"powergame=={__version__}\n"
    kept = steps[-1]["with"]["path"]
    assert (repository / kept).exists()
    assert f"/{kept}" in (repository / ".gitignore").read_text().splitlines()
    scenario = repository / "scenarios" / "first.yaml"
    scenario.write_text(scenario.read_text().replace("incumbent: never", "incumbent: always"))
    run = run_in(repository, lines[-1])
    assert run.returncode == 1
    assert run.stdout.startswith("::error file=scenarios/first.yaml,line=")


HOOKS = {
    "laid out": lambda repository: parsed(repository / ".pre-commit-config.yaml")["repos"][0]["hooks"][0],
    "of powergame": lambda _: parsed(ROOT / ".pre-commit-hooks.yaml")[0],
}


@pytest.mark.parametrize("whose", HOOKS)
def test_a_hook_lets_pass_what_expects_nothing_yet_and_not_what_fails(repository, whose):
    hook = HOOKS[whose](repository)
    line = shlex.join([*shlex.split(hook["entry"]), *hook.get("args", ())])
    assert hook["id"] == "powergame-check"
    assert hook.get("additional_dependencies", [f"powergame=={__version__}"]) == [f"powergame=={__version__}"]
    scenario = repository / "scenarios" / "first.yaml"
    text = scenario.read_text()
    scenario.write_text(text.partition("# What must hold")[0])
    silent = run_in(repository, line)
    assert (silent.returncode, silent.stdout) == (0, "")
    scenario.write_text(text.replace("incumbent: never", "incumbent: always"))
    failed = run_in(repository, line)
    assert (failed.returncode, failed.stdout.splitlines()[0]) == (1, "scenarios/first.yaml: FAILED")


def test_the_files_come_with_the_package():
    data = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["powergame"]
    assert "scenario/writing/repository/*" in data
