"""The ledger of a region once more: slow, in plain Python, to hold the real one to.

An `Oracle` remembers what closed months hold, as the ledger does, so that it is asked after each
change: `rebuild()`, then compare `lines` and `months()`; `close()` when months close. Other checks
build on `targets()`, one dict a line with the fields of CostLine, and on `months()`, by the fields
that make a CostMonth unique: (amount, quantity, lines, heads).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts.models import CostEntry
from tests.support.oracle_sums import Line, month_after, month_of
from tests.support.oracle_targets import Targets

MONEY = ("contract", "tariff", "gemeente", "route", "unit", "quantity", "amount")
"""What a closed line is corrected for."""


class Oracle(Targets):
    """The ledger of everything in the database, as it ought to be."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.closed: dict[int, date] = {}
        """By contract, the newest closed month."""

    # --- Months that close ------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Bring the lines of open months to what the rows say now."""
        standing = [line for line in self.lines if self._is_closed(line)]
        by_key: dict[tuple, list[Line]] = defaultdict(list)
        for line in standing:
            by_key[key_of(line)].append(line)
        targets = {key_of(line): line for line in self.targets()}
        self.lines = list(standing)
        for key in {**by_key, **targets}:
            self.lines += self._corrected(by_key.get(key, []), targets.get(key))

    def _corrected(self, closed: list[Line], target: Line | None) -> Iterator[Line]:
        taken_back = [id(line["corrects"]) for line in closed if line["is_reversal"]]
        originals = [line for line in closed if not line["is_reversal"]]
        holding = [line for line in originals if id(line) not in taken_back]
        kept = None
        for line in holding:
            if target and all(line[name] == target[name] for name in MONEY):
                kept = line
        for line in holding:
            if line is not kept:
                yield line | {
                    "due_on": self._open_day(line["contract"], date.min),
                    "amount": -line["amount"],
                    "quantity": -line["quantity"],
                    "corrects": line,
                    "is_reversal": True,
                }
        if target and kept is None:
            yield target | {
                "due_on": self._open_day(target["contract"], target["due_on"]),
                "corrects": originals[-1] if originals else None,
                "is_reversal": False,
            }

    def _open_day(self, contract: int | None, day: date) -> date:
        newest = self.closed.get(contract) if contract else None
        return max(day, month_after(newest)) if newest else day

    def _is_closed(self, line: Line) -> bool:
        newest = self.closed.get(line["contract"])
        return newest is not None and line["due_on"] < month_after(newest)

    def close(self, contract: int, month: date) -> None:
        """From now on the lines of `contract` stand up to and including `month`."""
        self.closed[contract] = month

    # --- Summaries --------------------------------------------------------------------------------

    def months(self) -> dict[tuple, tuple]:
        """What every CostMonth is to hold, by its place."""
        types = dict(CostEntry.objects.values_list("pk", "cost_type"))
        sums: dict[tuple, list] = defaultdict(lambda: [Decimal(0), Decimal(0), 0, 0])
        first: dict[tuple, Line] = {}
        for line in self.lines:
            place = self.place(line, types)
            for index, more in enumerate((line["amount"], line["quantity"], 1)):
                sums[place][index] += more
            if line["placement"] and line["corrects"] is None:
                head = (line["contract"], line["placement"], line["due_on"].year)
                if head not in first or _earlier(line, first[head]):
                    first[head] = line
        for line in first.values():
            sums[self.place(line, types)][3] += 1
        return {place: tuple(values) for place, values in sums.items()}

    def place(self, line: Line, types: dict[int, str]) -> tuple:
        """Where it is summed: the fields that make a CostMonth unique."""
        names = ("region", "contract", "gemeente", "route", "kind")
        cost_type = types.get(line["entry"], "learning_routes")
        return (
            *(line[name] for name in names),
            cost_type,
            line["unit"],
            month_of(line["due_on"]),
        )


def _earlier(line: Line, other: Line) -> bool:
    return (line["due_on"], line["kind"]) < (other["due_on"], other["kind"])


def key_of(line: Line) -> tuple:
    """What makes two lines be about the same thing."""
    home = (line["group"], line["gemeente"]) if line["placement"] is None else None
    names = ("placement", "entry", "kind", "part", "service_month")
    return (*(line[name] for name in names), home)
