"""Filters of the register."""

from typing import Any

import django_filters
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast, Left
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.models import Gemeente, User
from accounts.roles import PROVIDER_ROLES
from config.shared.filters import BaseFilterSet
from providers.enums import AdmissionStatus, DeliveryMode, LearningRoute
from providers.models import (
    AgreedAction,
    DeliveryLocation,
    Provider,
    ProviderChange,
    ProviderComplaint,
    ProviderMembership,
    ProviderRegistration,
    SiteVisit,
)
from providers.models.organisations import ProviderQuerySet

NEIGHBOURS = 9
"""Postcodes whose four digits differ no more than this count as near."""
DIGITS = 4


def gemeenten_to_choose(request: Any) -> "QuerySet[Gemeente]":
    """Those of the regions, or the single gemeente, of who looks."""
    if request is None:
        return Gemeente.objects.none()
    person = request.user
    mine = Q(regions__region__in=regions_of(person)) | Q(pk__in=gemeenten_of(person))
    return Gemeente.objects.filter(mine).distinct()


def providers_to_choose(request: Any) -> "QuerySet[Provider]":
    """Those that who looks may see."""
    return Provider.objects.none() if request is None else Provider.objects.visible_to(request.user)


def handlers_to_choose(request: Any) -> "QuerySet[User]":
    """Who handles a complaint that who looks may see."""
    if request is None:
        return User.objects.none()
    seen = ProviderComplaint.objects.visible_to(request.user)
    return User.objects.filter(pk__in=seen.values("handler"))


class ProviderFilterSet(BaseFilterSet):
    search_fields = (
        "legal_name",
        "trade_name",
        "names__legal_name",
        "names__trade_name",
        "kvk_number",
        "brin",
        "duo_number",
    )
    near = django_filters.CharFilter(label=_("Near postcode"), method="nearby")
    gemeente = django_filters.ModelChoiceFilter(
        label=_("Gemeente"), queryset=gemeenten_to_choose, method="in_gemeente"
    )
    offers = django_filters.ChoiceFilter(
        label=_("Offers"), choices=LearningRoute.choices, method="offering"
    )
    mode = django_filters.ChoiceFilter(
        label=_("Delivery mode"), choices=DeliveryMode.choices, method="by_mode"
    )
    recognised_for = django_filters.ChoiceFilter(
        label=_("Recognised for"), choices=LearningRoute.choices, method="recognised"
    )
    recognised_on = django_filters.DateFilter(label=_("Recognised on"), method="left_to_recognised")
    admission_status = django_filters.ChoiceFilter(
        label=_("Status in your region"), choices=AdmissionStatus.choices
    )

    class Meta:
        model = Provider
        fields = (
            "near",
            "gemeente",
            "offers",
            "mode",
            "recognised_for",
            "recognised_on",
            "admission_status",
            "kind",
        )

    def search(self, queryset: "QuerySet[Any]", name: str, value: str) -> "QuerySet[Any]":
        """Former names are found too, each provider once."""
        return super().search(queryset, name, value).distinct()

    def nearby(self, queryset: ProviderQuerySet, name: str, value: str) -> ProviderQuerySet:
        """Those with a location whose number is near, or in a gemeente of that number."""
        digits = value.strip()[:DIGITS]
        if not (len(digits) == DIGITS and digits.isascii() and digits.isdigit()):
            return queryset.none()
        today = timezone.localdate()
        rows = DeliveryLocation.objects.in_use_on(today).annotate(
            number=Cast(Left("postcode", DIGITS), IntegerField())
        )
        low, high = int(digits) - NEIGHBOURS, int(digits) + NEIGHBOURS
        there = rows.filter(number=int(digits)).values("gemeente")
        near = rows.filter(Q(number__range=(low, high)) | Q(gemeente__in=there))
        return queryset.filter(pk__in=near.values("provider"))

    def in_gemeente(
        self, queryset: ProviderQuerySet, name: str, value: Gemeente
    ) -> ProviderQuerySet:
        """Those that have a location or an offering there."""
        here = Q(locations__gemeente=value) | Q(offerings__gemeente=value)
        return queryset.filter(pk__in=Provider.objects.filter(here).values("pk"))

    def offering(self, queryset: ProviderQuerySet, name: str, value: str) -> ProviderQuerySet:
        """Those that list the route."""
        rows = Provider.objects.filter(offerings__route=value)
        return queryset.filter(pk__in=rows.values("pk"))

    def by_mode(self, queryset: ProviderQuerySet, name: str, value: str) -> ProviderQuerySet:
        """Those that give lessons in this way."""
        rows = Provider.objects.filter(offerings__mode=value)
        return queryset.filter(pk__in=rows.values("pk"))

    def recognised(self, queryset: ProviderQuerySet, name: str, value: str) -> ProviderQuerySet:
        """Those that hold what the route asks for, on the day beside it or else today."""
        day = self.form.cleaned_data.get("recognised_on") or timezone.localdate()
        return queryset.recognised_on(day, LearningRoute(value))

    def left_to_recognised(
        self, queryset: ProviderQuerySet, name: str, value: Any
    ) -> ProviderQuerySet:
        """The day belongs to the filter on a route and narrows nothing by itself."""
        return queryset


class ProviderMembershipFilterSet(BaseFilterSet):
    search_fields = ("user__name", "user__email")
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=[(role.value, role.label) for role in PROVIDER_ROLES]
    )

    class Meta:
        model = ProviderMembership
        fields = ("role",)


class ProviderRegistrationFilterSet(BaseFilterSet):
    search_fields = ("legal_name", "trade_name", "kvk_number", "contact_name", "contact_email")

    class Meta:
        model = ProviderRegistration
        fields = ("status", "kind")


class ProviderChangeFilterSet(BaseFilterSet):
    search_fields = ("provider__legal_name", "provider__trade_name", "before", "after", "reason")
    provider = django_filters.ModelChoiceFilter(label=_("Provider"), queryset=providers_to_choose)

    class Meta:
        model = ProviderChange
        fields = ("status", "field", "source", "provider")


class SiteVisitFilterSet(BaseFilterSet):
    search_fields = (
        "provider__legal_name",
        "provider__trade_name",
        "location__name",
        "location__address",
        "conclusion",
    )
    provider = django_filters.ModelChoiceFilter(label=_("Provider"), queryset=providers_to_choose)
    open_actions = django_filters.BooleanFilter(
        label=_("Actions not done"), method="with_open_actions"
    )

    class Meta:
        model = SiteVisit
        fields = ("provider", "open_actions")

    def with_open_actions(
        self, queryset: "QuerySet[SiteVisit]", name: str, value: bool
    ) -> "QuerySet[SiteVisit]":
        """Those after which something still has to be done, or nothing any more."""
        waiting = Q(agreed_actions__in=AgreedAction.objects.filter(done_on__isnull=True))
        return queryset.filter(waiting).distinct() if value else queryset.exclude(waiting)


class ProviderComplaintFilterSet(BaseFilterSet):
    search_fields = ("provider__legal_name", "provider__trade_name", "text")
    provider = django_filters.ModelChoiceFilter(label=_("Provider"), queryset=providers_to_choose)
    handler = django_filters.ModelChoiceFilter(label=_("Handled by"), queryset=handlers_to_choose)
    is_open = django_filters.BooleanFilter(
        label=_("In hand"), field_name="closed_at", lookup_expr="isnull"
    )

    class Meta:
        model = ProviderComplaint
        fields = ("provider", "subject", "outcome", "handler", "is_open")
