"""Tables of tenders and of what hangs under them."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from config.shared.badges import badge
from config.shared.display import NOTHING, deadline
from config.shared.tables import (
    BaseTable,
    Column,
    DateColumn,
    LinkColumn,
    MoneyColumn,
    NumberColumn,
    StatusColumn,
)
from procurement.enums import BidStatus
from procurement.models import (
    Application,
    ArchivistKey,
    AwardCriterion,
    Bid,
    Complaint,
    Letter,
    Lot,
    OpeningRecord,
    PanelSeat,
    Requirement,
    RevokedDecision,
    Tender,
)


class DeadlineColumn(DateColumn):
    """A moment by which somebody plans: with the weekday."""

    def render(self, value: Any) -> str:
        """Mon 23 Nov 2026, 12:00 hrs."""
        return deadline(value)


class TenderTable(BaseTable):
    reference = LinkColumn()
    estimated_amount = MoneyColumn()
    closes_at = DeadlineColumn()
    lots_count = NumberColumn(verbose_name=_("Lots"))
    status = StatusColumn()
    default_columns = ("reference", "title", "lots_count", "closes_at", "status")
    telling = ("reference", "title")

    class Meta:
        model = Tender
        fields = (
            "reference",
            "title",
            "region",
            "lead_gemeente",
            "lots_count",
            "estimated_amount",
            "closes_at",
            "status",
        )
        order_by = ("-closes_at",)


class BidderTenderTable(BaseTable):
    """Tenders as a provider sees them: its own bid instead of the buyer's figures."""

    reference = LinkColumn()
    closes_at = DeadlineColumn()
    lots_count = NumberColumn(verbose_name=_("Lots"))
    own_bid = Column(verbose_name=_("Your bid"), empty_values=())
    status = StatusColumn()
    telling = ("reference", "title")

    class Meta:
        model = Tender
        fields = ("reference", "title", "region", "lots_count", "closes_at", "own_bid", "status")
        order_by = ("-closes_at",)

    def render_own_bid(self, value: str | None) -> SafeString | str:
        """The state of the own bid; a dash without one."""
        return badge(BidStatus(value)) if value else NOTHING

    def value_own_bid(self, value: str | None) -> str | None:
        """The word, for export."""
        return str(BidStatus(value).label) if value else None


class LotTable(BaseTable):
    title = LinkColumn()
    expected = NumberColumn()
    ceiling_price = MoneyColumn(places=4)
    status = StatusColumn()
    telling = ("number", "title")

    class Meta:
        model = Lot
        fields = ("number", "title", "route", "area", "expected", "ceiling_price", "status")
        order_by = ("number",)


class DraftLotTable(BaseTable):
    """While the tender is prepared: each lot leads to its form."""

    title = LinkColumn(linkify=lambda record: reverse("procurement:lot-update", args=[record.pk]))
    expected = NumberColumn()
    ceiling_price = MoneyColumn(places=4)
    telling = ("number", "title")

    class Meta:
        model = Lot
        fields = ("number", "title", "route", "area", "expected", "ceiling_price", "price_kind")
        orderable = False


class CriterionTable(BaseTable):
    weight = NumberColumn()
    telling = ("name", "weight")

    class Meta:
        model = AwardCriterion
        fields = (
            "name",
            "kind",
            "weight",
            "maximum_value",
            "minimum_score",
            "formula",
            "question",
            "word_limit",
        )
        orderable = False


class RequirementTable(BaseTable):
    telling = ("text",)

    class Meta:
        model = Requirement
        fields = ("number", "kind", "text", "lot", "evidence")
        orderable = False


class SeatTable(BaseTable):
    user = Column(verbose_name=_("Assessor"))
    email = Column(accessor="user__email", verbose_name=_("E-mail address"))
    telling = ("user",)

    class Meta:
        model = PanelSeat
        fields = ("user", "email")
        orderable = False


class ChangingSeatTable(SeatTable):
    """While the panel can change: each person leads to giving up the seat."""

    email = LinkColumn(
        accessor="user__email",
        verbose_name=_("E-mail address"),
        linkify=lambda record: reverse("procurement:panelseat-delete", args=[record.pk]),
    )

    class Meta(SeatTable.Meta):
        pass


