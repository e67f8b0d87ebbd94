"""A record of opening, its receipts and sealed files: invented, and without a fault."""

import copy
from collections.abc import Callable
from typing import Any

from procurement.vault import OPENING, RECEIPT, digest, new_signing_pair, signed

SIGNING = new_signing_pair()
SEALED = {
    name: f"sealed bytes of {name}".encode()
    for name in ("a-quality", "a-price", "a-plan", "b-quality", "b-price", "b-old", "c-gone")
}
PUBLIC_KEYS = {"quality": "1a" * 32, "price": "2b" * 32}


def file(name: str) -> dict[str, Any]:
    """How a record names one of the sealed files."""
    return {"sha256": digest(SEALED[name]), "size": len(SEALED[name])}


def envelope(name: str, lot: int | None = None) -> dict[str, Any]:
    return {"kind": name.rsplit("-", 1)[1], "lot": lot, **file(name)}


def quality_body() -> dict[str, Any]:
    """Two bids stand, one version was replaced, one bid withdrawn, one came late."""
    return {
        "format": OPENING,
        "tender": {"reference": "ZV-2026-07", "title": "Onderwijsroute", "region": "Zeeveen"},
        "kind": "quality",
        "lots": [{"number": 1, "name": "Onderwijsroute west"}],
        "closes_at": "2026-11-23T12:00:00+01:00",
        "threshold": 2,
        "named_officers": 3,
        "window_minutes": 10,
        "first": {
            "name": "Ilse Vonderwaard",
            "at": "2026-11-23T13:00:00+01:00",
            "session": "c1" * 32,
        },
        "second": {
            "name": "Joris Hemelpad",
            "at": "2026-11-23T13:10:00+01:00",
            "session": "c2" * 32,
            "with": "passphrase",
        },
        "public_keys": dict(PUBLIC_KEYS),
        "bids": [
            {
                "provider": "Polderzicht",
                "kvk_number": "90000001",
                "receipt": 1,
                "received_at": "2026-11-20T09:30:00+01:00",
                "envelopes": [envelope("a-quality"), envelope("a-price", 1)],
                "attachments": [file("a-plan")],
            },
            {
                "provider": "Vliegerhof",
                "kvk_number": "90000002",
                "receipt": 2,
                "received_at": "2026-11-23T11:59:59+01:00",
                "envelopes": [envelope("b-quality"), envelope("b-price", 1)],
                "attachments": [],
            },
        ],
        "replaced": [
            {
                "provider": "Vliegerhof",
                "kvk_number": "90000002",
                "receipt": 1,
                "received_at": "2026-11-19T10:00:00+01:00",
                "replaced_by": 2,
                "sha256": [digest(SEALED["b-old"])],
            }
        ],
        "withdrawn": [
            {
                "provider": "Letterbrug",
                "kvk_number": "90000003",
                "receipt": 1,
                "received_at": "2026-11-18T10:00:00+01:00",
                "withdrawn_at": "2026-11-21T10:00:00+01:00",
                "sha256": [digest(SEALED["c-gone"])],
            }
        ],
        "late": [{"at": "2026-11-23T12:00:00+01:00"}],
        "unreadable": [{"sha256": digest(SEALED["a-plan"]), "why": "De bijlage is afgebroken."}],
        "counts": {
            "bids": 2,
            "envelopes": 2,
            "replaced": 1,
            "withdrawn": 1,
            "late": 1,
            "unreadable": 1,
        },
    }


def price_body() -> dict[str, Any]:
    """The prices, opened two weeks later by the same officers."""
    body = quality_body()
    body["kind"] = "price"
    body["first"]["at"] = "2026-12-07T09:00:00+01:00"
    body["second"]["at"] = "2026-12-07T09:05:00+01:00"
    for bid in body["bids"]:
        bid["envelopes"] = [one for one in bid["envelopes"] if one["kind"] == "price"]
        bid["attachments"] = []
    body["unreadable"], body["counts"]["unreadable"] = [], 0
    return body


def receipt_body(number: int = 0) -> dict[str, Any]:
    """The receipt of one of the bids that stand."""
    bid = quality_body()["bids"][number]
    kept = ("kvk_number", "receipt", "received_at", "envelopes", "attachments")
    return {
        "format": RECEIPT,
        "tender": {"reference": "ZV-2026-07"},
        "public_keys": dict(PUBLIC_KEYS),
        **{key: bid[key] for key in kept},
    }


def sign(body: dict[str, Any], change: Callable[[dict[str, Any]], object] | None = None) -> Any:
    """The body as a signed document, after `change` had its way with it."""
    body = copy.deepcopy(body)
    if change is not None:
        change(body)
    return signed(body, SIGNING.private)
