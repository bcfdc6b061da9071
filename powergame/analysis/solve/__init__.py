"""Who seeks power here, and why?"""

from powergame.analysis.solve.result import ActorAnswer, Answer, Happening, Motive, Stakes, Turn
from powergame.analysis.solve.run import answer_for_game, solve

__all__ = ["ActorAnswer", "Answer", "Happening", "Motive", "Stakes", "Turn", "answer_for_game", "solve"]
