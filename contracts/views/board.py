"""The planning board: which groups start where and when, and which of them lack learners."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.paginator import Page as PageOfPlaces
from django.core.paginator import Paginator
from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.display import number
from config.shared.periods import Period, add_months
from config.shared.views import Action, Page
from contracts.enums import GroupStatus
from contracts.filters.contracts import contracted_providers
from contracts.forms.groups import BoardForm
from contracts.models import CourseGroup
from contracts.planning_board import CARDS_IN_A_CELL, MONTHS, rows_of, window

PLACES = 8
"""Places on one page of the board."""


class PlanningBoardPage(Page, TemplateView):
    """Open groups by the place where they are taught and the month in which they start."""

    permission = Permission.CAPACITY_VIEW
    title = _("Which groups start where and when?")
    template_name = "contracts/coursegroup_board.html"

    def page_actions(self) -> list[Action]:
        """The same groups as a list, and the seats they fill."""
        return [
            Action(_("All groups"), reverse("contracts:coursegroup-list"), "people"),
            Action(_("Capacity"), reverse("contracts:capacity-wall"), "grid-3x3-gap"),
        ]

    @cached_property
    def form(self) -> BoardForm:
        """What is asked of the board."""
        return BoardForm(self.request.GET or None, providers=contracted_providers(self.request))

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What was chosen; nothing where it was not valid."""
        return self.form.cleaned_data if self.form.is_valid() else {}

    @cached_property
    def period(self) -> Period:
        """The months of the board, from this month on unless another day was asked."""
        return window(self.asked.get("since") or timezone.localdate())

    @cached_property
    def groups(self) -> "QuerySet[CourseGroup]":
        """The open groups that start in the period, as far as they were asked."""
        rows = CourseGroup.objects.visible_to(self.person).open()
        rows = rows.filter(first_on__range=(self.period.first, self.period.last))
        names = {"route": "line__route", "provider": "line__contract__provider", "level": "level"}
        asked = {path: self.asked.get(name) for name, path in names.items()}
        return rows.filter(**{path: value for path, value in asked.items() if value}).order_by()

    @cached_property
    def counts(self) -> dict[tuple[str, date], int]:
        """How many of them there are, by place and month."""
        cells = self.groups.values("line__place", month=TruncMonth("first_on"))
        cells = cells.annotate(found=Count("pk"))
        return {(cell["line__place"], cell["month"]): cell["found"] for cell in cells}

    @cached_property
    def places(self) -> "PageOfPlaces[str]":
        """The places of this page of the board."""
        names = sorted({place for place, _month in self.counts})
        return Paginator(names, PLACES).get_page(self.request.GET.get("page"))

    def cards(self) -> "QuerySet[CourseGroup]":
        """The first groups of each cell, with their heads."""
        place = Window(
            RowNumber(),
            partition_by=[F("line__place"), TruncMonth("first_on")],
            order_by=["first_on", "pk"],
        )
        shown = self.groups.filter(line__place__in=self.places.object_list)
        shown = shown.annotate(place_in_cell=place).filter(place_in_cell__lte=CARDS_IN_A_CELL)
        rows = CourseGroup.objects.filter(pk__in=[group.pk for group in shown]).with_heads()
        return rows.select_related("line__contract__provider").order_by("first_on", "pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the board."""
        cards, months = list(self.cards()), self.period.months()
        board = rows_of(cards, self.counts, places=list(self.places.object_list), months=months)
        return super().get_context_data(
            form=self.form,
            months=months,
            board=board,
            places=self.places,
            sentence=sentence(sum(self.counts.values()), cards, timezone.localdate()),
            today=timezone.localdate(),
            earlier=add_months(self.period.first, -MONTHS),
            later=add_months(self.period.first, MONTHS),
            **kwargs,
        )


def sentence(total: int, cards: Sequence[CourseGroup], today: date) -> str:
    """The answer in words: how many groups start, how many lack learners and ask a decision."""
    small = [group for group in cards if group.lacking and group.status == GroupStatus.PLANNED]
    due = sum(1 for group in small if group.decide_on and group.decide_on <= today)
    free = sum(max(group.free_seats, 0) for group in cards)
    parts = [
        ngettext("%(count)s group starts", "%(count)s groups start", total),
        ngettext("%(count)s of them is shown", "%(count)s of them are shown", len(cards))
        if len(cards) < total
        else "",
        ngettext("%(count)s below its minimum", "%(count)s below their minimum", len(small)),
        ngettext("%(count)s asks a decision now", "%(count)s ask a decision now", due)
        if due
        else "",
        ngettext("%(count)s seat free", "%(count)s seats free", free),
    ]
    numbers = (total, len(cards), len(small), due, free)
    told = zip(parts, numbers, strict=True)
    return gettext("; ").join(text % {"count": number(count)} for text, count in told if text) + "."
