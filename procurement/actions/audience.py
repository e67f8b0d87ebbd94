"""Who is to hear what happens to a published tender, and tells them all at the same moment."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.enums import Permission
from accounts.models import User
from accounts.notices import notify, people_with
from procurement.models import Bid, Invitation, Lot, Question, Tender
from providers.models import Offering, Provider

FITS = "procurement.tender_fits"
INVITED = "procurement.invited"
REQUEST_DECIDED = "procurement.request_decided"
REQUEST_MADE = "procurement.request_made"
DOCUMENT = "procurement.document_changed"
CLARIFICATION = "procurement.clarification"
RECTIFICATION = "procurement.rectification"
QUESTION_ASKED = "procurement.question_asked"
QUESTION_ASSIGNED = "procurement.question_assigned"
QUESTION_DECLINED = "procurement.question_declined"


def fitting_providers(tender: Tender) -> QuerySet[Provider]:
    """Providers admitted in the region that offer the route of a lot in one of its gemeenten.

    A lot without gemeenten of its own serves all that take part. One query.
    """
    fits = Q()
    lots = tender.lots.prefetch_related("gemeenten").order_by("number")
    for lot in lots:
        fits |= Q(route=lot.route, gemeente__in=_served(lot, tender))
    if not fits:
        return Provider.objects.none()
    offered = Offering.objects.filter(fits, provider=OuterRef("pk"))
    return _admitted(tender).filter(Exists(offered)).order_by("legal_name", "pk")


def concerned_providers(tender: Tender) -> QuerySet[Provider]:
    """Who is told of every change: all alike, so that nobody knows more than another.

    By invitation alone: who was invited and did not decline. Else every provider that the region
    admitted, and any other that asked, asked to take part or began a bid.
    """
    standing = Invitation.objects.filter(tender=tender, provider=OuterRef("pk"))
    if tender.is_private:
        standing = standing.filter(invited_at__isnull=False, declined_at__isnull=True)
        return Provider.objects.filter(Exists(standing)).order_by("pk")
    asked = Question.objects.filter(tender=tender, provider=OuterRef("pk"))
    bidding = Bid.objects.filter(tender=tender, provider=OuterRef("pk"))
    admitted = _admitted(tender).filter(pk=OuterRef("pk"))
    everyone = Exists(admitted) | Exists(standing) | Exists(asked) | Exists(bidding)
    return Provider.objects.filter(everyone).order_by("pk")


def tell_providers(providers: Iterable[Provider], *, tender: Tender, **said: Any) -> None:
    """One notification to the bidding people of each provider; `said` is what `notify` takes."""
    for provider in providers:
        notify(
            to=people_with(Permission.BID_SUBMIT, provider_id=provider.pk),
            about=tender,
            organisation=f"provider:{provider.pk}",
            is_training=tender.region.is_training,
            **{"url": tender.get_absolute_url()} | said,
        )


def tell_officers(
    tender: Tender, *, to: QuerySet[User] | Iterable[User] | None = None, at: datetime, **said: Any
) -> None:
    """One notification to who prepares tenders in the region, or to some of its people."""
    notify(
        to=people_with(Permission.TENDER_DRAFT, region=tender.region_id) if to is None else to,
        about=tender,
        organisation=f"region:{tender.region_id}",
        is_training=tender.region.is_training,
        at=at,
        **{"url": tender.get_absolute_url()} | said,
    )


def _served(lot: Lot, tender: Tender) -> list[int]:
    own = [gemeente.pk for gemeente in lot.gemeenten.all()]
    return own or list(tender.gemeenten.order_by("pk").values_list("pk", flat=True))


def _admitted(tender: Tender) -> QuerySet[Provider]:
    return Provider.objects.known_in(tender.region_id)
