"""What coverage-guided fuzzing has met, once more: seeds, and whatever broke something."""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_has_seeds(name):
    assert len(list((CORPUS / name).iterdir())) >= 3


@pytest.mark.parametrize("file", sorted(CORPUS.glob("*/*")), ids=lambda file: f"{file.parent.name}-{file.name}")
def test_what_was_met_is_read_or_refused_in_words(file):
    TARGETS[file.parent.name](file.read_bytes())
