"""Codes of tenders and lots."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Procedure(TextChoices):
    """How providers are chosen."""

    SOCIAL = "social", _("Social and other specific services (light regime)")
    OPEN = "open", _("Open procedure")
    RESTRICTED = "restricted", _("Restricted procedure")
    MULTIPLE_PRIVATE = "multiple_private", _("Multiple private procedure")
    NEGOTIATED = "negotiated", _("Negotiated procedure without notice")
    OPEN_HOUSE = "open_house", _("Open house (admission)")

    @property
    def is_by_invitation(self) -> bool:
        """Whether only invited providers bid."""
        return self in (self.RESTRICTED, self.MULTIPLE_PRIVATE, self.NEGOTIATED)


class TenderKind(TextChoices):
    """What a tender leads to."""

    LEARNING_ROUTES = "learning_routes", _("Learning routes (contract)")
    COVENANT_ACCESSION = "covenant_accession", _("Accession to a covenant")
    OTHER = "other", _("Other services (contract)")


class PriceUnit(TextChoices):
    """What a price is paid for."""

    TRAJECTORY = "trajectory", _("per trajectory")
    HOUR = "hour", _("per hour")
    MONTH = "month", _("per month")
    GROUP = "group", _("per group")
    GROUP_HOUR = "group_hour", _("per group hour")
    FEE = "fee", _("per fee")


class PriceKind(TextChoices):
    """Whether bidders name a price below a ceiling, or accept the price that is named."""

    CEILING = "ceiling", _("Ceiling price")
    FIXED = "fixed", _("Fixed price")


class TenderStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    OPENED = "opened", _("Bids opened")
    IN_EVALUATION = "in_evaluation", _("In evaluation")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        busy = {
            self.IN_REVIEW: "attention",
            self.PUBLISHED: "busy",
            self.OPENED: "busy",
            self.IN_EVALUATION: "busy",
        }
        return {
            **busy,
            self.CLOSED: "attention",
            self.CONCLUDED: "good",
            self.WITHDRAWN: "wrong",
        }.get(self, "neutral")


class LotStatus(TextChoices):
    PENDING = "pending", _("Awaiting bids")
    IN_EVALUATION = "in_evaluation", _("In evaluation")
    PROVISIONALLY_AWARDED = "provisionally_awarded", _("Provisionally awarded")
    STANDSTILL = "standstill", _("Standstill period")
    AWARDED = "awarded", _("Awarded")
    NO_BIDS = "no_bids", _("No bids")
    NOT_AWARDED = "not_awarded", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {
            self.IN_EVALUATION: "busy",
            self.PROVISIONALLY_AWARDED: "attention",
            self.STANDSTILL: "attention",
            self.AWARDED: "good",
            self.NO_BIDS: "wrong",
            self.NOT_AWARDED: "wrong",
            self.WITHDRAWN: "wrong",
        }.get(self, "neutral")


LOT_ENDS = (LotStatus.AWARDED, LotStatus.NO_BIDS, LotStatus.NOT_AWARDED, LotStatus.WITHDRAWN)
"""A lot in one of these moves no more."""


class FundingSource(TextChoices):
    """Where the money of a planned tender comes from."""

    SPUK = "spuk", _("Earmarked grant (SPUK) integration facilities")
    SUPPLEMENT = "supplement", _("Supplement for the education route")
    GENERAL = "general", _("Municipal fund (gemeentefonds)")
    OTHER = "other", _("Other")


class OutcomeResult(TextChoices):
    """How a lot ended: eForms code list winner-selection-status."""

    SELECTED = "selec-w", _("At least one winner was chosen")
    CLOSED = "clos-nw", _("No winner was chosen and the competition is closed")


class OutcomeReason(TextChoices):
    """Why a lot was not awarded: eForms code list non-award-justification."""

    NO_RECEIVED = "no-rece", _("No bids were received")
    ALL_REJECTED = "all-rej", _("All bids were rejected")
    INSUFFICIENT_FUNDS = "ins-fund", _("Not enough funds")
    ONE_ADMISSIBLE = "one-admis", _("Only one admissible bid")
    CHANGED_NEED = "chan-need", _("The need has changed")
    NOT_SIGNED = "no-signed", _("The winner refused to sign the contract")
    REVIEW_BODY = "rev-body", _("Decision of a review body, tribunal or court")
    REVIEW_BUYER = "rev-buyer", _("Decision of the buyer after a request for review")
    TECHNICAL_ERROR = "tch-pro-error", _("Technical or procedural errors")
    OTHER = "other", _("Other")
