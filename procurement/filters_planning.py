"""Filters of the procurement calendar."""

import django_filters
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.filters import BaseFilterSet
from procurement.models import PlannedTender


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
