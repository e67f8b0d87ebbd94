"""The record of an opening and the receipt of a bid: JSON that an outsider can check.

Both are signed documents: {"body": ..., "sha256": ..., "public_key": ..., "signature": ...}.
`sha256` is over the canonical JSON of the body, and so is the Ed25519 signature; keys, digests and
signatures are lower-case hexadecimal, moments ISO 8601 with their distance from UTC.

The body of a record of opening, `taalregie-opening/1`:

    format          "taalregie-opening/1"
    tender          {reference, title, region, ocid (may be absent)}
    kind            "quality" or "price": which envelopes this act opened
    lots            [{number, name}]: of a record of quality all lots of the tender, of a record of
                    prices those whose prices this act opened
    closes_at       the deadline for bids
    threshold       2: how many officers it takes
    named_officers  how many officers hold a share (the archivist not counted)
    window_minutes  how long the first officer's act waits for the second
    first           {name, at, session}: session is a SHA-256 of the signed-in session
    second          {name, at, session, with}: with "passphrase" or "archivist" (the printed key).
                    Officers of one name are told apart in `name`, by their e-mail address
    public_keys     {quality, price}: what bids on this tender were sealed to
    bids            [{provider, kvk_number, receipt, received_at, envelopes, attachments}]: those
                    that stand, receipt being the number of the version
                    envelopes: [{kind, lot, sha256, size}], lot a number, or null when the
                    envelope is of all lots
                    attachments: [{sha256, size}]; all of the sealed bytes
    replaced        [{provider, kvk_number, receipt, received_at, replaced_by, sha256}]: earlier
                    versions; replaced_by a receipt number, sha256 the digests of all its files
    withdrawn       [{provider, kvk_number, receipt, received_at, withdrawn_at, sha256}]
    late            [{at}]: attempts that were refused, without whose
    unreadable      [{sha256, why}]: files of `bids` that did not open
    counts          {bids, envelopes, replaced, withdrawn, late, unreadable}; envelopes are those
                    that were opened: of `kind`

A record of kind "quality" names every file of every bid, the sealed prices too. One of kind
"price" names only the price envelopes for its lots of the bids that still took part, and no
attachments.

The body of a receipt, `taalregie-receipt/1`:

    format          "taalregie-receipt/1"
    tender          {reference}
    kvk_number, receipt, received_at
    public_keys     as above
    envelopes, attachments   as above
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from procurement.vault.canonical import canonical
from procurement.vault.shapes import (
    Shape,
    is_count,
    is_count_or_nothing,
    is_hex32,
    is_hex64,
    is_kvk_number,
    is_moment,
    is_text,
    misfits,
    one_of,
)

OPENING = "taalregie-opening/1"
RECEIPT = "taalregie-receipt/1"
QUALITY, PRICE = "quality", "price"

_FILE = {"sha256": is_hex32, "size": is_count}
_ENVELOPE = {"kind": one_of(QUALITY, PRICE), "lot": is_count_or_nothing, **_FILE}
_PUBLIC_KEYS = {QUALITY: is_hex32, PRICE: is_hex32}
_VERSION = {"kvk_number": is_kvk_number, "receipt": is_count, "received_at": is_moment}
_FILES = {"envelopes": [_ENVELOPE], "attachments": [_FILE]}
_GONE = {"provider": is_text, **_VERSION, "sha256": [is_hex32]}
_ACT = {"name": is_text, "at": is_moment, "session": is_hex32}

SHAPES: Mapping[str, Shape] = {
    OPENING: {
        "format": one_of(OPENING),
        "tender": {"reference": is_text, "title": is_text, "region": is_text, "ocid?": is_text},
        "kind": one_of(QUALITY, PRICE),
        "lots": [{"number": is_count, "name": is_text}],
        "closes_at": is_moment,
        "threshold": one_of(2),
        "named_officers": is_count,
        "window_minutes": is_count,
        "first": _ACT,
        "second": {**_ACT, "with": one_of("passphrase", "archivist")},
        "public_keys": _PUBLIC_KEYS,
        "bids": [{"provider": is_text, **_VERSION, **_FILES}],
        "replaced": [{**_GONE, "replaced_by": is_count}],
        "withdrawn": [{**_GONE, "withdrawn_at": is_moment}],
        "late": [{"at": is_moment}],
        "unreadable": [{"sha256": is_hex32, "why": is_text}],
        "counts": {
            "bids": is_count,
            "envelopes": is_count,
            "replaced": is_count,
            "withdrawn": is_count,
            "late": is_count,
            "unreadable": is_count,
        },
    },
    RECEIPT: {
        "format": one_of(RECEIPT),
        "tender": {"reference": is_text},
        **_VERSION,
        "public_keys": _PUBLIC_KEYS,
        **_FILES,
    },
}
_DOCUMENT = {
    "body": lambda value: isinstance(value, dict),
    "sha256": is_hex32,
    "public_key": is_hex32,
    "signature": is_hex64,
}


def signed(body: Mapping[str, Any], signing_key: bytes) -> dict[str, Any]:
    """The body as a signed document; `signing_key` is the 32-byte seed of an Ed25519 key.

    ValueError names the places where the body has not the shape of its format.
    """
    wrong = list(_body_misfits(dict(body)))
    if wrong:
        raise ValueError(f"Not as its format says: {', '.join(wrong)}.")
    text = canonical(dict(body))
    key = SigningKey(signing_key)
    return {
        "body": dict(body),
        "sha256": hashlib.sha256(text).hexdigest(),
        "public_key": bytes(key.verify_key).hex(),
        "signature": key.sign(text).signature.hex(),
    }


def document_misfits(document: object, form: str) -> list[str]:
    """The places where a signed document of this format is not as it should be."""
    wrong = list(misfits(document, _DOCUMENT, "document"))
    if wrong or not isinstance(document, dict):
        return wrong
    return list(misfits(document["body"], SHAPES[form]))


def _body_misfits(body: dict[str, Any]) -> list[str]:
    shape = SHAPES.get(str(body.get("format")))
    return list(misfits(body, shape)) if shape else ["format"]


def digest_holds(document: Mapping[str, Any]) -> bool:
    """Whether the body is the one that the digest was taken of."""
    return hashlib.sha256(canonical(document["body"])).hexdigest() == document["sha256"]


def signature_holds(document: Mapping[str, Any]) -> bool:
    """Whether the document's own key signed the body; whose key that is, is another question."""
    key = VerifyKey(bytes.fromhex(document["public_key"]))
    try:
        key.verify(canonical(document["body"]), bytes.fromhex(document["signature"]))
    except BadSignatureError:
        return False
    return True
