"""What is released: built once for all tests, and installed where nothing of the repository is."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys

from support.installed import ROOT

PLAIN = ROOT / ".venv-wheel"
"""The environment of a user who has installed the wheel, without extras; it is kept, and gets each wheel anew."""

LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "dist", "gallery", "project", "api")
"""What tools leave, and the site's pages that are made of data: a checkout has none of these."""

BASE = sys.executable if importlib.util.find_spec("pip") else getattr(sys, "_base_executable", sys.executable)
"""A Python that has pip."""


def ran(*command, **keywords):
    """Run what must succeed; return what it prints."""
    run = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, **keywords)
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-2000:]
    return run.stdout


def build(folder):
    """Build both distributions as `python -m build` does, and the wheel of the checkout itself, unless that is done.

    ``dist`` has the source distribution and the wheel that is made of it, ``direct`` the other wheel.
    """
    if (folder / "direct").exists():
        return
    source = folder / "checkout"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    for place, options in (("dist", ()), ("direct", ("--wheel",))):
        ran(sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", folder / place, source)
    shutil.rmtree(source / "build")
    shutil.rmtree(source / "powergame.egg-info")


def install(folder):
    """Install the wheel into the plain environment, unless that is done, which is made where it is not there."""
    done = folder / "installed"
    if done.exists():
        return
    ran("make", "--silent", ".venv-wheel/.runs", f"PYTHON={sys._base_executable}", cwd=ROOT)
    (wheel,) = (folder / "dist").glob("*.whl")
    pip = (BASE, "-m", "pip", "--disable-pip-version-check", "--python", PLAIN / "bin" / "python")
    ran(*pip, "install", "--quiet", "--no-index", "--no-deps", "--force-reinstall", wheel)
    done.touch()
