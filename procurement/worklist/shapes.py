"""A line of the worklist, and what its makers share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import User
from config.shared.badges import badge_of
from config.shared.display import deadline, weekday
from config.shared.periods import amsterdam
from procurement.models import Lot, Tender
from procurement.models.tenders import TenderQuerySet
from procurement.terms.clock import start_of

SHOWN = 50
"""Lines of the worklist; past it the lists of tenders, questions and complaints do better."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked, of whom and by when; `due` is None where nothing presses."""

    subject: str
    url: str
    asked: str
    badge: str
    due: date | datetime | None = None
    who: str = ""
    is_overdue: bool = False

    @property
    def when(self) -> str:
        """The deadline in words; a dash where nothing presses."""
        return deadline(self.due) if isinstance(self.due, datetime) else weekday(self.due)

    @property
    def sort_key(self) -> tuple[bool, datetime | None, str]:
        """The first deadline first; without one at the end."""
        if self.due is None:
            return True, None, self.subject
        at = self.due if isinstance(self.due, datetime) else start_of(self.due)
        return False, at, self.subject


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose worklist, at which moment: everything of the own regions, one query a kind of work."""

    person: User
    at: datetime

    def may(self, permission: Permission) -> bool:
        """Whether the person could do what a task asks."""
        return self.person.may(permission)

    def tenders(self) -> TenderQuerySet:
        return Tender.objects.filter(region__in=regions_of(self.person))

    def lots(self) -> "QuerySet[Any]":
        rows = Lot.objects.filter(tender__region__in=regions_of(self.person))
        return rows.select_related("tender")

    def task(
        self,
        obj: Tender | Lot,
        asked: str,
        *,
        due: date | datetime | None = None,
        who: Any = "",
        url: str = "",
    ) -> Task:
        """A task about a tender or one of its lots, which leads to its page unless `url` says."""
        subject = f"{obj.tender.reference}, {obj}" if isinstance(obj, Lot) else str(obj)
        return Task(
            subject=subject,
            url=url or obj.get_absolute_url(),
            asked=asked,
            badge=badge_of(obj),
            due=due,
            who=str(who or ""),
            is_overdue=self._is_past(due),
        )

    def _is_past(self, due: date | datetime | None) -> bool:
        if due is None:
            return False
        return due < self.at if isinstance(due, datetime) else due < amsterdam(self.at)


def soonest(rows: "QuerySet[Any]", field: str) -> Iterable[Any]:
    """As many as the worklist could show, by their deadline; one more tells that there are more."""
    return rows.order_by(F(field).asc(nulls_last=True), "pk")[: SHOWN + 1]


def page(name: str, *args: object) -> str:
    """The address of a page of the tender room."""
    return reverse(f"procurement:{name}", args=args)
