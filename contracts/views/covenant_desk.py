"""What covenants ask now: signatures, comments, requests to join, reviews, ends."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.views import Action, Crumb, Page
from contracts.enums import AccessionStatus, CovenantStatus
from contracts.models import AccessionRequest, Covenant, CovenantParty, CovenantReview
from contracts.tables.covenants import AccessionRequestTable, CovenantTable, ReviewTable
from contracts.views.covenant_tasks import Task, tasks_of

DAYS_AHEAD = 90


class CovenantDeskPage(Page, TemplateView):
    """For the region and for a school: each sees what is asked of it."""

    permission = Permission.COVENANT_VIEW
    title = _("Which covenants need attention?")
    template_name = "contracts/covenant_desk.html"

    def breadcrumbs(self) -> list[Crumb]:
        """Under the list."""
        label = capfirst(str(Covenant._meta.verbose_name_plural))
        return [Crumb(label, reverse("contracts:covenant-list"))]

    def page_actions(self) -> list[Action]:
        """The whole list."""
        return [Action(_("All covenants"), reverse("contracts:covenant-list"), "list-ul")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then what is asked."""
        today = amsterdam(timezone.now())
        visible = Covenant.objects.visible_to(self.person)
        asked = AccessionRequest.objects.visible_to(self.person)
        open_requests = asked.filter(status=AccessionStatus.ASKED).order_by("asked_at", "pk")
        reviews = _reviews(visible, today)
        tasks = tasks_among(self.person, visible)
        return super().get_context_data(
            sentence=_sentence(len(tasks), open_requests.count(), reviews.count()),
            tasks=tasks,
            requests=AccessionRequestTable(
                open_requests.select_related("provider", "covenant"), prefix="requests-"
            ),
            reviews=ReviewTable(reviews, prefix="reviews-"),
            ending=CovenantTable(_ending(visible, today), prefix="ending-"),
            **kwargs,
        )


def tasks_among(person: Any, covenants: QuerySet[Covenant]) -> list[Task]:
    """What the person is asked to do for those of `covenants` that are at work."""
    return tasks_of(person, *_at_work(covenants))


def _at_work(visible: QuerySet[Covenant]) -> tuple[list[Covenant], list[CovenantParty]]:
    """Covenants in which somebody still has to accept or sign, with their parties."""
    open_ones = visible.filter(status__in=(CovenantStatus.OFFERED, CovenantStatus.ACTIVE))
    waiting = CovenantParty.objects.filter(
        covenant__in=open_ones, signed_at__isnull=True, left_on__isnull=True
    )
    parties = list(waiting.select_related("gemeente", "provider").order_by("side", "pk"))
    rows = open_ones.filter(pk__in={party.covenant_id for party in parties})
    found = rows.select_related("region").prefetch_related("clauses").order_by("first_on", "pk")
    return list(found), parties


def _reviews(visible: QuerySet[Covenant], today: date) -> QuerySet[CovenantReview]:
    until = today + timedelta(days=DAYS_AHEAD)
    rows = CovenantReview.objects.coming().filter(covenant__in=visible, due_on__lte=until)
    return rows.select_related("covenant")


def _ending(visible: QuerySet[Covenant], today: date) -> QuerySet[Covenant]:
    until = today + timedelta(days=DAYS_AHEAD)
    rows = visible.filter(status=CovenantStatus.ACTIVE, last_on__lte=until)
    return rows.with_parties().order_by("last_on", "pk")  # type: ignore[attr-defined]


def _sentence(tasks: int, requests: int, reviews: int) -> str:
    """The answer in words."""
    parts = (
        ngettext("%(count)s thing is asked of you.", "%(count)s things are asked of you.", tasks)
        % {"count": tasks},
        ngettext(
            "%(count)s school waits for an answer.",
            "%(count)s schools wait for an answer.",
            requests,
        )
        % {"count": requests},
        ngettext(
            "%(count)s review is due within 90 days.",
            "%(count)s reviews are due within 90 days.",
            reviews,
        )
        % {"count": reviews},
    )
    return " ".join(parts)
