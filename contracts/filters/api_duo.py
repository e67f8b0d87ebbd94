"""What calls may filter exports for DUO and their lines by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from contracts.models import DuoExport, DuoLine


class DuoExportCallFilterSet(django_filters.FilterSet):
    """Filters of exports."""

    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))
    made_at = django_filters.DateFromToRangeFilter(label=_("Made"))

    class Meta:
        model = DuoExport
        fields = ("gemeente", "made_at")


class DuoLineCallFilterSet(django_filters.FilterSet):
    """Filters of lines."""

    reference = django_filters.CharFilter(label=_("Reference"))
    provider = django_filters.CharFilter(field_name="provider__kvk_number", label=_("KvK number"))
    month = django_filters.DateFilter(label=_("Month"))

    class Meta:
        model = DuoLine
        fields = ("kind", "state", "reference", "provider", "month")
