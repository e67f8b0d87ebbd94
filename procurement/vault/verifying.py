"""Checks a record of opening without the system that made it; answers in sentences.

What this proves: the record is whole, signed by the key it names, and at one with itself and with
the receipts and files laid beside it. What it cannot prove: whose key that is (compare it with
the one that was published), and what happened on the server before the record was made.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from procurement.vault.envelopes import digest
from procurement.vault.records import (
    OPENING,
    PRICE,
    QUALITY,
    RECEIPT,
    digest_holds,
    document_misfits,
    signature_holds,
)
from procurement.vault.rules import RULES, Body, files_of, files_of_any, moment, versions

SHOWN_PLACES = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, in a sentence; `ok` when nothing was wrong with it."""

    ok: bool
    sentence: str


def verify(
    record: object,
    *,
    expected_key: str | None = None,
    receipts: Iterable[object] = (),
    envelopes: Mapping[str, bytes] | None = None,
    earlier: object = None,
) -> list[Finding]:
    """All findings about a record of opening, as parsed from its JSON.

    `expected_key` is the published signing key in hexadecimal; `receipts` are signed receipts,
    parsed; `envelopes` are sealed files by name; `earlier` is the record of the quality envelopes
    when `record` is that of the prices. When the record is malformed, that is the one finding.
    """
    found = list(_of_document(record, OPENING, expected_key))
    if not isinstance(record, dict) or document_misfits(record, OPENING):
        return found
    found += _of_rules(record["body"])
    for receipt in receipts:
        found += _of_receipt(record, receipt)
    for name, content in (envelopes or {}).items():
        found.append(_of_file(record["body"], name, digest(content)))
    if earlier is not None:
        found += _of_earlier(record, earlier)
    return found


def _of_document(document: object, form: str, expected_key: str | None) -> Iterator[Finding]:
    misfits = document_misfits(document, form)
    if misfits or not isinstance(document, dict):
        places = ", ".join(misfits[:SHOWN_PLACES])
        yield Finding(
            False,
            _("This is not a document of the form %(form)s; look at: %(places)s.")
            % {"form": form, "places": places},
        )
        return
    yield _either(
        digest_holds(document),
        _("The text is the one that its digest was taken of."),
        _("The text was changed after its digest was taken."),
    )
    yield _either(
        signature_holds(document),
        _("The signature is that of the key in the document."),
        _("The signature is not that of the key in the document."),
    )
    if expected_key is not None:
        yield _either(
            document["public_key"] == expected_key.strip().lower(),
            _("The key in the document is the expected one."),
            _("The key in the document is not the expected one."),
        )


def _either(ok: bool, held: str, fault: str) -> Finding:
    return Finding(ok, held if ok else fault)


def _of_rules(body: Body) -> Iterator[Finding]:
    for held, faults in RULES:
        found = [Finding(False, sentence) for sentence in faults(body)]
        yield from found or [Finding(True, str(held))]


def _of_receipt(record: dict[str, Any], receipt: object) -> Iterator[Finding]:
    faults = [one for one in _of_document(receipt, RECEIPT, record["public_key"]) if not one.ok]
    if faults or not isinstance(receipt, dict):
        yield Finding(False, _("A receipt cannot be relied on."))
        yield from faults
        return
    stated, body = receipt["body"], record["body"]
    if stated["tender"]["reference"] != body["tender"]["reference"]:
        yield Finding(False, _("%(receipt)s is of another tender.") % _called(stated))
    elif stated["public_keys"] != body["public_keys"]:
        yield Finding(False, _("%(receipt)s was sealed to other keys.") % _called(stated))
    else:
        yield _of_version(body, stated)


def _called(stated: Body) -> dict[str, str]:
    name = _("Receipt %(number)s of KvK number %(kvk_number)s") % {
        "number": stated["receipt"],
        "kvk_number": stated["kvk_number"],
    }
    return {"receipt": name}


def _of_version(body: Body, stated: Body) -> Finding:
    """Whether the version that a receipt is about stands in the record as it was received."""
    version = _version(body, stated)
    if version is None and body["kind"] == PRICE:
        sentence = _(
            "%(receipt)s is not in the record of prices; the record of quality says what became "
            "of it."
        )
        return Finding(True, sentence % _called(stated))
    if version is None:
        return Finding(False, _("%(receipt)s is not in the record.") % _called(stated))
    if moment(version["received_at"]) != moment(stated["received_at"]):
        return Finding(False, _("%(receipt)s has another time of arrival.") % _called(stated))
    if set(files_of_any(version)) != _expected_files(body, version, stated):
        return Finding(False, _("%(receipt)s names other sealed files.") % _called(stated))
    return Finding(True, _outcome(version) % _called(stated))


def _version(body: Body, stated: Body) -> dict[str, Any] | None:
    wanted = (stated["kvk_number"], stated["receipt"])
    found = (one for one in versions(body) if (one["kvk_number"], one["receipt"]) == wanted)
    return next(found, None)


def _expected_files(body: Body, version: dict[str, Any], stated: Body) -> set[str]:
    """What of a receipt the record should name; of a standing bid, prices name only the prices
    of the lots that they are of.
    """
    if body["kind"] == QUALITY or "envelopes" not in version:
        return set(files_of(stated))
    lots = {lot["number"] for lot in body["lots"]} | {None}
    prices = (one for one in stated["envelopes"] if one["kind"] == PRICE)
    return {one["sha256"] for one in prices if one["lot"] in lots}


def _outcome(version: dict[str, Any]) -> str:
    if "replaced_by" in version:
        return _("%(receipt)s is in the record, as replaced by a later version.")
    if "withdrawn_at" in version:
        return _("%(receipt)s is in the record, as withdrawn.")
    return _("%(receipt)s is in the record, with the same sealed files.")


def _of_file(body: Body, name: str, sha256: str) -> Finding:
    known = any(sha256 in files_of_any(version) for version in versions(body))
    return _either(
        known,
        _("%(name)s is a sealed file of the record.") % {"name": name},
        _("%(name)s is not a sealed file of the record.") % {"name": name},
    )


def _of_earlier(record: dict[str, Any], earlier: object) -> Iterator[Finding]:
    faults = [one for one in _of_document(earlier, OPENING, record["public_key"]) if not one.ok]
    if faults or not isinstance(earlier, dict):
        yield Finding(False, _("The record of quality cannot be relied on."))
        yield from faults
        return
    before, body = earlier["body"], record["body"]
    sealed = set(_prices(before))
    is_same = all(before[key] == body[key] for key in ("tender", "public_keys", "closes_at"))
    is_part = all(lot in before["lots"] for lot in body["lots"])
    yield _either(
        is_same and is_part and (before["kind"], body["kind"]) == (QUALITY, PRICE),
        _("Both records are of this tender: first its quality, then its prices."),
        _("The two records are not the quality and the prices of one tender."),
    )
    yield _either(
        all(price in sealed for price in _prices(body)),
        _("Every price that was opened lay sealed when the quality was opened."),
        _("A price was opened that was not there, sealed, when the quality was opened."),
    )


def _prices(body: Body) -> Iterator[tuple[str, int | None, str]]:
    """Bidder, lot and digest of each price envelope."""
    for bid in body["bids"]:
        for one in bid["envelopes"]:
            if one["kind"] == PRICE:
                yield bid["kvk_number"], one["lot"], one["sha256"]
