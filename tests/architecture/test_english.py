"""Who chose English reads no Dutch on the pages of money, save what people typed."""

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
DUTCH_WORDS = {
    *("het", "een", "niet", "geen", "deze", "wordt", "worden", "zijn"),
    *("naar", "uit", "door", "bij", "voor", "aan", "ook", "als", "nog", "maar", "wat"),
}
"""Little words of which no English sentence is made."""
DUTCH = {"Inburgering"}
"""Names in the papers for the council, which are Dutch whoever reads them."""
WORD = re.compile(r"\b[a-z]+\b")
TEXTS = (models.CharField, models.TextField)
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label")
"""Attributes that a person reads or hears."""


@pytest.fixture(scope="module")
def translations() -> set[str]:
    """Every Dutch text of the catalogues that is no English text too."""
    english, dutch = set(), set()
    for path in ROOT.glob("*/locale/nl/LC_MESSAGES/django.po"):
        for entry in polib.pofile(str(path)):
            english |= {entry.msgid, entry.msgid_plural}
            dutch |= {entry.msgstr, *entry.msgstr_plural.values()}
    return dutch - english


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


def in_dutch(page: str, translations: set[str], typed: list[str]) -> list[str]:
    """Texts that are a translation, or that are made of Dutch words; what was typed may be."""
    found = []
    for text in said(page):
        ours = text
        for words in typed:
            ours = ours.replace(words, "")
        if text in translations - {*typed, *DUTCH} or DUTCH_WORDS & set(WORD.findall(ours)):
            found.append(text)
    return found


def typed_in(world: World) -> list[str]:
    """What stands in the fields of text of every object, the longest first."""
    found = {str(each) for each in world.objects.values()}
    for each in world.objects.values():
        texts = (field for field in each._meta.concrete_fields if isinstance(field, TEXTS))
        found |= {getattr(each, field.attname) or "" for field in texts if not field.choices}
    return sorted(filter(None, found), key=len, reverse=True)


def readers(world: World, client_of) -> Iterator[tuple[Address, object]]:
    """Each page of money with the client of somebody who may open it."""
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
            clients[role].cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        yield page, clients[role]


def is_page(response) -> bool:
    """Whether something to read came back, and no file."""
    kind = response["Content-Type"]
    return response.status_code == 200 and kind.startswith("text/html") and bool(response.content)


def test_pages_of_money_are_in_english(request, db, client_of, translations):
    world, opened, found = World(request), 0, {}
    typed = typed_in(world)
    with override(settings.LANGUAGE_CODE):  # each page leaves its own language behind
        for page, client in readers(world, client_of):
            response = client.get(world.url(page))
            if is_page(response):
                opened += 1
                found[page.name] = in_dutch(response.content.decode(), translations, typed)
    assert {name: texts for name, texts in found.items() if texts} == {}
    assert opened > 50
