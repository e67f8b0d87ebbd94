"""Texts as people write them, compared without regard to case, accents, spaces and marks."""

import re
import unicodedata
from collections.abc import Iterator

from django.conf import settings
from django.utils import translation

_BRACKETS = re.compile(r"\(.*?\)")
_MARKS = re.compile(r"[\W_]+")  # accents too, once a letter is decomposed


def plain(text: str) -> str:
    """ "Verwachte_startdatum (dd-mm-jjjj) *" and "verwachte startdatum" come out the same."""
    decomposed = unicodedata.normalize("NFKD", _BRACKETS.sub("", text) or text)
    return _MARKS.sub("", decomposed.casefold())


def in_each_language(text: object) -> Iterator[str]:
    """A lazy text in every language the site speaks: a person may use the English template in a
    Dutch session.
    """
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(text)
