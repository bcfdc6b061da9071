"""For what share of preferences does each actor seek power?"""

from powergame.analysis.converge.result import AtDimensions, Convergence, Convergent, Sensitivity, Share, wilson
from powergame.analysis.converge.run import Watch, converge, games

__all__ = ["AtDimensions", "Convergence", "Convergent", "Sensitivity", "Share", "Watch", "converge", "games", "wilson"]
