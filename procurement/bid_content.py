"""What a bid says, as it goes into its envelopes and comes out of them at the opening.

Two forms of JSON, without a database: `taalregie-bid/1`, the quality envelope, and
`taalregie-price/1`, the price envelope of one lot. Amounts are text with four decimals, in euro
excl. VAT; keys of sealed files are base64.
"""

import base64
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from config.shared.money import half_up
from procurement.enums import PartnerRole
from procurement.vault.shapes import (
    Shape,
    is_count,
    is_count_or_nothing,
    is_hex32,
    is_kvk_number,
    is_text,
    misfits,
    one_of,
)

BID, PRICE = "taalregie-bid/1", "taalregie-price/1"
PRICE_PLACES = 4
FILE_KEY_BYTES = 32
_AMOUNT = re.compile(r"[0-9]{1,8}\.[0-9]{4}")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


def _is_string(value: Any) -> bool:
    return isinstance(value, str)


def _is_amount(value: Any) -> bool:
    return isinstance(value, str) and bool(_AMOUNT.fullmatch(value))


def _is_kvk_number_or_empty(value: Any) -> bool:
    return value == "" or is_kvk_number(value)


def _is_file_key(value: Any) -> bool:
    try:
        return (
            isinstance(value, str) and len(base64.b64decode(value, validate=True)) == FILE_KEY_BYTES
        )
    except ValueError:
        return False


def _texts_by_key(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_is_string, (*value, *value.values())))


def _texts_by_number(value: Any) -> bool:
    return _texts_by_key(value) and all(_NUMBER.fullmatch(key) for key in value)


def _amounts_by_number(value: Any) -> bool:
    return _texts_by_number(value) and all(map(_is_amount, value.values()))


_PARTNER = {
    "role": one_of(*PartnerRole.values),
    "name": is_text,
    "kvk_number": _is_kvk_number_or_empty,
    "part": _is_string,
}
_LOT = {
    "lot": is_count,
    "offered_places": is_count,
    "groups_a_year": is_count_or_nothing,
    "group_minimum": is_count,
    "group_maximum": is_count,
    "locations": _is_string,
    "answers": _texts_by_number,
}
ATTACHMENT_SHAPE: Mapping[str, Shape] = {
    "path": is_text,
    "name": is_text,
    "kind": is_text,
    "size": is_count,
    "sha256": is_hex32,
    "key": _is_file_key,
}
QUALITY_SHAPE: Shape = {
    "format": one_of(BID),
    "tender": is_text,
    "contact": {"name": is_text, "email": is_text},
    "espd": _texts_by_key,
    "partners": [_PARTNER],
    "lots": [_LOT],
    "attachments": [ATTACHMENT_SHAPE],
}
PRICE_SHAPE: Shape = {
    "format": one_of(PRICE),
    "tender": is_text,
    "lot": is_count,
    "price": _is_amount,
    "lines": _amounts_by_number,
}


@dataclass(frozen=True, slots=True)
class Partner:
    """A member of the consortium or a subcontractor; `role` is a PartnerRole."""

    role: str
    name: str
    kvk_number: str = ""
    part: str = ""

    def to_json(self) -> dict[str, Any]:
        """As it stands in the envelope."""
        return {name: getattr(self, name) for name in _PARTNER}


