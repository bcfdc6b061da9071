"""The `deceive` question: who conceals what it is, who feigns, and what observers come to believe."""

from powergame.analysis.deceive.result import Deception as Deception
from powergame.analysis.deceive.result import DeceptionCurves as DeceptionCurves
from powergame.analysis.deceive.result import Deceptions as Deceptions
from powergame.analysis.deceive.run import deceive as deceive
from powergame.analysis.deceive.run import deceive_each as deceive_each
from powergame.analysis.deceive.vary import deceive_along as deceive_along
