"""Experiments on posteriors, made small: `benchmarks/` has them at length, and the page on infer what they say."""

from __future__ import annotations

import re
import subprocess
import sys

from support.installed import ROOT


def run(name, *options):
    command = [sys.executable, ROOT / "benchmarks" / name, *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_unknowns_drawn_from_the_prior_have_uniform_ranks_in_the_posteriors_of_their_deeds():
    """A p-value below 0.001 makes the exit status 1."""
    done = run("calibration.py", "--replications", "240", "--particles", "0", "--draws", "2048", "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(re.findall(r"^\| (?:quadrature|reweight) \|", done.stdout, re.MULTILINE)) == 18


def test_who_seeks_is_probably_less_aligned():
    done = run("inverse.py", "--scenarios", "24")
    assert done.stdout.startswith("24 scenarios; 0 left out"), done.stderr
    less = re.search(r"^\| is probably less aligned \| ([\d.]+) %", done.stdout, re.MULTILINE)
    assert float(less[1]) > 80
