"""Tenders in review, or that take bids, requests and questions; a consultation to answer."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Region
from procurement.bid_drafts import lot_part
from procurement.enums import Procedure, TenderStatus
from procurement.models import Tender
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.planning import ConsultationFactory
from tests.factories.procurement import BidFactory, TenderFactory, move
from tests.factories.publication import InvitationFactory

AHEAD = timedelta(days=40)


def minute(at: datetime) -> datetime:
    """Deadlines have no seconds: no form could show them."""
    return at.replace(second=0, microsecond=0)


def taking_bids(region: Region, **fields) -> Tender:
    """A published tender, of so little value that TenderNed publishes nothing."""
    standard = {"closes_at": minute(timezone.now() + AHEAD), "estimated_amount": 100_000}
    return TenderFactory(region=region, published=True, **standard | fields)


@opens("procurement:tender-review")
def tender_in_review(noord, officer, second_officer) -> Scene:
    asked = {"review_requested_at": timezone.now(), "review_requested_by": officer}
    tender = TenderFactory(region=noord, created_by=officer, complete=True, **asked)
    move(tender, TenderStatus.IN_REVIEW)
    return Scene(second_officer, (tender.pk,))


@opens("procurement:question-create")
def tender_that_takes_questions(noord, provider_user) -> Scene:
    return Scene(provider_user, (taking_bids(noord).pk,))


@opens("procurement:tender-transition")
def tender_to_withdraw(noord, officer) -> Scene:
    return Scene(officer, (taking_bids(noord).pk, "withdraw"))


@opens("procurement:bid-part")
def bid_in_the_making(noord, provider, provider_user) -> Scene:
    bid = BidFactory(tender=taking_bids(noord), provider=provider, created_by=provider_user)
    return Scene(provider_user, (bid.pk, lot_part(1)))


@opens("procurement:rectification-create")
def tender_to_rectify(noord, officer) -> Scene:
    closes_at = minute(timezone.now() + AHEAD)
    dates = {
        "questions_close_at": closes_at - timedelta(days=20),
        "clarification_planned_at": closes_at - timedelta(days=15),
        "award_planned_on": (closes_at + AHEAD).date(),
    }
    return Scene(officer, (taking_bids(noord, closes_at=closes_at, **dates).pk,))


@opens("procurement:request-create")
def tender_that_takes_requests(noord, provider_user) -> Scene:
    until = timezone.now() + timedelta(days=10)
    tender = taking_bids(noord, procedure=Procedure.RESTRICTED, requests_close_at=until)
    return Scene(provider_user, (tender.pk,))


@opens("procurement:invitation-decline")
def invited(noord, provider, provider_user) -> Scene:
    tender = taking_bids(noord, procedure=Procedure.MULTIPLE_PRIVATE)
    invitation = InvitationFactory(tender=tender, provider=provider)
    return Scene(provider_user, (invitation.pk,))


@opens("procurement:marketconsultation-answer")
def consulted(noord, provider_user) -> Scene:
    consultation = ConsultationFactory(region=noord, opened=True, closes_at=timezone.now() + AHEAD)
    return Scene(provider_user, (consultation.pk,))
