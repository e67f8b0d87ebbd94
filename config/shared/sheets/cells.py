"""What cells of outgoing sheets say, whatever file they stand in, and how places are named."""

import datetime as dt

from django.utils.translation import gettext as _

from config.shared.periods import AMSTERDAM

_LETTERS = 26


def wall_clock(at: dt.datetime) -> dt.datetime:
    """Wall clock time in the Netherlands, as sheets know no time zones."""
    return at.astimezone(AMSTERDAM).replace(tzinfo=None) if at.tzinfo else at


def yes_or_no(answer: bool) -> str:
    """The word for it."""
    return _("yes") if answer else _("no")


def letters_of(column: int) -> str:
    """A for 0, Z for 25, AA for 26."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters
