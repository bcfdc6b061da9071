"""`powergame report`: one page, the same bytes every time, or one line that says why not."""

from __future__ import annotations

import html
import re
import shlex

import pytest
from support import installed
from support.in_process import powergame
from support.installed import SMALLEST, assert_ends_well


def test_the_same_command_gives_the_same_bytes_and_the_page_tells_it(tmp_path):
    (tmp_path / "it's one.yaml").write_text(SMALLEST)
    first = installed.powergame("report", "it's one.yaml", "--set", "actors.red.power=2", "-o", "r.html", cwd=tmp_path)
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    told = html.unescape(re.search(r'aria-label="Command line">(.*?)</pre>', text).group(1))
    (tmp_path / "r.html").unlink()
    again = installed.powergame(*shlex.split(told)[1:], cwd=tmp_path, env={"PYTHONHASHSEED": "7"})
    assert again.returncode == 0
    assert (tmp_path / "r.html").read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["small.yaml"], 2),
        (["none.yaml", "-o", "r.html"], 2),
        (["small.yaml", "-o", "small.yaml"], 2),
        (["small.yaml", "-o", "no/r.html"], 2),
        (["-", "-", "-o", "r.html"], 2),
        (["small.yaml#*", "-o", "r.html"], 5),
        (["small.yaml", "--set", "nonsense=1", "-o", "r.html"], 2),
    ],
)
def test_what_cannot_be_reported_is_refused_in_a_line(tmp_path, arguments, status):
    (tmp_path / "small.yaml").write_text(SMALLEST)
    run = powergame("report", *arguments, cwd=tmp_path, stdin=SMALLEST)
    assert run.returncode == status
    assert_ends_well(run)
    assert [one.name for one in tmp_path.iterdir()] == ["small.yaml"]


def test_a_report_goes_into_a_pipe_too(tmp_path):
    (tmp_path / "small.yaml").write_text(SMALLEST)
    run = powergame("report", "small.yaml", "--rationality", "5", "-o", "/dev/stdout", cwd=tmp_path)
    assert run.returncode == 0
    assert run.stdout.startswith("<!doctype html>")
    assert run.stdout.endswith("</html>\n")
