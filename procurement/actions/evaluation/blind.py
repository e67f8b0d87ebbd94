"""Bidders without their names, for who scores quality."""

from hashlib import sha256

from django.utils.translation import gettext as _

from procurement.enums import LotStatus
from procurement.models import Lot, Tender

LETTERS = 26


def bidder_labels(lot: Lot) -> dict[int, str]:
    """By bid on the lot: Bidder A, Bidder B and so on, the same from the opening to the end.

    The order follows from a digest, so that a letter tells nothing of when a bid came in, and of
    who is A in another lot. A bid that is excluded keeps its letter.
    """
    keys = lot.lot_bids.order_by("pk").values_list("pk", flat=True)
    mixed = sorted(keys, key=lambda key: sha256(f"{lot.pk}|{key}".encode()).digest())
    return {key: _label(place) for place, key in enumerate(mixed, start=1)}


def names_are_hidden(tender: Tender) -> bool:
    """Whether the panel may not know who bid: the quality of some lot is still being scored."""
    return tender.lots.filter(
        status__in=(LotStatus.PENDING, LotStatus.IN_EVALUATION), quality_locked_at__isnull=True
    ).exists()


def _label(place: int) -> str:
    """A to Z, then AA."""
    letters = ""
    while place:
        place, letter = divmod(place - 1, LETTERS)
        letters = chr(ord("A") + letter) + letters
    return _("Bidder %(letter)s") % {"letter": letters}
