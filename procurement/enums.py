"""Statuses and kinds of the tender room, in OCDS and eForms words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Procedure(TextChoices):
    """How a tender is run; issue by issue more procedures come in."""

    SOCIAL = "social", _("Social and other specific services (light regime)")
    OPEN = "open", _("Open procedure")


class PriceUnit(TextChoices):
    TRAJECTORY = "trajectory", _("per trajectory")


class TenderStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    OPENED = "opened", _("Bids opened")
    IN_EVALUATION = "in_evaluation", _("In evaluation")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        busy = {self.PUBLISHED: "busy", self.OPENED: "busy", self.IN_EVALUATION: "busy"}
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


class CriterionKind(TextChoices):
    PRICE = "price", _("Price")
    QUALITY = "quality", _("Quality")


class PriceFormula(TextChoices):
    """How a price becomes points; frozen at publication."""

    RELATIVE = "relative", _("Relative: lowest price divided by own price")
    ABSOLUTE = "absolute", _("Absolute: on a published scale")


class BidStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OPENED = "opened", _("Opened")

    @property
    def tone(self) -> str:
        return {self.SUBMITTED: "good", self.OPENED: "busy"}.get(self, "neutral")


class LotBidStatus(TextChoices):
    ENTERED = "entered", _("Entered")
    WON = "won", _("Won")
    LOST = "lost", _("Not won")
    EXCLUDED = "excluded", _("Excluded")

    @property
    def tone(self) -> str:
        return {self.WON: "good", self.EXCLUDED: "wrong"}.get(self, "neutral")


class OutcomeReason(TextChoices):
    """Why a lot was not awarded: eForms code list non-award-justification."""

    NO_RECEIVED = "no-rece", _("No bids were received")
    ALL_REJECTED = "all-rej", _("All bids were rejected")
    INSUFFICIENT_FUNDS = "ins-fund", _("Not enough funds")
    ONE_ADMISSIBLE = "one-admis", _("Only one admissible bid")
    CHANGED_NEED = "chan-need", _("The need has changed")
    OTHER = "other", _("Other")
