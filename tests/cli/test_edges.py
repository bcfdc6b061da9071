"""Every way to end: exit statuses, streams, files, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest
from support.installed import COMMAND, PATIENCE, ROOT, SMALLEST, assert_ends_well, powergame, solved, wait_until_heeded


def test_help_names_every_command():
    run = powergame("--help")
    assert run.returncode == 0
    for command in ("solve", "compare", "check", "export", "new", "schema"):
        assert command in run.stdout


def test_version_is_the_package_s():
    import powergame as pg

    assert powergame("--version").stdout == f"powergame {pg.__version__}\n"


def test_unknown_option_is_bad_usage(small):
    run = powergame("solve", small, "--nonsense")
    assert run.returncode == 2
    assert "--nonsense" in run.stderr


def test_results_go_to_standard_output_and_nothing_else_does(small):
    run = powergame("solve", small)
    assert run.returncode == 0
    assert run.stderr == ""
    assert "never" in run.stdout


def test_standard_input_is_a_scenario():
    assert solved("-", stdin=SMALLEST)["actors"]["red"]["verdict"] == "never"


def test_standard_input_is_read_once_only():
    run = powergame("compare", "-", "-", stdin=SMALLEST)
    assert run.returncode == 2
    assert_ends_well(run)


def test_same_input_gives_same_bytes(small):
    first, second = (powergame("solve", small, "--format", "json", env={"PYTHONHASHSEED": s}) for s in "01")
    assert first.stdout == second.stdout


def test_output_file_has_what_standard_output_would(small, tmp_path):
    out = tmp_path / "answer.json"
    assert powergame("solve", small, "--format", "json", "-o", out).stdout == ""
    assert out.read_text() == powergame("solve", small, "--format", "json").stdout
    assert sorted(p.name for p in tmp_path.iterdir()) == ["answer.json", "small.yaml"]


@pytest.mark.parametrize("target", ["no/such/folder/x.json", ".", "small.yaml"])
def test_output_that_cannot_be_is_refused_and_leaves_nothing(small, tmp_path, target):
    before = small.read_bytes()
    run = powergame("solve", small, "-o", tmp_path / target)
    assert run.returncode == 2
    assert_ends_well(run)
    assert small.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["small.yaml"]


def test_full_disk_is_an_error_of_one_line(small):
    for arguments in (("-o", "/dev/full"), ()):
        with Path("/dev/full").open("w") as full:
            run = subprocess.run(
                [COMMAND, "solve", str(small), *arguments],
                stdout=subprocess.PIPE if arguments else full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert run.returncode == 2
        assert "Traceback" not in run.stderr
        assert "No space left" in run.stderr


def test_broken_pipe_is_141_without_a_word(small):
    reader, writer = os.pipe()
    os.close(reader)
    run = subprocess.run([COMMAND, "solve", str(small)], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert run.returncode == 141
    assert run.stderr == b""


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_end_with_their_status(sent, status):
    run = subprocess.Popen(
        [COMMAND, "solve", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    wait_until_heeded(run.pid)
    run.send_signal(sent)
    _, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == status
    assert b"Traceback" not in err


def test_error_under_json_is_an_object_on_standard_output(tmp_path):
    bad = tmp_path / "bad.yaml"
    bad.write_text(SMALLEST.replace("power: 3", "powr: 3"))
    run = powergame("solve", bad, "--format", "json")
    assert run.returncode == 2
    data = json.loads(run.stdout)
    assert data["format"] == "powergame.error"
    assert any("did you mean 'power'" in fault["message"] for fault in data["faults"])
    assert_ends_well(run)


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"TERM": "dumb"},
        {"COLUMNS": "1"},
        {"COLUMNS": "0"},
        {"COLUMNS": "abc"},
        {"OMP_NUM_THREADS": "1000"},
    ],
)
def test_odd_environments_change_nothing_that_matters(small, env):
    small.write_text(SMALLEST.replace("blue", "龍").replace("red", '"مرحبا"'), encoding="utf-8")
    run = powergame("solve", small, env=env)
    assert run.returncode == 0, run.stderr
    assert_ends_well(run)
    assert "never" in run.stdout


def test_no_color_wins_over_force_color(small):
    coloured = powergame("solve", small, env={"NO_COLOR": "", "FORCE_COLOR": "1"})
    plain = powergame("solve", small, env={"NO_COLOR": "1", "FORCE_COLOR": "1"})
    assert "\x1b[" in coloured.stdout
    assert "\x1b" not in plain.stdout


def test_modules_in_the_current_folder_are_not_imported(small, tmp_path):
    for name in ("powergame.py", "yaml.py", "numpy.py", "nashpy.py"):
        (tmp_path / name).write_text("raise SystemExit('imported from the current folder')\n")
    assert powergame("solve", small, cwd=tmp_path).returncode == 0


def test_solve_does_not_import_what_it_does_not_need(small):
    script = (
        "import sys; sys.argv = ['powergame', 'solve', sys.argv[1], '--format', 'json']\n"
        "from powergame.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'scipy', 'networkx', 'pygambit', 'rich', 'pandas', 'matplotlib', 'nashpy', 'jsonschema'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    python = COMMAND.with_name("python")
    run = subprocess.run([python, "-c", script, str(small)], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stderr.strip() == "[]"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed_are_as_if_nobody_listened(small, closed, tmp_path):
    command = f"{COMMAND} solve {small} -o {tmp_path}/out.txt && {COMMAND} solve {small} {closed}"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    expected = (tmp_path / "out.txt").read_text() if ">&- 2" not in closed and closed != ">&-" else ""
    assert run.stdout == expected
