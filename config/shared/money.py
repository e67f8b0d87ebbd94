"""Money: the only module that rounds. Amounts are Decimal euros in whole cents; a float near money
is a bug.
"""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

CENT_PLACES = 2
MAX_WHOLE_DIGITS = 10  # DecimalField(12, 2): ten before the comma

_CURRENCY = re.compile(r"(€|EUR)\s*", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d+([.,]\d+)?")
_DUTCH = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?")
_ENGLISH = re.compile(r"-?\d{1,3}(,\d{3})+\.\d+|-?\d{1,3}(,\d{3}){2,}")
_POINT_AND_THREE = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")


def cents(amount: Decimal | int | Fraction) -> Decimal:
    """Round to whole cents, half away from zero. Raises TypeError for a float."""
    return half_up(amount, CENT_PLACES)


def half_up(amount: Decimal | int | Fraction, places: int) -> Decimal:
    """Round to this many decimals, half away from zero. Raises TypeError for a float."""
    amount = _exact(amount)
    if isinstance(amount, Fraction):
        whole = (abs(amount) * 10**places + Fraction(1, 2)).__floor__()
        return Decimal(whole if amount >= 0 else -whole).scaleb(-places)
    return amount.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def share_out(amount: Decimal | int, weights: Sequence[Decimal | int | Fraction]) -> list[Decimal]:
    """Divide whole cents over weights by largest remainder; the shares add up to the amount
    exactly.

    Equal remainders go to the earlier weight. A negative amount is shared as its positive twin.
    Raises ValueError when the amount has parts of a cent, a weight is negative, or nothing has
    weight.
    """
    total_cents = _exact(amount) * 100
    if total_cents != int(total_cents):
        raise ValueError(f"{amount} is not a whole number of cents.")
    exact_weights = [Fraction(_exact(weight)) for weight in weights]
    if any(weight < 0 for weight in exact_weights) or not sum(exact_weights):
        raise ValueError("Shares need weights of zero or more, of which one is above zero.")
    sign = -1 if total_cents < 0 else 1
    return [
        Decimal(sign * share).scaleb(-2)
        for share in _largest_remainder(abs(int(total_cents)), exact_weights)
    ]


def round_together(parts: Sequence[Fraction]) -> list[Decimal]:
    """Round parts of either sign to cents with the same sum, by largest remainder.

    Each part moves by less than a cent, and one of whole cents not at all; equal remainders go to
    the earlier part. Raises ValueError when the sum is no whole number of cents.
    """
    exact = [part * 100 for part in parts]
    total = sum(exact, Fraction(0))
    if total.denominator != 1:
        raise ValueError(f"{total / 100} is not a whole number of cents.")
    found = [part.__floor__() for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: found[i] - exact[i])
    for index in by_remainder[: int(total) - sum(found)]:
        found[index] += 1
    return [Decimal(part).scaleb(-CENT_PLACES) for part in found]


def _largest_remainder(total: int, weights: list[Fraction]) -> list[int]:
    weight_sum = sum(weights)
    exact = [total * weight / weight_sum for weight in weights]
    shares = [share.__floor__() for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: shares[i] - exact[i])
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return shares


def euro(amount: Decimal | int | None) -> str:
    """Show an amount: "€ 1.234,50" in Dutch, "€1,234.50" in English; an absent amount is an empty
    string.
    """
    if amount is None:
        return ""
    rounded = cents(amount)
    minus = "-" if rounded < 0 else ""
    digits = f"{abs(rounded):,.2f}"
    if (get_language() or "nl").startswith("en"):
        return f"{minus}€{digits}"
    return f"€ {minus}{digits.translate(str.maketrans(',.', '.,'))}"


def parse_amount(text: str, *, places: int = 2) -> Decimal:
    """Read an amount that a person typed, with at most `places` decimals: 1.234,50, 1234.50, €
    12,50.

    A comma is a decimal sign. A point before three digits (1.234) marks thousands, as Dutch
    writing does, unless three decimals are allowed too: then both readings fit and nothing is
    guessed. Raises ValueError with a sentence for the person.
    """
    typed = text.strip()
    number = _CURRENCY.sub("", typed, count=1).replace("\u00a0", "").replace("\u2212", "-").strip()
    amount = Decimal(_in_points(number, typed, places))
    if -amount.as_tuple().exponent > places:  # type: ignore[operator]
        raise ValueError(
            _("“%(text)s” has more than %(places)s decimals.") % {"text": typed, "places": places}
        )
    if amount.adjusted() >= MAX_WHOLE_DIGITS:
        raise ValueError(_("“%(text)s” is too large an amount.") % {"text": typed})
    return amount


def _in_points(number: str, typed: str, places: int) -> str:
    """The same number without thousands marks and with a decimal point."""
    if _POINT_AND_THREE.fullmatch(number) and places > CENT_PLACES:
        readings = {
            "text": typed,
            "thousands": number.replace(".", ""),
            "decimals": number.replace(".", ","),
        }
        raise ValueError(
            _("“%(text)s” can mean %(thousands)s or %(decimals)s: write it as one of these.")
            % readings
        )
    if _POINT_AND_THREE.fullmatch(number) or _DUTCH.fullmatch(number):
        return number.replace(".", "").replace(",", ".")
    if _ENGLISH.fullmatch(number):
        return number.replace(",", "")
    if _PLAIN.fullmatch(number):
        return number.replace(",", ".")
    raise ValueError(_("“%(text)s” is not an amount: write it like 1234,50.") % {"text": typed})


def _exact(amount: Decimal | int | Fraction) -> Decimal | Fraction:
    if isinstance(amount, Decimal):
        if not amount.is_finite():
            raise ValueError(f"{amount} is not an amount of money.")
        return amount
    if isinstance(amount, Fraction):
        return amount
    if isinstance(amount, int) and not isinstance(amount, bool):
        return Decimal(amount)
    raise TypeError(f"Money is Decimal, int or Fraction, never {type(amount).__name__}.")
