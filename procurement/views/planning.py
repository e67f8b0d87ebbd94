"""The procurement calendar of the region: lines with budgets, a picture of a year, the draft."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.display import money
from config.shared.periods import amsterdam
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    ListPage,
    ModelPage,
    Panel,
    TransitionPage,
)
from procurement import actions
from procurement.enums import FundingSource, PlannedStatus
from procurement.filters_planning import PlannedTenderFilterSet
from procurement.forms.planning import FIRST_YEAR, LAST_YEAR, BudgetRows, PlannedTenderForm
from procurement.forms.rows import standing
from procurement.models import PlannedBudget, PlannedTender
from procurement.planning_chart import planning_chart
from procurement.tables_planning import BudgetTable, PlannedTenderTable
from procurement.views.rows import RowsPage
from procurement.workflows import PLANNED_TENDER

CALENDAR = gettext_lazy("Procurement calendar")


def own_region(person: Any) -> Region:
    """The region for which the person acts; 404 for who acts for none."""
    return get_object_or_404(Region, pk__in=regions_of(person))


def sentence_on(budgets: "QuerySet[PlannedBudget]") -> str:
    """What the budgets add up to, by source, in words; empty when there are none. One query."""
    sums = budgets.order_by("source").values_list("source").annotate(total=Sum("amount"))
    found: dict[str, Decimal] = dict(sums)
    if not found:
        return ""
    parts = [
        _("%(amount)s from %(source)s") % {"amount": money(total), "source": _named(source)}
        for source, total in found.items()
    ]
    together = money(sum(found.values(), Decimal(0)))
    return _("%(total)s in all, excl. VAT: %(parts)s.") % {
        "total": together,
        "parts": ", ".join(parts),
    }


def _named(source: str) -> str:
    return str(FundingSource(source).label)


class PlannedTenderListPage(ListPage):
    """The lines of the calendar, with what they add up to."""

    model = PlannedTender
    table_class = PlannedTenderTable
    filterset_class = PlannedTenderFilterSet
    permission = Permission.TENDER_VIEW
    template_name = "procurement/plannedtender_list.html"
    title = CALENDAR
    empty_text = gettext_lazy(
        "Nothing is planned yet. Add the tenders of the coming years, with budget and owner."
    )
    main_action = Action(
        gettext_lazy("Plan a tender"),
        reverse_lazy("procurement:plannedtender-create"),
        "plus-lg",
        primary=True,
        permission=Permission.TENDER_DRAFT,
    )

    def scoped_queryset(self) -> "QuerySet[PlannedTender]":
        """With the money of each line."""
        sums = PlannedBudget.objects.filter(planned=OuterRef("pk")).order_by().values("planned")
        total = sums.annotate(total=Sum("amount")).values("total")
        return super().scoped_queryset().annotate(budget=Subquery(total))

    def page_actions(self) -> list[Action]:
        url = reverse("procurement:plannedtender-timeline")
        terms = reverse("procurement:legalrule-list")
        return [
            *super().page_actions(),
            Action(_("Timeline"), url, "calendar-range"),
            Action(_("Terms and their sources"), terms, "book"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The budgets of the lines that the filters leave."""
        context = super().get_context_data(**kwargs)
        shown = context["filter"].qs.order_by().values("pk")
        standing_ones = PlannedBudget.objects.filter(planned__in=shown)
        total = sentence_on(standing_ones.exclude(planned__status=PlannedStatus.DROPPED))
        return context | {"total": total}


