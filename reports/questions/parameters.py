"""What is asked of a question, as it is kept: with a year of its own, or that of each day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django.urls import reverse

from accounts.models import Gemeente
from providers.enums import LearningRoute
from reports.questions import Asked, Question


@dataclass(frozen=True, slots=True)
class Parameters:
    """Route, gemeente and year, each everything where empty; without a year that of the day."""

    route: str = ""
    gemeente: Gemeente | None = None
    year: int | None = None

    def as_json(self) -> dict[str, Any]:
        """What was given, in plain values."""
        return {name: value for name, value in self._plain().items() if value}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Self:
        """What `as_json` wrote; costs a query where a gemeente is asked."""
        gemeente = kept.get("gemeente")
        found = Gemeente.objects.get(pk=gemeente) if gemeente else None
        return cls(kept.get("route", ""), found, kept.get("year"))

    def asked(self, on: date) -> Asked:
        """The same of a report on the day."""
        return Asked(on=on, route=self.route, gemeente=self.gemeente, year=self.year)

    def strange_to(self, question: type[Question]) -> list[str]:
        """Names of what is given while the question does not ask it."""
        return [name for name in self.as_json() if name not in question.parameters]

    @property
    def route_label(self) -> str:
        """The route in words; empty for all."""
        return str(LearningRoute(self.route).label) if self.route else ""

    def query(self) -> str:
        """As the query of an address."""
        return urlencode(self.as_json())

    def _plain(self) -> dict[str, Any]:
        gemeente = self.gemeente.pk if self.gemeente else None
        return {"route": self.route, "gemeente": gemeente, "year": self.year}


def page_of(code: str, parameters: Parameters) -> str:
    """The address at which a person reads the report."""
    address, query = reverse("reports:question", args=[code]), parameters.query()
    return f"{address}?{query}" if query else address
