"""Who seeks power over a whole grid?"""

from powergame.analysis.sweep.result import Sweep
from powergame.analysis.sweep.run import Watch, in_memory, runner_for, sweep, to_file, work_folder, worth_starting

__all__ = ["Sweep", "Watch", "in_memory", "runner_for", "sweep", "to_file", "work_folder", "worth_starting"]
