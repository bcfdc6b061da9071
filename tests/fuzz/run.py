"""Feeds a target with bytes that coverage guides: ``run.py TARGET SECONDS [CORPUS]``; needs atheris."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))

with atheris.instrument_imports(include=["powergame"]):
    from targets import TARGETS


def main() -> None:
    target, seconds, *corpus = sys.argv[1:]
    seeds = str(Path(__file__).parent / "corpus" / target)
    flags = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2000", "-max_len=4096"]
    atheris.Setup([sys.argv[0], *flags, *corpus, seeds], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
