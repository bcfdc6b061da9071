"""What turns along a path: each actor's verdict, the chance of war, what is destroyed, or what an actor plays."""

from powergame.analysis.threshold.result import ROW, ActorThresholds, Flip, Interval, PathThresholds, Thresholds
from powergame.analysis.threshold.run import threshold, thresholds
from powergame.analysis.threshold.selected.types import Course, Crossing, Other, SideChange

__all__ = [
    "ROW",
    "ActorThresholds",
    "Course",
    "Crossing",
    "Flip",
    "Interval",
    "Other",
    "PathThresholds",
    "SideChange",
    "Thresholds",
    "threshold",
    "thresholds",
]
