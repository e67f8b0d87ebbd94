"""Returns of October and November 2026 as they stand on 23 November, for tests."""

from datetime import date, datetime

import pytest
from django.utils.timezone import get_default_timezone

from contracts.models import Contract, DataTask
from contracts.returns import ReturnTerms
from tests.factories.returns import DataTaskFactory

AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())
ON = AT.date()
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
TERMS = ReturnTerms(
    working_day=5, grace_days=2, reminder_days=(3,), escalate_days=4, holds_payment=True
)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=get_default_timezone())


@pytest.fixture
def october(contract: Contract) -> DataTask:
    """The return of October, due on 13 November and late by ten days on the day of the tests."""
    return DataTaskFactory(contract=contract)


@pytest.fixture
def november(contract: Contract) -> DataTask:
    """The return of the month that still runs."""
    return DataTaskFactory(contract=contract, month=NOVEMBER, due_on=date(2026, 12, 14))
