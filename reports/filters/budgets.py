"""Filters of budgets."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.filters import BaseFilterSet
from contracts.models import Contract
from reports.models import BudgetAdoption, BudgetChange, BudgetLine, FundingStream


def budgeted_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=lines.values("gemeente"))


def budgeted_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=lines.values("contract"))


def budgeted_streams(request: Any) -> QuerySet[FundingStream]:
    """Funding streams of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return FundingStream.objects.filter(pk__in=lines.values("stream"))


def changing_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the changes that the person may see."""
    changes = BudgetChange.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=changes.values("gemeente"))


class BudgetLineFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "pc_code", "contract__reference", "stream__name")
    gemeente = django_filters.ModelChoiceFilter(queryset=budgeted_gemeenten, label=_("Gemeente"))
    contract = django_filters.ModelChoiceFilter(
        queryset=budgeted_contracts,
        null_label=_("all that are not budgeted apart"),
        label=_("Contract"),
    )
    stream = django_filters.ModelChoiceFilter(
        queryset=budgeted_streams, null_label=_("not laid down"), label=_("Funding stream")
    )

    class Meta:
        model = BudgetLine
        fields = ("year", "gemeente", "route", "cost_type", "contract", "stream", "recurrence")


class BudgetAdoptionFilterSet(BaseFilterSet):
    search_fields = ("reference", "gemeente__name")

    class Meta:
        model = BudgetAdoption
        fields = ("year",)


class BudgetChangeFilterSet(BaseFilterSet):
    search_fields = ("title", "reason", "reference")
    gemeente = django_filters.ModelChoiceFilter(
        queryset=changing_gemeenten,
        null_label=_("all gemeenten of the region"),
        label=_("Gemeente"),
    )
    decided_on = django_filters.DateFromToRangeFilter(label=_("Decided on"))

    class Meta:
        model = BudgetChange
        fields = ("year", "gemeente", "status", "decided_on")
