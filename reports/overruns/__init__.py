"""Will the budget do, and where not?"""

from reports.overruns.figures import Figures
from reports.overruns.report import OverrunReport, ReportRow
from reports.overruns.sources import Sources

__all__ = ["Figures", "OverrunReport", "ReportRow", "Sources"]
