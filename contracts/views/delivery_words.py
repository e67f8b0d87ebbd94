"""Deliveries in words: how many rows of each kind, and what confirming does with them."""

from django.utils.translation import gettext, ngettext

from config.shared.display import number
from contracts.models import Delivery


def tiles_of(delivery: Delivery) -> list[tuple[str, int]]:
    """The counts on top of the page; warnings only where there are any."""
    tiles = [
        (gettext("rows in the sheet"), delivery.rows_total),
        (gettext("new"), delivery.rows_new),
        (gettext("changed"), delivery.rows_changed),
        (gettext("unchanged"), delivery.rows_unchanged),
        (gettext("refused"), delivery.rows_refused),
    ]
    if delivery.rows_warned:
        tiles.append((gettext("with warnings"), delivery.rows_warned))
    return tiles


def left_out_in_words(count: int) -> str:
    """What happens to placements that a correction leaves out."""
    sentence = ngettext(
        "%(count)s placement that the corrected sheet made is not in this one: it stays, unless "
        "you choose otherwise.",
        "%(count)s placements that the corrected sheet made are not in this one: they stay, "
        "unless you choose otherwise.",
        count,
    )
    return sentence % {"count": number(count)}


def rows_in_words(delivery: Delivery) -> list[str]:
    """What confirming does, by kind of row."""
    said = (
        (
            delivery.rows_new,
            ngettext(
                "%(count)s new placement is made.",
                "%(count)s new placements are made.",
                delivery.rows_new,
            ),
        ),
        (
            delivery.rows_changed,
            ngettext(
                "%(count)s placement is changed.",
                "%(count)s placements are changed.",
                delivery.rows_changed,
            ),
        ),
        (
            delivery.rows_unchanged,
            ngettext(
                "%(count)s row changes nothing.",
                "%(count)s rows change nothing.",
                delivery.rows_unchanged,
            ),
        ),
        (
            delivery.rows_refused,
            ngettext(
                "%(count)s row is refused and left out.",
                "%(count)s rows are refused and left out.",
                delivery.rows_refused,
            ),
        ),
    )
    return [sentence % {"count": number(count)} for count, sentence in said if count]
