"""Reports as questions; each in a module of its own."""

from reports.questions.base import Asked, Column, Kind, Question, Row, Scope
from reports.questions.capacity import CapacityUse
from reports.questions.funding import FundingCover
from reports.questions.groups import GroupSizes
from reports.questions.indicators import ProviderKpis
from reports.questions.overruns import Overruns
from reports.questions.quality import DataQuality
from reports.questions.statistics import Statistics
from reports.questions.waiting import WaitingTimes
from reports.questions.why import Why

QUESTIONS: tuple[type[Question], ...] = (
    Overruns,
    Why,
    FundingCover,
    CapacityUse,
    GroupSizes,
    WaitingTimes,
    ProviderKpis,
    DataQuality,
    Statistics,
)
BY_CODE = {question.code: question for question in QUESTIONS}

__all__ = [
    "BY_CODE",
    "QUESTIONS",
    "Asked",
    "Column",
    "Kind",
    "Question",
    "Row",
    "Scope",
]
