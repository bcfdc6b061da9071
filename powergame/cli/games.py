"""Games that come from no scenario: Gambit's .nfg files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from powergame.analysis.solve import Answer
    from powergame.equilibrium.concept import Concept, Solver


def game_answer(source: str, solver: Solver, concept: Concept, max_size: float) -> Answer:
    """Read a strategic-form game and solve it."""
    from powergame.analysis.solve import answer_for_game
    from powergame.model.compile import refuse_large
    from powergame.model.nfg import MAX_BYTES, read_nfg
    from powergame.scenario.reading.reader import read_text

    text, digest = read_text(source, MAX_BYTES)
    game = read_nfg(text, source)
    refuse_large(game.shape, max_size)
    return answer_for_game(game, Path(source).stem, source, digest, solver, concept)
