"""Codes of bids and their envelopes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EnvelopeKind(TextChoices):
    """What a sealed envelope of a bid holds, and so which key of the tender opens it."""

    QUALITY = "quality", _("Quality and declarations")
    PRICE = "price", _("Prices")


class OpenedWith(TextChoices):
    """What the second officer brought to an opening."""

    PASSPHRASE = "passphrase", _("Own passphrase")
    ARCHIVIST = "archivist", _("Printed key of the archivist")


class PartnerRole(TextChoices):
    """With whom a bidder bids."""

    CONSORTIUM = "consortium", _("Member of the consortium")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")


class BidStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OPENED = "opened", _("Opened")
    UNREADABLE = "unreadable", _("Could not be opened")

    @property
    def tone(self) -> str:
        return {self.SUBMITTED: "good", self.OPENED: "busy", self.UNREADABLE: "wrong"}.get(
            self, "neutral"
        )


class LotBidStatus(TextChoices):
    ENTERED = "entered", _("Entered")
    ADMISSIBLE = "admissible", _("Admissible")
    WON = "won", _("Won")
    LOST = "lost", _("Not won")
    EXCLUDED = "excluded", _("Excluded")
    DROPPED_OUT = "dropped_out", _("Dropped out of the lot")

    @property
    def tone(self) -> str:
        return {
            self.ADMISSIBLE: "busy",
            self.WON: "good",
            self.EXCLUDED: "wrong",
            self.DROPPED_OUT: "wrong",
        }.get(self, "neutral")
