"""For what share of preferences does each actor seek power?"""

from powergame.analysis.converge.result import AtDimensions, Convergence, Convergent, Sensitivity
from powergame.analysis.converge.run import Watch, converge, games
from powergame.analysis.converge.shares import Share, wilson

__all__ = ["AtDimensions", "Convergence", "Convergent", "Sensitivity", "Share", "Watch", "converge", "games", "wilson"]
