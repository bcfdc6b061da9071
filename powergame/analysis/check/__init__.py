"""Do scenarios meet their own expectations?"""

from powergame.analysis.check.result import Checked, CheckReport, Statement
from powergame.analysis.check.run import check, check_loaded

__all__ = ["CheckReport", "Checked", "Statement", "check", "check_loaded"]
