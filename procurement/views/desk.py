"""The first screen of who tenders and of who scores: what needs me, and by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.access import regions_of, tenders_of
from accounts.enums import Permission
from config.shared.badges import badge
from config.shared.display import day, deadline, moment
from config.shared.periods import amsterdam
from config.shared.views import Action, Page
from procurement import actions
from procurement.enums import LotStatus, TenderStatus
from procurement.models import Assessment, Lot, PanelSeat, Tender, with_scoring
from procurement.views.lots import days_left

SHOWN = 50
"""Rows of the worklist; past it the lists of tenders do better."""
EMPTY_LOTS = 10


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the worklist. `when` is words, `sort_key` the same as a moment."""

    badge: str
    subject: str
    url: str
    asked: str
    when: str
    sort_key: tuple[bool, datetime]


class DeskPage(Page, TemplateView):
    """Today: for an officer the tenders that need one, for a panel member the lots to score."""

    permission = Permission.TENDER_SCORE
    template_name = "procurement/desk.html"
    title = gettext_lazy("Today")

    @cached_property
    def at(self) -> datetime:
        """The moment at which the page is made."""
        return timezone.now()

    def page_actions(self) -> list[Action]:
        if not regions_of(self.person):
            return []
        url = reverse("procurement:tender-create")
        label = _("New tender")
        return [Action(label, url, "plus-lg", primary=True, permission=Permission.TENDER_DRAFT)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_officer = bool(regions_of(self.person))
        parts = self._officer_parts() if is_officer else {}
        return super().get_context_data(
            is_officer=is_officer,
            to_score=self.to_score(),
            other_panels=[] if is_officer else self.other_panels(),
            **parts,
            **kwargs,
        )

    def _officer_parts(self) -> dict[str, Any]:
        tasks = sorted(self.tasks(), key=lambda task: task.sort_key)
        return {
            "tasks": tasks[:SHOWN],
            "more_tasks": max(len(tasks) - SHOWN, 0),
            "counts": self.counts(),
            "standstills": self.standstills(),
            "empty_lots": self.lots().filter(status=LotStatus.NO_BIDS).order_by("-pk")[:EMPTY_LOTS],
        }

    def tenders(self) -> "QuerySet[Tender]":
        return Tender.objects.visible_to(self.person)

    def lots(self) -> "QuerySet[Lot]":
        rows = Lot.objects.filter(tender__region__in=regions_of(self.person))
        return rows.select_related("tender", "decision__winner__bid__provider")

    def tasks(self) -> Iterator[Task]:
        """Everything that waits for an officer, unordered."""
        waiting = (TenderStatus.DRAFT, TenderStatus.PUBLISHED, TenderStatus.CLOSED)
        tenders = self.tenders().filter(status__in=(*waiting, TenderStatus.OPENED))
        for tender in tenders.select_related("opening__first_by"):
            yield self._tender_task(tender)
        statuses = (LotStatus.IN_EVALUATION, LotStatus.PROVISIONALLY_AWARDED, LotStatus.STANDSTILL)
        for lot in with_scoring(self.lots().filter(status__in=statuses)):
            yield from self._lot_tasks(lot)

    def counts(self) -> list[tuple[Any, int, str]]:
        """Per state of a tender: the state, how many, and the list of those."""
        found = dict(self.tenders().values_list("status").order_by().annotate(found=Count("pk")))
        url = reverse("procurement:tender-list")
        return [
            (state, found.get(state.value, 0), f"{url}?status={state.value}")
            for state in TenderStatus
        ]

    def standstills(self) -> list[tuple[Lot, int]]:
        """Running standstill periods with the days that are left, the first to end first."""
        today = amsterdam(self.at)
        rows = self.lots().filter(
            status=LotStatus.STANDSTILL, decision__standstill_ends_on__gte=today
        )
        rows = rows.order_by("decision__standstill_ends_on", "pk")
        return [(lot, days_left(lot.decision.standstill_ends_on, today)) for lot in rows]

    def to_score(self) -> list[dict[str, Any]]:
        """The lots in whose panel the person has a seat: scores given, and asked of one person."""
        own = PanelSeat.objects.filter(user=self.person).values("tender")
        lots = Lot.objects.visible_to(self.person).filter(
            tender__in=own, status=LotStatus.IN_EVALUATION, quality_locked_at__isnull=True
        )
        rows = with_scoring(lots).annotate(seats=Count("tender__panel", distinct=True))
        given = dict(
            Assessment.objects.counting()
            .filter(assessor=self.person, lot_bid__lot__in=lots)
            .values_list("lot_bid__lot")
            .order_by()
            .annotate(found=Count("pk"))
        )
        return [
            {"lot": lot, "done": given.get(lot.pk, 0), "total": lot.scores_needed // lot.seats}
            for lot in rows.select_related("tender").order_by(F("tender__closes_at").asc(), "pk")
        ]

    def other_panels(self) -> "QuerySet[Tender]":
        """Further tenders that the person scores; one acts in the panel of one at a time."""
        own = PanelSeat.objects.filter(user=self.person).exclude(tender__in=tenders_of(self.person))
        return Tender.objects.filter(
            pk__in=own.values("tender"), status=TenderStatus.IN_EVALUATION
        ).order_by("closes_at", "pk")

    def _tender_task(self, tender: Tender) -> Task:
        asked = {
            TenderStatus.DRAFT: _("Complete the draft and publish it"),
            TenderStatus.PUBLISHED: _("Bids can come in until the deadline"),
            TenderStatus.CLOSED: self._opening_asked(tender),
            TenderStatus.OPENED: _("Start the evaluation"),
        }[TenderStatus(tender.status)]
        when = deadline(tender.closes_at) if tender.closes_at else _("no deadline yet")
        return self._task(tender, str(tender), asked, when, tender.closes_at)

    def _opening_asked(self, tender: Tender) -> str:
        opening = getattr(tender, "opening", None)
        until = actions.waiting_until(opening, self.at)
        if opening is None or until is None:
            return _("Open the bids, with a second officer")
        return _("%(officer)s waits for a second officer, until %(until)s") % {
            "officer": opening.first_by,
            "until": moment(until),
        }

    def _lot_tasks(self, lot: Any) -> Iterable[Task]:
        """One task, or none while a standstill runs."""
        subject = f"{lot.tender.reference}, {lot}"
        if lot.status == LotStatus.STANDSTILL:
            last_day = lot.decision.standstill_ends_on
            if amsterdam(self.at) <= last_day:
                return []
            when = _("standstill ended on %(day)s") % {"day": day(last_day)}
            return [
                self._task(lot, subject, _("Award, if no proceedings were started"), when, self.at)
            ]
        if lot.status == LotStatus.PROVISIONALLY_AWARDED:
            asked = _("Send the award decision to all bidders")
            return [self._task(lot, subject, asked, _("now"), self.at)]
        return [self._task(lot, subject, _evaluation_asked(lot), _("in evaluation"), self.at)]

    def _task(self, obj: Any, subject: str, asked: str, when: str, due_at: datetime | None) -> Task:
        states = TenderStatus if isinstance(obj, Tender) else LotStatus
        return Task(
            badge=badge(states(obj.status)),
            subject=subject,
            url=obj.get_absolute_url(),
            asked=asked,
            when=when,
            sort_key=(due_at is None, due_at or self.at),
        )


def _evaluation_asked(lot: Any) -> str:
    left = lot.scores_needed - lot.scores_given
    if lot.prices_are_open:
        return _("Decide on the award")
    if not left:
        return _("Lock the quality scores")
    sentence = ngettext("%(count)s score to be given", "%(count)s scores to be given", left)
    return sentence % {"count": left}