@dataclass(frozen=True, slots=True)
class LotOffer:
    """What is offered for the lot of this number; `answers` by the pk of the criterion."""

    lot: int
    offered_places: int
    group_minimum: int
    group_maximum: int
    locations: str
    groups_a_year: int | None = None
    answers: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, part: Mapping[str, Any]) -> "LotOffer":
        """From its part of an envelope whose shape was checked."""
        answers = {int(pk): text for pk, text in part["answers"].items()}
        return cls(**{**part, "answers": answers})

    def to_json(self) -> dict[str, Any]:
        """As it stands in the envelope."""
        answers = {str(pk): text for pk, text in self.answers.items()}
        return {name: getattr(self, name) for name in _LOT} | {"answers": answers}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A sealed file: `path` and `sha256` are those of a SealedFile, `key` opens it.

    `name`, `kind` (a FileKind) and `size` in bytes are those of the file that was sealed.
    """

    path: str
    name: str
    kind: str
    size: int
    sha256: str
    key: bytes = field(repr=False)

    @classmethod
    def from_json(cls, part: Mapping[str, Any]) -> "Attachment":
        """From its part of an envelope whose shape was checked."""
        return cls(**{**part, "key": base64.b64decode(part["key"])})

    def to_json(self) -> dict[str, Any]:
        """As it stands in the envelope."""
        key = base64.b64encode(self.key).decode()
        return {name: getattr(self, name) for name in ATTACHMENT_SHAPE} | {"key": key}


@dataclass(frozen=True, slots=True)
class Quality:
    """All of a bid but its prices; `tender` is the reference, `espd` has the answers by key."""

    tender: str
    contact_name: str
    contact_email: str
    espd: Mapping[str, str] = field(default_factory=dict)
    partners: Sequence[Partner] = ()
    lots: Sequence[LotOffer] = ()
    attachments: Sequence[Attachment] = ()

    @classmethod
    def from_json(cls, content: Any) -> "Quality":
        """From what the quality envelope holds; ValueError names what is not as it should be."""
        _refuse_misfits(content, QUALITY_SHAPE)
        return cls(
            tender=content["tender"],
            contact_name=content["contact"]["name"],
            contact_email=content["contact"]["email"],
            espd=content["espd"],
            partners=tuple(Partner(**part) for part in content["partners"]),
            lots=tuple(map(LotOffer.from_json, content["lots"])),
            attachments=tuple(map(Attachment.from_json, content["attachments"])),
        )

    def to_json(self) -> dict[str, Any]:
        """What the quality envelope holds."""
        return {
            "format": BID,
            "tender": self.tender,
            "contact": {"name": self.contact_name, "email": self.contact_email},
            "espd": dict(self.espd),
            "partners": [partner.to_json() for partner in self.partners],
            "lots": [offer.to_json() for offer in self.lots],
            "attachments": [attachment.to_json() for attachment in self.attachments],
        }


@dataclass(frozen=True, slots=True)
class Prices:
    """The price table of the lot of this number: per unit, and further lines by their number."""

    tender: str
    lot: int
    price: Decimal
    lines: Mapping[int, Decimal] = field(default_factory=dict)

    @classmethod
    def from_json(cls, content: Any) -> "Prices":
        """From what a price envelope holds; ValueError names what is not as it should be."""
        _refuse_misfits(content, PRICE_SHAPE)
        return cls(
            tender=content["tender"],
            lot=content["lot"],
            price=Decimal(content["price"]),
            lines={int(number): Decimal(price) for number, price in content["lines"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        """What the price envelope of the lot holds."""
        return {
            "format": PRICE,
            "tender": self.tender,
            "lot": self.lot,
            "price": _amount(self.price),
            "lines": {str(number): _amount(price) for number, price in self.lines.items()},
        }


def about(*, tender: int, kvk_number: str, sequence: int, kind: str, lot: int | None = None) -> str:
    """Where an envelope belongs, sealed within it: the tender's pk, the bidder, the number of the
    receipt, the EnvelopeKind, and for prices the number of the lot.
    """
    return f"{tender}|{kvk_number}|{sequence}|{kind}|{'' if lot is None else lot}"


def compared_price(
    price: Decimal, expected: int, lines: Iterable[tuple[Decimal, int]] = ()
) -> Decimal:
    """The price per unit that counts: that of the whole table, divided by the `expected` number.

    `lines` has price and quantity of each further line. Four decimals, half up; without lines, or
    when no unit is expected, it is the price itself.
    """
    further = sum((each * quantity for each, quantity in lines), Decimal(0))
    if not expected:
        return half_up(price, PRICE_PLACES)
    return half_up(Fraction(price * expected + further) / expected, PRICE_PLACES)


def _amount(price: Decimal) -> str:
    return f"{half_up(price, PRICE_PLACES):f}"


def _refuse_misfits(content: Any, shape: Shape) -> None:
    wrong = list(misfits(content, shape))
    if wrong:
        raise ValueError(f"Not as its format says: {', '.join(wrong)}.")
