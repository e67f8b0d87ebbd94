"""The record of an opening on paper: what the signed file says, in words."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from config.shared.display import deadline
from config.shared.documents import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Paragraph,
    Signatory,
    Signature,
    Table,
)
from procurement.enums import EnvelopeKind, OpenedWith
from procurement.models import OpeningRecord
from procurement.vault.rules import files_of_any


def paper_of(record: OpeningRecord) -> Document:
    """The document of a completed opening, with room to sign."""
    body = record.record["body"]
    region = record.tender.region
    return Document(
        title=_("Record of opening of bids"),
        blocks=(*_facts(record, body), *_lists(body), *_check(record), _signatures(record)),
        created_at=record.second_at or record.first_at,
        language="en" if get_language() == "en" else "nl",
        reference=body["tender"]["reference"],
        sender=(str(region),),
        mark=_("PRACTICE") if region.is_training else "",
    )


def _moment(text: str) -> str:
    return deadline(datetime.fromisoformat(text))


def _facts(record: OpeningRecord, body: dict[str, Any]) -> tuple[Block, ...]:
    first, second = body["first"], body["second"]
    lots = [f"{lot['number']}. {lot['name']}" for lot in body["lots"]]
    pairs = (
        (_("Tender"), f"{body['tender']['reference']} {body['tender']['title']}"),
        (_("Opened"), str(EnvelopeKind(body["kind"]).label)),
        (_("Lots"), ", ".join(lots)),
        (_("Deadline for bids"), _moment(body["closes_at"])),
        (_("First officer"), f"{first['name']}, {_moment(first['at'])}"),
        (_("Second officer"), f"{second['name']}, {_moment(second['at'])}"),
        (_("Opened with"), str(OpenedWith(second["with"]).label)),
        (_("Named officers"), str(body["named_officers"])),
        (_("Bids opened"), str(body["counts"]["bids"])),
        (_("Bids withdrawn"), str(body["counts"]["withdrawn"])),
        (_("Bids too late"), str(body["counts"]["late"])),
    )
    return (Facts(pairs),)


def _lists(body: dict[str, Any]) -> tuple[Block, ...]:
    """Each list of the record that has something in it."""
    blocks: list[Block] = [Heading(_("Bids")), _versions(body["bids"])]
    if body["replaced"]:
        blocks += [Heading(_("Replaced by a later version")), _versions(body["replaced"])]
    if body["withdrawn"]:
        blocks += [Heading(_("Withdrawn")), _versions(body["withdrawn"])]
    if body["late"]:
        moments = tuple((_moment(attempt["at"]),) for attempt in body["late"])
        blocks += [Heading(_("Too late")), Table((Column(_("Refused at")),), moments)]
    if body["unreadable"]:
        rows = tuple((one["why"], one["sha256"]) for one in body["unreadable"])
        columns = (Column(_("Why")), Column("SHA-256"))
        blocks += [Heading(_("Could not be opened")), Table(columns, rows)]
    return tuple(blocks)


def _versions(versions: list[dict[str, Any]]) -> Block:
    if not versions:
        return Paragraph(_("No bids."))
    columns = (
        Column(_("Provider")),
        Column(_("KvK number")),
        Column(pgettext("of a bid", "Version"), "right"),
        Column(_("Received")),
        Column(_("Sealed files"), "right"),
    )
    return Table(columns, tuple(_row(version) for version in versions))


def _row(version: dict[str, Any]) -> tuple[str, ...]:
    return (
        version["provider"],
        version["kvk_number"],
        str(version["receipt"]),
        _moment(version["received_at"]),
        str(len(files_of_any(version))),
    )


def _check(record: OpeningRecord) -> tuple[Block, ...]:
    return (
        Note(
            (
                _(
                    "The signed file that goes with this paper names the digest of every sealed "
                    "file. Anyone can check it, without us: see the page of the record."
                ),
                _("SHA-256 of the record: %(digest)s") % {"digest": record.record["sha256"]},
                _("Signed with key: %(key)s") % {"key": record.record["public_key"]},
            ),
            title=_("To check this record"),
        ),
    )


def _signatures(record: OpeningRecord) -> Signature:
    officer = _("officer who opened")
    people = (record.first_by, record.second_by)
    return Signature(
        _("Drawn up at the opening,"),
        tuple(Signatory(str(person), officer) for person in people),
    )
