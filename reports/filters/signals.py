"""Filters of signals."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from config.shared.filters import BaseFilterSet
from contracts.models import Contract
from reports.models import OverrunSignal


def _seen(request: Any, field: str) -> "QuerySet[Any]":
    return OverrunSignal.objects.visible_to(request.user).order_by().values(field)


def signalled_gemeenten(request: Any) -> "QuerySet[Gemeente]":
    """Gemeenten of the signals that the person may see."""
    return Gemeente.objects.filter(pk__in=_seen(request, "gemeente"))


def signalled_contracts(request: Any) -> "QuerySet[Contract]":
    """Contracts of the signals that the person may see."""
    return Contract.objects.filter(pk__in=_seen(request, "contract"))


def owners(request: Any) -> "QuerySet[User]":
    """People who are responsible for one of the signals that the person may see."""
    return User.objects.filter(pk__in=_seen(request, "owner")).order_by("name", "pk")


class OverrunSignalFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "contract__reference", "owner__name")
    gemeente = django_filters.ModelChoiceFilter(queryset=signalled_gemeenten, label=_("Gemeente"))
    contract = django_filters.ModelChoiceFilter(queryset=signalled_contracts, label=_("Contract"))
    owner = django_filters.ModelChoiceFilter(queryset=owners, label=_("Responsible"))
    passes_on = django_filters.DateFromToRangeFilter(label=_("Day of passing"))

    class Meta:
        model = OverrunSignal
        fields = (
            "status",
            "kind",
            "cause",
            "year",
            "gemeente",
            "route",
            "contract",
            "owner",
            "passes_on",
        )