class PlannedTenderTimelinePage(ModelPage, TemplateView):
    """The calendar of one year as a picture; `?year=` chooses, this year without it."""

    model = PlannedTender
    permission = Permission.TENDER_VIEW
    template_name = "procurement/plannedtender_timeline.html"

    @cached_property
    def year(self) -> int:
        """404 for what is no year."""
        asked = self.request.GET.get("year")
        if asked is None:
            return amsterdam(timezone.now()).year
        if not asked.isdecimal() or not FIRST_YEAR <= int(asked) <= LAST_YEAR:
            raise Http404
        return int(asked)

    def get_title(self) -> str:
        return _("Procurement calendar of %(year)s") % {"year": self.year}

    def breadcrumbs(self) -> list[Crumb]:
        return [Crumb(CALENDAR, reverse("procurement:plannedtender-list"))]

    def page_actions(self) -> list[Action]:
        """The years before and after."""
        years = (self.year - 1, "arrow-left"), (self.year + 1, "arrow-right")
        return [
            Action(str(year), f"{self.request.path}?year={year}", icon)
            for year, icon in years
            if FIRST_YEAR <= year <= LAST_YEAR
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The picture, and the lines that it cannot show for want of a date."""
        rows = self.scoped_queryset().filter(year=self.year).exclude(status=PlannedStatus.DROPPED)
        planned = list(rows.order_by("publication_on", "start_on", "pk"))
        undated = [row for row in planned if not (row.publication_on or row.start_on)]
        told = {
            "year": self.year,
            "chart": planning_chart(planned, self.year),
            "undated": undated,
            "total": sentence_on(PlannedBudget.objects.filter(planned__in=planned)),
        }
        return super().get_context_data(**told | kwargs)


class PlannedTenderDetailPage(DetailPage):
    """One line, from plan to draft."""

    model = PlannedTender
    workflow = PLANNED_TENDER
    permission = Permission.TENDER_VIEW

    def scoped_queryset(self) -> "QuerySet[PlannedTender]":
        return super().scoped_queryset().select_related("owner", "tender", "region")

    def facts(self) -> Iterable[tuple[Any, Any]]:
        planned = self.object
        yield _("Year"), str(planned.year)
        yield _("Owner"), planned.owner
        yield _("Expected procedure"), planned.get_procedure_display()
        yield _("Planned publication"), planned.publication_on
        yield _("First day of the contract"), planned.start_on
        yield _("Tender"), planned.tender
        yield _("Budget of the tender"), sentence_on(planned.budgets.all())
        yield _("Note"), planned.note

    def panels(self) -> list[Panel]:
        rows = self.object.budgets.visible_to(self.person)
        return [Panel(_("Budget of the tender"), table=BudgetTable(rows, prefix="budgets-"))]

    def page_actions(self) -> list[Action]:
        """To draft the tender, and to change the plan, while it is one."""
        if self.object.status != PlannedStatus.PLANNED:
            return []
        draft = f"{reverse('procurement:tender-create')}?planned={self.object.pk}"
        change = reverse("procurement:plannedtender-update", args=[self.object.pk])
        allowed = Permission.TENDER_DRAFT
        return [
            Action(_("Draft it"), draft, "megaphone", primary=True, permission=allowed),
            Action(_("Change"), change, "pencil", permission=allowed),
        ]


class PlannedTenderFormPage(RowsPage):
    """What planning and changing share."""

    model = PlannedTender
    form_class = PlannedTenderForm
    permission = Permission.TENDER_DRAFT
    rows_class = BudgetRows
    row_label = gettext_lazy("Budget of the tender")
    more_label = gettext_lazy("Another funding source")

    @property
    def region(self) -> Region:
        """Whose calendar it is."""
        return own_region(self.person)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": actions.possible_owners(self.region)}

    def budgets(self) -> dict[str, Decimal]:
        """What was filled in, by source."""
        return {line["source"]: line["amount"] for line in self.lines()}

    def moment(self) -> dict[str, Any]:
        """Who acts, and when."""
        return {"by": self.person, "at": timezone.now()}


class PlannedTenderCreatePage(PlannedTenderFormPage):
    title = gettext_lazy("Plan a tender")
    submit_label = gettext_lazy("Add to the calendar")
    success_message = gettext_lazy("“%(object)s” stands in the calendar.")

    def get_initial(self) -> dict[str, Any]:
        """The next year, by oneself."""
        return {"year": amsterdam(timezone.now()).year + 1, "owner": self.person.pk}

    def perform(self, form: PlannedTenderForm) -> PlannedTender:
        return actions.plan_tender(
            region=self.region, budgets=self.budgets(), **form.cleaned_data, **self.moment()
        )


class PlannedTenderUpdatePage(PlannedTenderFormPage):
    title = gettext_lazy("Change the plan")
    success_message = gettext_lazy("The plan is changed.")

    def scoped_queryset(self) -> "QuerySet[PlannedTender]":
        return super().scoped_queryset().select_related("region")

    @property
    def region(self) -> Region:
        region: Region = self.object.region
        return region

    def initial_rows(self) -> list[dict[str, Any]]:
        return standing(self.object.budgets.order_by("source"), ("source", "amount"))

    def perform(self, form: PlannedTenderForm) -> PlannedTender:
        return actions.change_planned(
            planned=self.object, budgets=self.budgets(), **form.cleaned_data, **self.moment()
        )


class PlannedTenderTransitionPage(TransitionPage):
    """Dropping a plan, and taking it up again."""

    model = PlannedTender
    workflow = PLANNED_TENDER
