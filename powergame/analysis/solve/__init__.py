"""Who seeks power here, and why?"""

from powergame.analysis.solve.result import ActorAnswer, Answer, Belief, Happening, Motive, Terms, Turn
from powergame.analysis.solve.run import solve, solve_matrix

__all__ = [
    "ActorAnswer",
    "Answer",
    "Belief",
    "Happening",
    "Motive",
    "Terms",
    "Turn",
    "solve",
    "solve_matrix",
]
