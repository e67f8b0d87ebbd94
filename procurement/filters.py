"""Filters of the list of tenders."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from procurement.models import Tender
from providers.enums import LearningRoute


class TenderFilterSet(BaseFilterSet):
    search_fields = ("reference", "title", "description")
    route = django_filters.ChoiceFilter(
        field_name="lots__route", choices=LearningRoute, label=_("Route"), distinct=True
    )
    closes_at = django_filters.DateFromToRangeFilter(label=_("Deadline for bids"))

    class Meta:
        model = Tender
        fields = ("status", "route", "closes_at")
