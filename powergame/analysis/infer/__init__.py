"""The `infer` question: what do deeds tell about preferences and estimates?"""

from powergame.analysis.infer.result import Inference as Inference
