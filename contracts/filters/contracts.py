"""Filters of contracts."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Gemeente, User
from config.shared.filters import BaseFilterSet
from contracts.enums import ContractKind
from contracts.models import CapacityLine, Contract
from providers.enums import LearningRoute
from providers.models import Provider


def contracted_gemeenten(request: Any) -> QuerySet[Gemeente]:
    """Gemeenten of the contracts that the person may see; providers belong to no region."""
    contracts = Contract.objects.visible_to(request.user)
    return Gemeente.objects.filter(contracts__in=contracts).distinct()


def contracted_providers(request: Any) -> QuerySet[Provider]:
    """Providers of the contracts that the person may see."""
    contracts = Contract.objects.visible_to(request.user)
    return Provider.objects.filter(contracts__in=contracts).distinct()


def frameworks(request: Any) -> QuerySet[Contract]:
    """Framework agreements that the person may see."""
    contracts = Contract.objects.visible_to(request.user).filter(kind=ContractKind.FRAMEWORK)
    return contracts.as_choices()


def owners(request: Any) -> QuerySet[User]:
    """Who is responsible for a contract that the person may see."""
    contracts = Contract.objects.visible_to(request.user)
    return User.objects.filter(contracts_owned__in=contracts).distinct()


class ContractFilterSet(BaseFilterSet):
    search_fields = ("reference", "title", "provider__legal_name", "provider__trade_name")
    provider = django_filters.ModelChoiceFilter(queryset=contracted_providers, label=_("Provider"))
    gemeente = django_filters.ModelChoiceFilter(
        field_name="gemeenten", queryset=contracted_gemeenten, label=_("Gemeente")
    )
    route = django_filters.ChoiceFilter(
        choices=LearningRoute, method="having_route", label=_("Route")
    )
    last_on = django_filters.DateFromToRangeFilter(label=_("Last day"))
    framework = django_filters.ModelChoiceFilter(
        queryset=frameworks, label=_("Framework agreement")
    )
    owner = django_filters.ModelChoiceFilter(queryset=owners, label=_("Responsible"))

    class Meta:
        model = Contract
        fields = (
            "status",
            "kind",
            "provider",
            "gemeente",
            "route",
            "last_on",
            "framework",
            "owner",
        )

    def having_route(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Contracts with a capacity line of that route."""
        return queryset.filter(pk__in=CapacityLine.objects.filter(route=value).values("contract"))
