"""Figures as a letter shows them."""

from django.utils.formats import number_format

from config.shared.display import number
from config.shared.money import half_up
from procurement.scoring.rules import MOST_PLACES, Number


def figure(value: Number) -> str:
    """A weight or score without needless zeros: 40, 12,5; at most four decimals."""
    return number(half_up(value, MOST_PLACES).normalize())


def points(value: Number, places: int) -> str:
    """With all its published decimals: 36,00."""
    return number_format(half_up(value, places), decimal_pos=places, force_grouping=True)
