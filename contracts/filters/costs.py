"""Filters of cost lines."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.filters import BaseFilterSet
from contracts.enums import InstalmentMoment
from contracts.models import Contract, CostLine, CostMonth


def charged_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the costs that the person may see."""
    months = CostMonth.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=months.values("gemeente"))


def charging_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the costs that the person may see."""
    months = CostMonth.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=months.values("contract"))


class CostLineFilterSet(BaseFilterSet):
    search_fields = ("placement__reference",)
    gemeente = django_filters.ModelChoiceFilter(queryset=charged_gemeenten, label=_("Gemeente"))
    part = django_filters.ChoiceFilter(choices=InstalmentMoment.choices, label=_("Instalment"))
    due_on = django_filters.DateFromToRangeFilter(label=_("Due"))
    served_on = django_filters.DateFromToRangeFilter(
        label=_("Pays for the days"), method="filter_served_on"
    )
    contract = django_filters.ModelMultipleChoiceFilter(
        queryset=charging_contracts, distinct=False, label=_("Contract")
    )

    class Meta:
        model = CostLine
        fields = ("gemeente", "route", "kind", "part", "unit", "due_on", "served_on", "contract")

    def filter_served_on(self, rows: QuerySet[CostLine], name: str, days: slice) -> Any:
        """Lines of which at least one day of service lies between these."""
        if days.start:
            rows = rows.filter(last_on__gte=timezone.localdate(days.start))
        if days.stop:
            rows = rows.filter(first_on__lte=timezone.localdate(days.stop))
        return rows
