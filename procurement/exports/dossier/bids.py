"""Openings and opened bids in the dossier: nothing of a bid before two officers opened it."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from config.shared.bundles import Entry
from config.shared.display import money
from config.shared.documents import Block, Heading, Paragraph
from procurement import vault
from procurement.actions import signed_receipt
from procurement.espd import answered
from procurement.exports.dossier.shapes import Dossier, facts, section
from procurement.models import Bid, BidPrice, BidReceipt, LateBid, LotBid, OpeningRecord, SealedFile
from procurement.opening_paper import paper_of

CHUNK = 1024 * 1024


def opening_entries(dossier: Dossier) -> Iterator[Entry]:
    """Each record as signed and on paper, and who came too late."""
    folder, tender = _("3 Opening"), dossier.tender
    records = dossier.visible(OpeningRecord, tender=tender).done().exclude(record={})
    people = ("tender__region", "first_by", "second_by")
    for number, record in enumerate(records.select_related(*people).order_by("second_at"), start=1):
        yield from _record(dossier, f"{folder}/{number}", record)
    late = dossier.visible(LateBid, tender=tender).select_related("provider")
    if late.exists():
        title = _("Bids that came too late")
        yield dossier.paper(f"{folder}/{title}", title, lambda: _late(late))


def bid_entries(dossier: Dossier) -> Iterator[Entry]:
    """Per bidder the bid, its receipts and its attachments."""
    bids = dossier.visible(Bid, tender=dossier.tender).select_related("provider", "tender")
    for bid in bids.order_by("provider__legal_name", "pk"):
        folder = "/".join([_("4 Bids"), str(bid.provider)])
        title = _("Bid of %(provider)s") % {"provider": bid.provider}
        yield _bid(dossier, folder, title, bid)
        yield from _receipts(dossier, folder, bid)
        files = dossier.visible(SealedFile, bid=bid, opened_at__isnull=False)
        for file in files.order_by("pk"):
            path = [folder, _("Attachments"), file.name]
            yield Entry("/".join(path), _unsealed(file), file.uploaded_at, file.name)


def _record(dossier: Dossier, path: str, record: OpeningRecord) -> Iterator[Entry]:
    title = _("Record of opening: %(kind)s") % {"kind": record.get_kind_display()}
    path, at = f"{path} {record.get_kind_display()}", record.second_at
    yield dossier.document(path, title, lambda: paper_of(record), at)
    signed = _("%(title)s, as signed") % {"title": title}
    yield dossier.data(path, signed, record.record, at)


def _late(late: Any) -> Iterator[Block]:
    yield from section(
        _("Bids that came too late"),
        (_("Provider"), _("Refused at")),
        ((one.provider, one.refused_at) for one in late.order_by("refused_at", "pk")),
    )


def _bid(dossier: Dossier, folder: str, title: str, bid: Bid) -> Entry:
    path = [folder, _("Bid")]
    return dossier.paper("/".join(path), title, lambda: _bid_blocks(dossier, bid))


def _receipts(dossier: Dossier, folder: str, bid: Bid) -> Iterator[Entry]:
    receipts = dossier.visible(BidReceipt, bid=bid).select_related("bid__tender", "bid__provider")
    for receipt in receipts.order_by("sequence"):
        title = _("Receipt %(number)s") % {"number": receipt.sequence}
        yield dossier.data(f"{folder}/{title}", title, signed_receipt(receipt), receipt.received_at)


def _unsealed(file: SealedFile) -> Iterator[bytes]:
    """The readable pieces; a file that was changed breaks the dossier off."""
    with default_storage.open(file.path) as sealed:
        yield from vault.unsealed(sealed.chunks(CHUNK), bytes(file.key))


def _bid_blocks(dossier: Dossier, bid: Bid) -> Iterator[Block]:
    yield facts(
        (
            (_("Submitted"), bid.submitted_at),
            (_("Contact"), bid.contact_name),
            (_("E-mail address"), bid.contact_email),
        )
    )
    for offer in _offers(dossier, bid):
        yield from _offer_blocks(dossier, offer)
    yield from section(
        _("Consortium and subcontractors"),
        (_("Name"), _("Role"), _("KvK number"), _("Part of the work")),
        (
            (partner.name, partner.get_role_display(), partner.kvk_number, partner.part)
            for partner in bid.partners.order_by("role", "pk")
        ),
    )
    yield from section(
        _("Own declaration (UEA)"),
        (_("Question"), _("Article"), _("Answer"), _("Explanation")),
        (
            (statement.question, f"{statement.article} Aw 2012", answer, explanation)
            for statement, answer, explanation in answered(bid.espd)
        ),
    )


def _offers(dossier: Dossier, bid: Bid) -> Any:
    offers = dossier.visible(LotBid, bid=bid).select_related("lot")
    return offers.order_by("lot__number", "pk")


def _offer_blocks(dossier: Dossier, offer: LotBid) -> Iterator[Block]:
    lot = offer.lot
    closed = _("closed until two officers open the prices")
    price = f"{money(offer.price, places=4)} {lot.get_price_unit_display()}"
    yield Heading(_("Lot %(lot)s") % {"lot": lot})
    yield facts(
        (
            (_("Status"), offer.get_status_display()),
            (_("Price (excl. VAT)"), price if lot.prices_are_open else closed),
            *(
                (line.line, money(line.price, places=4))
                for line in dossier.visible(BidPrice, lot_bid=offer)
                .select_related("line")
                .order_by("line__number")
            ),
            (_("Places offered"), offer.offered_places),
            (_("Groups a year"), offer.groups_a_year),
            (_("Smallest group"), offer.group_minimum),
            (_("Largest group"), offer.group_maximum),
            (_("Locations"), offer.locations),
        )
    )
    for answer in offer.answers.select_related("criterion").order_by("criterion"):
        yield Heading(str(answer.criterion), level=2)
        yield Paragraph(answer.text)
