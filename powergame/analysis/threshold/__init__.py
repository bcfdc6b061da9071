"""Where along a path does each actor's verdict flip?"""

from powergame.analysis.threshold.result import ROW, ActorThresholds, Flip, Interval, PathThresholds, Thresholds
from powergame.analysis.threshold.run import threshold, thresholds

__all__ = ["ROW", "ActorThresholds", "Flip", "Interval", "PathThresholds", "Thresholds", "threshold", "thresholds"]
