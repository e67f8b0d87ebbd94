"""Filters of clauses and of warnings."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.filters import BaseFilterSet
from contracts.enums import ClauseUse
from contracts.filters.contracts import contracted_providers
from contracts.models import Clause, Contract, ContractAlert


def alerted_contracts(request: Any) -> QuerySet[Contract]:
    """Contracts about which the person can see a warning."""
    alerts = ContractAlert.objects.visible_to(request.user)
    seen = alerts.order_by().values("contract")
    return Contract.objects.filter(pk__in=seen).as_choices()


def alert_owners(request: Any) -> QuerySet[User]:
    """Who was warned by name."""
    alerts = ContractAlert.objects.visible_to(request.user)
    return User.objects.filter(pk__in=alerts.order_by().values("owner"))


class ClauseFilterSet(BaseFilterSet):
    search_fields = ("title", "code", "versions__text")
    use = django_filters.ChoiceFilter(choices=ClauseUse, label=_("For"))
    retired = django_filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", exclude=True, label=_("Retired")
    )

    class Meta:
        model = Clause
        fields = ("use", "is_standard", "retired")

    def search(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Each clause once, in whichever of its versions the words stand."""
        return super().search(queryset, name, value).distinct()


class ContractAlertFilterSet(BaseFilterSet):
    search_fields = ("contract__reference", "contract__title", "sentence")
    contract = django_filters.ModelChoiceFilter(
        queryset=alerted_contracts, label=_("Contract"), widget=forms.HiddenInput
    )
    """Of contracts there are hundreds: the words find them, and their own pages lead here."""
    provider = django_filters.ModelChoiceFilter(
        field_name="contract__provider", queryset=contracted_providers, label=_("Provider")
    )
    owner = django_filters.ModelChoiceFilter(queryset=alert_owners, label=_("Responsible"))
    due_on = django_filters.DateFromToRangeFilter(label=_("Before"))
    answered = django_filters.BooleanFilter(
        field_name="acknowledged_at", lookup_expr="isnull", exclude=True, label=_("Answered")
    )
    lapsed = django_filters.BooleanFilter(
        field_name="lapsed_at", lookup_expr="isnull", exclude=True, label=_("No longer applies")
    )

    class Meta:
        model = ContractAlert
        fields = ("kind", "contract", "provider", "owner", "due_on", "answered", "lapsed")