class BidTable(BaseTable):
    """Opened bids; the price stands nowhere in a list."""

    provider = LinkColumn(
        verbose_name=_("Provider"), linkify=lambda record: record.get_absolute_url()
    )
    received_at = DateColumn(verbose_name=_("Received"))
    lots_count = NumberColumn(verbose_name=_("Lots"))
    status = StatusColumn()
    telling = ("provider", "status")

    class Meta:
        model = Bid
        fields = ("provider", "received_at", "lots_count", "status")
        orderable = False


class BidListTable(BidTable):
    """Bids on every tender; the price stands nowhere in a list."""

    tender = LinkColumn(
        verbose_name=_("Tender"), linkify=lambda record: record.tender.get_absolute_url()
    )

    class Meta:
        model = Bid
        fields = ("provider", "tender", "received_at", "lots_count", "status")
        order_by = ("-received_at",)


class LetterTable(BaseTable):
    """The letters of one lot, each to its bidder."""

    addressee = LinkColumn(
        accessor="lot_bid__bid__provider",
        verbose_name=_("To"),
        linkify=lambda record: record.get_absolute_url(),
    )
    written_at = DateColumn()
    sent_at = DateColumn()
    telling = ("addressee", "kind")

    class Meta:
        model = Letter
        fields = ("addressee", "kind", "written_at", "sent_at")
        orderable = False


class OwnLetterTable(BaseTable):
    """The letters of one bidder, each about a lot."""

    lot = LinkColumn(
        accessor="lot_bid__lot",
        verbose_name=_("Award decision on lot"),
        linkify=lambda record: record.get_absolute_url(),
    )
    sent_at = DateColumn()
    telling = ("lot", "sent_at")

    class Meta:
        model = Letter
        fields = ("lot", "sent_at")
        orderable = False


class RevokedDecisionTable(BaseTable):
    winner = Column(accessor="winner__bid__provider", verbose_name=_("Was to win"))
    sent_at = DateColumn()
    revoked_at = DateColumn()
    telling = ("winner", "revoked_at")

    class Meta:
        model = RevokedDecision
        fields = ("winner", "decided_at", "sent_at", "revoked_at", "revoked_by", "reason")
        orderable = False


class ComplaintTable(BaseTable):
    kind = LinkColumn()
    received_on = DateColumn()
    status = StatusColumn()
    default_columns = ("kind", "lot", "provider", "received_on", "suspends", "status")
    telling = ("kind", "lot")

    class Meta:
        model = Complaint
        fields = ("kind", "lot", "provider", "received_on", "suspends", "resolved_at", "status")
        order_by = ("-received_on",)


class ApplicationTable(BaseTable):
    """Applications for accession or admission."""

    provider = LinkColumn(linkify=lambda record: record.get_absolute_url())
    submitted_at = DateColumn(verbose_name=_("Submitted"))
    status = StatusColumn()
    telling = ("provider", "status")

    class Meta:
        model = Application
        fields = ("provider", "tender", "submitted_at", "decided_at", "status")
        order_by = ("-submitted_at",)


class ArchivistKeyTable(BaseTable):
    """Printed keys; each leads to taking it out of use."""

    holder = LinkColumn(
        linkify=lambda record: reverse("procurement:archivistkey-retire", args=[record.pk])
    )
    made_at = DateColumn()
    retired_at = DateColumn()
    telling = ("holder", "made_at")

    class Meta:
        model = ArchivistKey
        fields = ("holder", "made_at", "made_by", "retired_at")
        order_by = ("-made_at",)


class OpeningRecordTable(BaseTable):
    """What was opened of one tender; each leads to its record."""

    kind = LinkColumn()
    first_at = DateColumn()
    second_at = DateColumn()
    bids_opened = NumberColumn()
    telling = ("kind", "second_at")

    class Meta:
        model = OpeningRecord
        fields = ("kind", "first_by", "first_at", "second_by", "second_at", "bids_opened")
        orderable = False
