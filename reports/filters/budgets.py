"""Filters of budgets."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente
from config.shared.filters import BaseFilterSet
from contracts.models import Contract
from reports.models import BudgetLine


def budgeted_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Gemeente.objects.filter(pk__in=lines.values("gemeente"))


def budgeted_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts of the budgets that the person may see."""
    lines = BudgetLine.objects.visible_to(request.user)
    return Contract.objects.filter(pk__in=lines.values("contract"))


class BudgetLineFilterSet(BaseFilterSet):
    search_fields = ("gemeente__name", "pc_code", "contract__reference")
    gemeente = django_filters.ModelChoiceFilter(queryset=budgeted_gemeenten, label=_("Gemeente"))
    contract = django_filters.ModelChoiceFilter(
        queryset=budgeted_contracts,
        null_label=_("all that are not budgeted apart"),
        label=_("Contract"),
    )

    class Meta:
        model = BudgetLine
        fields = ("year", "gemeente", "route", "contract")
