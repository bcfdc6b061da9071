"""Who seeks power here, and why?"""

from powergame.analysis.solve.result import ActorAnswer, Answer, Belief, Happening, Motive, Terms, Turn
from powergame.analysis.solve.run import solve, solve_matrix
from powergame.analysis.solve.tree.result import TreeActor, TreeAnswer

__all__ = [
    "ActorAnswer",
    "Answer",
    "Belief",
    "Happening",
    "Motive",
    "Terms",
    "TreeActor",
    "TreeAnswer",
    "Turn",
    "solve",
    "solve_matrix",
]
