"""Filters of monthly returns."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from contracts.enums import DataTaskStatus
from contracts.models import DataTask
from providers.models import Provider


def returning_providers(request: Any) -> "QuerySet[Provider]":
    """Providers of which the person sees returns."""
    seen = DataTask.objects.visible_to(request.user)
    return Provider.objects.filter(pk__in=seen.order_by().values("provider"))


class DataTaskFilterSet(BaseFilterSet):
    search_fields = (
        "contract__reference",
        "covenant_party__covenant__reference",
        "provider__legal_name",
        "provider__trade_name",
        "delivery__filename",
        "status_reason",
    )
    late = django_filters.BooleanFilter(method="still_late", label=_("Late now"))
    provider = django_filters.ModelChoiceFilter(queryset=returning_providers, label=_("Provider"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))
    due_on = django_filters.DateFromToRangeFilter(label=_("Due by"))

    class Meta:
        model = DataTask
        fields = ("late", "status", "provider", "month", "due_on")

    def still_late(self, queryset: "QuerySet[Any]", name: str, value: bool) -> "QuerySet[Any]":
        """Open and past its last day in time; the queryset counts `days_late`."""
        late = Q(status=DataTaskStatus.OPEN, days_late__gt=0)
        return queryset.filter(late if value else ~late)
