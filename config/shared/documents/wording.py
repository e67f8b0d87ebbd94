"""The few words that the frame of a document brings itself, in the document's language."""

from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext


class Wording(NamedTuple):
    place_and_date: str
    reference: str
    of: str


def wording(language: str) -> Wording:
    """In Dutch: "Plaats en datum", "Ons kenmerk", and "van" between page and number of pages."""
    with translation.override(language):
        return Wording(_("Place and date"), _("Our reference"), pgettext("page 1 of 3", "of"))
