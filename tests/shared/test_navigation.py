"""The rooms: each leads somewhere, and stands there for who may enter."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from accounts.enums import Permission
from config import navigation
from config.navigation import Room, rooms_for
from config.shared.views import SIGNED_IN, Entry

ROOMS = (
    Room("Alle", "front", "house", SIGNED_IN),
    Room(
        "Inkoop", "procurement:tender-list", "megaphone", Permission.TENDER_VIEW, ("procurement:",)
    ),
    Room("Beheer", "forgotten", "gear", Permission.MEMBERS_MANAGE),
)


def labels(path: str, user) -> list[tuple[str, bool]]:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return [(str(room.label), room.is_current) for room in rooms_for(request)]


@pytest.mark.parametrize("room", navigation.ROOMS, ids=lambda room: room.url_name)
def test_every_room_leads_somewhere(room):
    assert reverse(room.url_name).startswith("/")
    assert isinstance(room.permission, Entry) or room.permission in Permission.values


@pytest.mark.urls("tests.shared.pages")
def test_a_person_sees_the_rooms_of_the_own_role(monkeypatch, officer, administrator):
    monkeypatch.setattr(navigation, "ROOMS", ROOMS)

    assert labels("/front/", officer) == [("Alle", True), ("Inkoop", False)]
    assert labels("/tenders/", officer) == [("Alle", False), ("Inkoop", True)]
    assert labels("/tenders/1/edit/", officer) == [("Alle", False), ("Inkoop", True)]
    assert labels("/forgotten/", administrator) == [("Alle", False), ("Beheer", True)]


@pytest.mark.urls("tests.shared.pages")
def test_who_has_not_signed_in_sees_none(monkeypatch, anonymous):
    monkeypatch.setattr(navigation, "ROOMS", ROOMS)

    assert labels("/front/", anonymous) == []
