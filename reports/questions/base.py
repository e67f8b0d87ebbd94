"""What a report is: one question, its figures in rows, and the finding in a sentence.

Page, command, file and call show the same object; each knows nothing of the others.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import Gemeente, Region, User
from config.shared.charts import Chart
from config.shared.display import day, money, number, percentage
from contracts.models import (
    CapacityLine,
    Contract,
    CourseGroup,
    DataTask,
    Delivery,
    Placement,
    WaitlistEntry,
)

YEAR = timedelta(days=365)


class Kind(Enum):
    """What stands in a column."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DAY = "day"

    @property
    def is_figure(self) -> bool:
        """Whether it stands at the right, digits under digits."""
        return self is not Kind.TEXT


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is what programs call it, `label` what people read."""

    name: str
    label: str | Promise
    kind: Kind = Kind.NUMBER

    def shown(self, value: Any) -> str:
        """The value as a page shows it; nothing is an empty text."""
        if value is None or value == "":
            return ""
        return _SHOWN[self.kind](value)

    def told(self, value: Any) -> Any:
        """The value for JSON: amounts and shares as text, so that no reader makes a float of it."""
        return str(value) if isinstance(value, Decimal | date) else value


_SHOWN: dict[Kind, Any] = {
    Kind.TEXT: str,
    Kind.NUMBER: number,
    Kind.MONEY: money,
    Kind.PERCENTAGE: percentage,
    Kind.DAY: day,
}

_REGION_OF: dict[type[Model], str] = {
    CapacityLine: "contract__region",
    Contract: "region",
    CourseGroup: "line__contract__region",
    DataTask: "region",
    Delivery: "contract__region",
    Placement: "contract__region",
    WaitlistEntry: "region",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose figures: what a person may see, or for a command one region's or all."""

    person: User | None = None
    region: Region | None = None

    def of(self, model: type[Model]) -> "QuerySet[Any]":
        """The rows of `model` within the scope."""
        if self.person is not None:
            return model.objects.visible_to(self.person)  # type: ignore[attr-defined]
        rows = model.objects.all()  # type: ignore[attr-defined]
        return rows.filter(**{_REGION_OF[model]: self.region}) if self.region else rows

    def regions(self) -> "QuerySet[Region]":
        """The regions within it, by name."""
        if self.person is not None:
            return Region.objects.visible_to(self.person).order_by("name")
        asked = {"pk": self.region.pk} if self.region else {}
        return Region.objects.filter(**asked).order_by("name")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: as on which day, and of which route and gemeente; all where empty.

    A question about a year is about that of the day where none is given.
    """

    on: date
    route: str = ""
    gemeente: Gemeente | None = None
    year: int | None = None

    def among(self, rows: "QuerySet[Any]", **columns: str) -> "QuerySet[Any]":
        """Rows of the route and gemeente that are asked; `columns` name theirs."""
        wanted = {columns.get("route", "route"): self.route}
        if "gemeente" in columns:
            wanted[columns["gemeente"]] = self.gemeente  # type: ignore[assignment]
        return rows.filter(**{name: value for name, value in wanted.items() if value})

    @property
    def of_year(self) -> int:
        """The year that is asked, else that of the day of the report."""
        return self.on.year if self.year is None else self.year

    @property
    def year_before(self) -> date:
        """The first day of the year that ends on the day of the report."""
        return self.on - YEAR


Row = tuple[Any, ...]


class Question(ABC):
    """One question with its answer. A constant number of statements, however many placements."""

    code: ClassVar[str]
    title: ClassVar[str | Promise]
    asks: ClassVar[str | Promise]
    columns: ClassVar[Sequence[Column]]
    labels: ClassVar[int] = 1
    """So many columns at the left name the row."""
    parameters: ClassVar[tuple[str, ...]] = ("route", "gemeente")
    """What may be asked beside the day, by the names of Asked."""
    page: ClassVar[str] = ""
    """URL name of a page of its own; without it, that which shows any question."""
    in_files_only: ClassVar[tuple[str, ...]] = ()
    """Names of the columns that say on every row what its page says already."""
    on_paper: ClassVar[tuple[str, ...]] = ()
    """Names of the columns that fit on a page; all where empty."""

    def __init__(self, scope: Scope, asked: Asked) -> None:
        self.scope, self.asked = scope, asked

    @cached_property
    def rows(self) -> list[Row]:
        """A value for each column, in order."""
        return self.answer()

    @abstractmethod
    def answer(self) -> list[Row]:
        """Work out the rows."""

    @abstractmethod
    def finding(self) -> str:
        """The answer in a sentence, of at least one row."""

    @abstractmethod
    def definitions(self) -> list[tuple[str, str]]:
        """What the figures are: term and explanation."""

    def totals(self) -> Row | None:
        """The sums under the columns; None where they do not add up to anything."""
        return None

    def chart(self) -> Chart | None:
        """The figures as a picture."""
        return None

    def nothing(self) -> str:
        """The answer without any rows."""
        return _("There is nothing to count.")

    def told_rows(self) -> list[dict[str, Any]]:
        """The rows for JSON, as members by name."""
        return [self.told(row) for row in self.rows]

    def told_facts(self) -> dict[str, Any]:
        """What JSON says beside the answer and its rows."""
        return {} if self.year is None else {"year": self.year}

    def told(self, row: Row) -> dict[str, Any]:
        """One row, or the totals, as a plain value for each column."""
        pairs = zip(self.columns, row, strict=True)
        return {column.name: column.told(value) for column, value in pairs}

    @property
    def year(self) -> int | None:
        """The year that it is about; None for a question about a day."""
        return self.asked.of_year if self.is_of_year() else None

    @classmethod
    def is_of_year(cls) -> bool:
        """Whether it is about a year."""
        return "year" in cls.parameters

    @classmethod
    def years(cls, scope: Scope, on: date) -> set[int]:
        """Years of which there is anything to tell on a day; none for a question about a day."""
        return set()

    @property
    def file_name(self) -> str:
        """Of its files, without an ending."""
        year = "" if self.year is None else f"-{self.year}"
        return f"taalregie-{self.code}{year}-{self.asked.on:%Y%m%d}"

    @property
    def sentence(self) -> str:
        """The finding, or that there is nothing to tell."""
        return self.finding() if self.rows else self.nothing()

    @property
    def footnote(self) -> str:
        """As on which day."""
        return _("As on %(day)s.") % {"day": day(self.asked.on)}

    def column(self, name: str) -> list[Any]:
        """Every value under a column."""
        place = [column.name for column in self.columns].index(name)
        return [row[place] for row in self.rows]

    def summed(self, *names: str) -> Row:
        """A row with the sums of the columns named, and nothing under the others."""
        sums = {
            name: sum(value for value in self.column(name) if value is not None) for name in names
        }
        cells = [sums.get(column.name, "") for column in self.columns]
        return (_("Total"), *cells[1:])
