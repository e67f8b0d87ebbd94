"""Filters of scenarios."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.shared.filters import BaseFilterSet
from reports.models import Scenario


def makers(request: Any) -> "QuerySet[User]":
    """Who made the scenarios that the person may see."""
    seen = Scenario.objects.visible_to(request.user).order_by()
    return User.objects.filter(pk__in=seen.values("created_by"))


def supposing_regions(request: Any) -> "QuerySet[Region]":
    """Regions of the scenarios that the person may see."""
    seen = Scenario.objects.visible_to(request.user).order_by()
    return Region.objects.filter(pk__in=seen.values("region"))


class ScenarioFilterSet(BaseFilterSet):
    search_fields = ("name", "description")
    region = django_filters.ModelChoiceFilter(queryset=supposing_regions, label=_("Region"))
    created_by = django_filters.ModelChoiceFilter(queryset=makers, label=_("Made by"))
    actuals_on = django_filters.DateFromToRangeFilter(label=_("Actuals of"))

    class Meta:
        model = Scenario
        fields = (
            "region",
            "first_year",
            "last_year",
            "draws",
            "status",
            "created_by",
            "actuals_on",
        )
