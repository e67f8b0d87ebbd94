"""Proof of delivery: what came in, from whom, when, and what became of it."""

import hashlib
from datetime import datetime
from typing import IO, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.display import moment, number
from config.shared.documents import Block, Document, Facts, Heading, Note, Paragraph
from config.shared.periods import AMSTERDAM
from contracts.models import Delivery

LANGUAGES = ("nl", "en")


def receipt_number(delivery: Delivery) -> str:
    """Year of receipt and a number that counts on: DL-2026-000123."""
    return f"DL-{delivery.received_at.astimezone(AMSTERDAM):%Y}-{delivery.pk:06}"


def is_same_file(delivery: Delivery, file: IO[bytes]) -> bool:
    """Whether `file` is, byte for byte, what was delivered."""
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest() == delivery.sha256  # type: ignore[arg-type]


def receipt(delivery: Delivery) -> dict[str, Any]:
    """The receipt as data: moments in ISO 8601, persons by name, None for what did not happen."""
    return {
        "number": receipt_number(delivery),
        "provider": {"name": str(delivery.provider), "kvk": delivery.provider.kvk_number},
        "contract": delivery.contract.reference,
        "region": str(delivery.contract.region),
        "source": delivery.source,
        "file": {
            "name": delivery.filename,
            "sha256": delivery.sha256,
            "bytes": delivery.size,
        },
        "status": delivery.status,
        "received": _act(delivery.received_at, delivery.received_by),
        "confirmed": _act(delivery.confirmed_at, delivery.confirmed_by),
        "applied": _act(delivery.applied_at, None),
        "rows": {
            "total": delivery.rows_total,
            "new": delivery.rows_new,
            "changed": delivery.rows_changed,
            "unchanged": delivery.rows_unchanged,
            "refused": delivery.rows_refused,
            "with_warnings": delivery.rows_warned,
        },
        "warnings_reason": delivery.warnings_reason,
        "valid_rows_only": delivery.valid_rows_only,
        "corrects": receipt_number(delivery.corrects) if delivery.corrects else None,
        "superseded_by": _superseded_by(delivery),
        "message": delivery.message,
    }


def _act(at: datetime | None, by: User | None) -> dict[str, str | None] | None:
    if at is None:
        return None
    return {"at": at.astimezone(AMSTERDAM).isoformat(), "by": str(by) if by else None}


def _superseded_by(delivery: Delivery) -> str | None:
    """The number of the correction that was applied in its place."""
    found = successor(delivery)
    return receipt_number(found) if found else None


def successor(delivery: Delivery) -> Delivery | None:
    """The correction that was applied in the place of `delivery`."""
    applied = delivery.corrections.filter(applied_at__isnull=False)
    return applied.order_by("applied_at", "pk").first()


def receipt_facts(delivery: Delivery) -> list[tuple[str, str]]:
    """Labels and values, for the page and for the paper."""
    facts = [
        (_("Receipt"), receipt_number(delivery)),
        (_("Provider"), f"{delivery.provider} ({_('KvK')} {delivery.provider.kvk_number})"),
        (_("Contract"), str(delivery.contract)),
        (_("File"), delivery.filename),
        (_("Bytes"), number(delivery.size)),
        (_("SHA-256"), delivery.sha256),
        (_("Came in as"), delivery.get_source_display()),
        (_("Received"), said(delivery.received_at, delivery.received_by)),
        (_("Confirmed"), said(delivery.confirmed_at, delivery.confirmed_by)),
        (_("Applied"), said(delivery.applied_at, None)),
        (_("Status"), delivery.get_status_display()),
        (_("Why the warnings are right"), delivery.warnings_reason),
        (_("Correction of"), receipt_number(delivery.corrects) if delivery.corrects else ""),
        (_("Superseded by"), _superseded_by(delivery) or ""),
    ]
    return [(str(label), str(value)) for label, value in facts if value]


def row_facts(delivery: Delivery) -> list[tuple[str, str]]:
    """Rows in all and by what they did."""
    facts = (
        (_("Rows in the sheet"), delivery.rows_total),
        (_("New placements"), delivery.rows_new),
        (_("Changed placements"), delivery.rows_changed),
        (_("Unchanged"), delivery.rows_unchanged),
        (_("Refused"), delivery.rows_refused),
        (_("With warnings"), delivery.rows_warned),
    )
    return [(label, number(count)) for label, count in facts]


def said(at: datetime | None, by: User | None) -> str:
    """A moment, with the person where there is one; empty for what did not happen."""
    if at is None:
        return ""
    texts = {"moment": moment(at), "who": by}
    return _("%(moment)s by %(who)s") % texts if by else moment(at)


def receipt_document(delivery: Delivery) -> Document:
    """The receipt on paper, in the language of who asks; the same delivery gives the same bytes."""
    language = get_language() or ""
    region = delivery.contract.region
    return Document(
        title=_("Receipt of a delivery of placement data"),
        blocks=tuple(_blocks(delivery)),
        created_at=delivery.applied_at or delivery.confirmed_at or delivery.received_at,
        language=language if language in LANGUAGES else LANGUAGES[0],
        reference=receipt_number(delivery),
        sender=(str(region),),
        mark=_("PRACTICE") if region.is_training else "",
    )


def _blocks(delivery: Delivery) -> list[Block]:
    explained = _(
        "The file is kept as it came. Its SHA-256 changes with every byte: who uploads the same "
        "file on the page of this receipt sees that it is the same."
    )
    blocks: list[Block] = [
        Facts(tuple(receipt_facts(delivery))),
        Heading(_("Rows")),
        Facts(tuple(row_facts(delivery))),
    ]
    if delivery.message:
        blocks.append(Note((delivery.message,)))
    return [*blocks, Heading(_("How this can be checked")), Paragraph(explained)]
