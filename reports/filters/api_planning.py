"""What calls may filter signals and report texts by: whole values."""

import django_filters
from django.utils.translation import gettext_lazy as _

from reports.filters.signals import signalled_contracts
from reports.models import OverrunSignal, PlanningText


class OverrunSignalCallFilterSet(django_filters.FilterSet):
    """Filters of signals."""

    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))
    contract = django_filters.ModelChoiceFilter(queryset=signalled_contracts, label=_("Contract"))

    class Meta:
        model = OverrunSignal
        fields = ("status", "kind", "cause", "year", "gemeente", "route", "contract")


class PlanningTextCallFilterSet(django_filters.FilterSet):
    """Filters of final texts."""

    gemeente = django_filters.CharFilter(field_name="gemeente__code", label=_("Gemeente code"))
    figures_on = django_filters.DateFromToRangeFilter(label=_("Figures of"))

    class Meta:
        model = PlanningText
        fields = ("kind", "year", "gemeente", "figures_on")
