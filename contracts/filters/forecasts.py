"""Filters of intake forecasts."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.filters import BaseFilterSet
from contracts.models import IntakeForecast


def forecasting_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of which the person may see forecasts."""
    seen = IntakeForecast.objects.visible_to(request.user).values("gemeente")
    return Gemeente.objects.filter(pk__in=seen)


class IntakeForecastFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "source")
    gemeente = django_filters.ModelChoiceFilter(queryset=forecasting_gemeenten, label=_("Gemeente"))
    month = django_filters.DateFromToRangeFilter(label=_("Month"))

    class Meta:
        model = IntakeForecast
        fields = ("gemeente", "route", "month")
