"""Deadlines: values that say when work has to end."""

from __future__ import annotations

import math
import pickle
import subprocess
import sys
import time

import pytest

from powergame.deadline import NO_DEADLINE, Deadline, after, uncounted
from powergame.equilibrium.budgets import Work
from powergame.errors import NoAnswerError, TimeLimitError, UsageError
from powergame.jit.cache import cached_kernels

PASSED = Deadline(at=0.0, seconds=1.0)


def test_a_deadline_passes_once_and_for_all():
    assert PASSED.passed
    assert PASSED.left == 0
    assert not after(1000).passed
    assert 999 < after(1000).left <= 1000
    assert not NO_DEADLINE.passed


def test_none_is_no_limit_and_a_deadline_stays_what_it_is():
    assert after(None) is NO_DEADLINE
    assert after(PASSED) is PASSED


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf, -math.inf, 1e300])
def test_a_limit_is_a_number_of_seconds_that_somebody_may_mean(seconds):
    with pytest.raises(UsageError, match="expected more than 0"):
        after(seconds)


def test_what_has_no_time_left_is_said_to_have_run_out_of_it_and_is_no_answer():
    NO_DEADLINE.check("nothing was done")
    with pytest.raises(TimeLimitError, match="the time limit of 1 s ran out while bread was baked") as out:
        PASSED.check("bread was baked")
    assert isinstance(out.value, NoAnswerError)


def test_work_counts_its_steps_and_remembers_what_ran_out_first():
    work = Work(10)
    assert work.spend(7)
    assert work.spend(3)
    assert not work.spend(1)
    assert work.limited == "steps"
    assert not work.spend(0)


def test_work_ends_at_the_deadline_however_many_steps_are_left():
    work = Work(10, PASSED)
    assert not work.spend(1)
    assert work.limited == "time"


def test_time_that_is_uncounted_brings_no_deadline_nearer():
    """Kernels are compiled once for all commands to come: that took the whole limit of the first one."""
    deadline = after(0.05)
    with uncounted():
        time.sleep(0.06)
    assert not deadline.passed
    assert deadline.left > 0.03
    time.sleep(0.06)
    assert deadline.passed


def test_loading_and_compiling_kernels_is_uncounted():
    deadline = after(0.05)
    with cached_kernels():
        time.sleep(0.06)
    assert not deadline.passed


def test_a_deadline_is_the_same_moment_in_another_process():
    with uncounted():
        time.sleep(0.05)
    code = "import pickle, sys\ndeadline = pickle.load(sys.stdin.buffer)\nprint(deadline.left)"
    deadline = after(30)
    before = time.monotonic()
    sent = pickle.dumps(deadline)
    run = subprocess.run([sys.executable, "-c", code], input=sent, capture_output=True, check=True)
    gone = time.monotonic() - before
    assert 30 - gone - 0.01 <= float(run.stdout) <= 30
    assert abs(pickle.loads(sent).at - deadline.at) < 1e-6
