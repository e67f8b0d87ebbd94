"""Filters of the procurement calendar, of market consultations and of the terms."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import Region, User
from config.shared.filters import BaseFilterSet
from procurement.models import LegalRule, MarketConsultation, PlannedTender


def owners(request: object) -> object:
    """The people who own a line that the reader sees."""
    person = getattr(request, "user", None)
    rows = PlannedTender.objects.visible_to(person) if person else PlannedTender.objects.none()
    return User.objects.filter(pk__in=rows.values("owner")).order_by("name", "pk")


class PlannedTenderFilterSet(BaseFilterSet):
    search_fields = ("title", "note")
    year = django_filters.NumberFilter(label=_("Year"))
    owner = django_filters.ModelChoiceFilter(queryset=owners, label=_("Owner"))
    publication_on = django_filters.DateFromToRangeFilter(label=_("Planned publication"))

    class Meta:
        model = PlannedTender
        fields = ("year", "status", "owner", "procedure", "publication_on")


def regions(request: object) -> object:
    """The regions of the consultations that the reader sees."""
    person = getattr(request, "user", None)
    rows = MarketConsultation.objects
    seen = rows.visible_to(person) if person else rows.none()
    return Region.objects.filter(pk__in=seen.values("region")).order_by("name", "pk")


class ConsultationFilterSet(BaseFilterSet):
    search_fields = ("title", "introduction")
    region = django_filters.ModelChoiceFilter(queryset=regions, label=_("Region"))
    closes_at = django_filters.DateFromToRangeFilter(label=_("Answers until"))

    class Meta:
        model = MarketConsultation
        fields = ("status", "region", "closes_at")


class LegalRuleFilterSet(BaseFilterSet):
    search_fields = ("source", "article", "note")
    is_own = django_filters.BooleanFilter(
        field_name="region", lookup_expr="isnull", exclude=True, label=_("Own rule of the region")
    )

    class Meta:
        model = LegalRule
        fields = ("key", "procedure", "is_binding", "is_certain", "is_own")
