"""Filters of report texts."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.filters import BaseFilterSet
from reports.models import PlanningText


def written_gemeenten(request: Any) -> "QuerySet[Gemeente]":
    """Gemeenten of the texts that the person may see."""
    seen = PlanningText.objects.visible_to(request.user).order_by()
    return Gemeente.objects.filter(pk__in=seen.values("gemeente"))


class PlanningTextFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "region__name", "sections__heading")
    gemeente = django_filters.ModelChoiceFilter(
        queryset=written_gemeenten, null_label=_("the whole region"), label=_("Gemeente")
    )
    figures_on = django_filters.DateFromToRangeFilter(label=_("Figures of"))

    class Meta:
        model = PlanningText
        fields = ("year", "kind", "gemeente", "status", "version", "figures_on")

    def search(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Each text once, however many of its headings fit."""
        return super().search(queryset, name, value).distinct()
