"""What lines earn by their days of service, once more in plain Python, one line at a time."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from config.shared.money import share_out
from tests.support.oracle_sums import Line, month_after, month_of

DAY = timedelta(1)
Days = dict[date, Decimal]


def earned_days(line: Line) -> Days:
    """Euro of each day on which the line earns something, or may."""
    return {
        day: amount
        for days, total in _pieces(line, line["amount"], 2)
        for day, amount in zip(days, share_out(total, [1] * len(days)), strict=True)
    }


def earned_months(lines: list[Line], places: dict[int, tuple]) -> dict[tuple, list]:
    """By place and month: amount, total by day (31), units and learners; `places` by index."""
    found: dict[tuple, list] = defaultdict(lambda: [Decimal(0), [Decimal(0)] * 31, Decimal(0), 0])
    for index, line in enumerate(lines):
        for day, amount in earned_days(line).items():
            row = found[(*places[index], month_of(day))]
            row[0] += amount
            for later in range(day.day - 1, 31):
                row[1][later] += amount
        for days, units in _pieces(line, line["quantity"], 6):
            found[(*places[index], month_of(days[0]))][2] += units
    for index, month in _first_of_years(lines):
        found[(*places[index], month)][3] += 1
    return found


def _pieces(line: Line, what: Decimal, digits: int) -> Iterator[tuple[list[date], Decimal]]:
    """Days that earn alike, with what they earn together."""
    all_days = (line["last_on"] - line["first_on"]).days + 1
    gone = Decimal(0)
    for days in _runs(line):
        passed = min(max((days[-1] - line["first_on"]).days + 1, 0), all_days)
        until = _rounded(Fraction(what) * passed / all_days, digits)
        yield days, until - gone
        gone = until


def _runs(line: Line) -> Iterator[list[date]]:
    """The days of each month; before them the day of booking, for days in closed months."""
    first, last = line["first_on"], line["last_on"]
    if month_of(line["due_on"]) > line["service_month"] and line["due_on"] > first:
        yield [line["due_on"]]
        first = line["due_on"] + DAY
    while first <= last:
        end = min(last, month_after(month_of(first)) - DAY)
        yield [first + DAY * number for number in range((end - first).days + 1)]
        first = end + DAY


def _first_of_years(lines: list[Line]) -> Iterator[tuple[int, date]]:
    """The line and the month in which each learner of a contract is first taught in a year."""
    first: dict[tuple, tuple] = {}
    for index, line in enumerate(lines):
        if not line["placement"] or line["corrects"] is not None:
            continue
        for days in _runs(line):
            head = (line["contract"], line["placement"], days[0].year)
            turn = (days[0], line["kind"], index)
            first[head] = min(first.get(head, turn), turn)
    for day, _kind, index in first.values():
        yield index, month_of(day)


def _rounded(value: Fraction, digits: int) -> Decimal:
    """Half away from nought."""
    exact = abs(value) * 10**digits
    whole = exact.numerator // exact.denominator
    whole += 1 if exact - whole >= Fraction(1, 2) else 0
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)
