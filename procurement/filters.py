"""Filters of the lists of tenders, bids, complaints, applications and keys."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from procurement.enums import LotBidStatus
from procurement.models import Application, ArchivistKey, Bid, Complaint, Tender
from providers.enums import LearningRoute


class TenderFilterSet(BaseFilterSet):
    search_fields = ("reference", "title", "description")
    route = django_filters.ChoiceFilter(
        field_name="lots__route", choices=LearningRoute, label=_("Route"), distinct=True
    )
    closes_at = django_filters.DateFromToRangeFilter(label=_("Deadline for bids"))

    class Meta:
        model = Tender
        fields = ("status", "kind", "procedure", "route", "closes_at")


class BidFilterSet(BaseFilterSet):
    search_fields = (
        "provider__legal_name",
        "provider__kvk_number",
        "tender__reference",
        "tender__title",
    )
    route = django_filters.ChoiceFilter(
        field_name="lot_bids__lot__route", choices=LearningRoute, label=_("Route"), distinct=True
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Submitted"))

    class Meta:
        model = Bid
        fields = ("status", "route", "submitted_at")


class OpenedBidFilterSet(BidFilterSet):
    """For the buying side: a bidder hears by letter, and not from a filter, how its bid stands."""

    standing = django_filters.MultipleChoiceFilter(
        field_name="lot_bids__status",
        choices=LotBidStatus,
        label=_("Standing on a lot"),
        distinct=True,
    )

    class Meta:
        model = Bid
        fields = ("status", "standing", "route", "submitted_at")


def tenders_with_complaints(request: Any) -> QuerySet[Tender]:
    """Tenders of the complaints that the person may see."""
    complaints = Complaint.objects.visible_to(request.user)
    return Tender.objects.filter(pk__in=complaints.values("lot__tender"))


class ComplaintFilterSet(BaseFilterSet):
    search_fields = ("lot__title", "lot__tender__reference", "provider__legal_name", "text")
    tender = django_filters.ModelChoiceFilter(
        field_name="lot__tender", queryset=tenders_with_complaints, label=_("Tender")
    )
    received_on = django_filters.DateFromToRangeFilter(label=_("Received on"))

    class Meta:
        model = Complaint
        fields = ("status", "kind", "suspends", "tender", "received_on")


def _applied_for(request: Any) -> Any:
    """The tenders one sees on which somebody applied."""
    applied = Application.objects.visible_to(request.user).values("tender")
    return Tender.objects.visible_to(request.user).filter(pk__in=applied).order_by("reference")


class ApplicationFilterSet(BaseFilterSet):
    search_fields = ("tender__reference", "tender__title", "provider__legal_name")
    tender = django_filters.ModelChoiceFilter(queryset=_applied_for, label=_("Tender"))
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Submitted"))

    class Meta:
        model = Application
        fields = ("tender", "status", "submitted_at")


class ArchivistKeyFilterSet(BaseFilterSet):
    search_fields = ("holder", "made_by__name")
    made_at = django_filters.DateFromToRangeFilter(label=_("Made"))
    in_use = django_filters.BooleanFilter(
        field_name="retired_at", lookup_expr="isnull", label=_("In use")
    )

    class Meta:
        model = ArchivistKey
        fields = ("in_use", "made_at")
