"""The `infer` question: what do deeds tell about preferences and estimates?"""

from powergame.analysis.infer.result import Inference as Inference
from powergame.analysis.infer.result import Inferences as Inferences
from powergame.analysis.infer.run import infer as infer
from powergame.analysis.infer.run import infer_each as infer_each
