"""Pages of money speak the language that was chosen and no other, save what people typed."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.db import models
from django.utils.translation import override
from lxml import html as markup

from accounts.enums import Permission, Role
from accounts.roles import PERMISSIONS
from tests.architecture.objects import World
from tests.support.pages import Address, pages

ROOT = Path(__file__).parents[2]
MONEY = (
    "reports:",
    "contracts:cost",
    "contracts:fee",
    "contracts:invoice",
    "contracts:monthclosing",
    "contracts:statement",
    "contracts:vatrule",
)
ENGLISH, DUTCH = "en", "nl"
LITTLE_WORDS = {
    ENGLISH: {
        *("the", "and", "with", "that", "this", "which", "who", "for", "from", "not", "has"),
        *("an", "on", "by", "to", "it", "be", "there", "more", "less", "each", "every"),
    },
    DUTCH: {
        *("het", "een", "niet", "geen", "deze", "wordt", "worden", "zijn", "naar", "uit"),
        *("door", "bij", "voor", "aan", "ook", "als", "nog", "maar", "wat", "wie"),
    },
}
"""Of which sentences of one language are made, and none of the other."""
NAMES = {"Inburgering", "PDF"}
"""The same in both: of papers for the council, which are Dutch whoever reads them, and of files."""
WORD = re.compile(r"\b[a-z]+\b")
TEXTS = (models.CharField, models.TextField)
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label")
"""Attributes that a person reads or hears."""


@pytest.fixture(scope="module")
def texts_of() -> dict[str, set[str]]:
    """Every text of the catalogues by its language, without those of both."""
    english: set[str] = set()
    dutch: set[str] = set()
    for path in ROOT.glob("*/locale/nl/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            english |= {entry.msgid, entry.msgid_plural}
            dutch |= {entry.msgstr, *entry.msgstr_plural.values()}
    return {ENGLISH: english - dutch, DUTCH: dutch - english}


def said(page: str) -> Iterator[str]:
    """Each text of the page, with what its attributes say; not what stands in a language of its own
    or in the letters of a sheet.
    """
    document = markup.fromstring(page)
    for element in document.xpath("//script | //style | //code | //body//*[@lang]"):
        element.drop_tree()
    for element in document.iter("*"):
        found = [element.text, element.tail, *(element.get(name) for name in SPOKEN)]
        yield from (" ".join(text.split()) for text in found if text and text.strip())


def strange(page: str, texts: set[str], little_words: set[str], typed: list[str]) -> list[str]:
    """What the page says in the other language, by its catalogues or by its little words."""
    found = []
    for text in said(page):
        ours = text
        for words in typed:
            ours = ours.replace(words, "")
        if text in texts - {*typed, *NAMES} or little_words & set(WORD.findall(ours)):
            found.append(text)
    return found


def typed_in(world: World) -> list[str]:
    """What stands in the fields of text of every object, the longest first."""
    found = {str(each) for each in world.objects.values()}
    for each in world.objects.values():
        texts = (field for field in each._meta.concrete_fields if isinstance(field, TEXTS))
        found |= {getattr(each, field.attname) or "" for field in texts if not field.choices}
    return sorted(filter(None, found), key=len, reverse=True)


def readers(world: World, client_of, language: str) -> Iterator[tuple[Address, object]]:
    """Each page of money with the client of somebody who may open it, in the language."""
    clients = {}
    for page in pages():
        permission = page.view.permission
        if not page.name.startswith(MONEY) or not isinstance(permission, Permission):
            continue
        role = next((role for role in Role if permission in PERMISSIONS[role]), None)
        if role is None or page.method() != "get":
            continue
        if role not in clients:
            clients[role] = client_of(world.insider(role))
            clients[role].cookies[settings.LANGUAGE_COOKIE_NAME] = language
        yield page, clients[role]


def is_page(response) -> bool:
    """Whether something to read came back, and no file."""
    kind = response["Content-Type"]
    return response.status_code == 200 and kind.startswith("text/html") and bool(response.content)


@pytest.mark.parametrize(("language", "other"), [(ENGLISH, DUTCH), (DUTCH, ENGLISH)])
def test_pages_of_money_speak_one_language(request, db, client_of, texts_of, language, other):
    world, opened, found = World(request), 0, {}
    texts, little_words, typed = texts_of[other], LITTLE_WORDS[other], typed_in(world)
    with override(settings.LANGUAGE_CODE):  # each page leaves its own language behind
        for page, client in readers(world, client_of, language):
            response = client.get(world.url(page))
            if is_page(response):
                opened += 1
                found[page.name] = strange(response.content.decode(), texts, little_words, typed)
    assert {name: said for name, said in found.items() if said} == {}
    assert opened > 50
