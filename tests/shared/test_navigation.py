"""The rooms: each leads somewhere, and stands there for who may enter."""

import pytest
from django.test import RequestFactory
from django.urls import resolve, reverse

from accounts.enums import Permission, Role
from config import navigation
from config.navigation import OpenRoom, Room, rooms_for
from config.shared.views import SIGNED_IN, Entry

ROOMS = (
    Room("Alle", "front", "house", SIGNED_IN),
    Room(
        "Inkoop", "procurement:tender-list", "megaphone", Permission.TENDER_VIEW, ("procurement:",)
    ),
    Room("Beheer", "forgotten", "gear", Permission.MEMBERS_MANAGE),
)
ALL_ROOMS = [entry for room in navigation.ROOMS for entry in (room, *room.parts)]


def labels(path: str, user) -> list[tuple[str, bool]]:
    return [(str(room.label), room.is_current) for room in opened(path, user)]


def opened(path: str, user) -> list[OpenRoom]:
    request = RequestFactory().get(path)
    request.user, request.resolver_match = user, resolve(path)
    return rooms_for(request)


@pytest.mark.parametrize("room", ALL_ROOMS, ids=lambda room: room.url_name)
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


PARTED = (
    Room("Alle", "front", "house", SIGNED_IN),
    Room(
        "Inkoop",
        "procurement:tender-list",
        "megaphone",
        Permission.TENDER_VIEW,
        parts=(Room("Vergeten", "forgotten", "gear", SIGNED_IN),),
    ),
)


@pytest.mark.urls("tests.shared.pages")
def test_parts_stand_under_the_room_in_which_the_person_is(monkeypatch, officer):
    monkeypatch.setattr(navigation, "ROOMS", PARTED)

    assert [room.parts for room in opened("/front/", officer)] == [(), ()]
    inside = opened("/tenders/", officer)[1]
    assert [str(part.label) for part in inside.parts] == ["Vergeten"]
    assert inside.current_part is None


@pytest.mark.urls("tests.shared.pages")
def test_a_room_holds_the_page_of_its_part(monkeypatch, officer):
    monkeypatch.setattr(navigation, "ROOMS", PARTED)

    room = opened("/forgotten/", officer)[1]

    assert room.is_current
    assert room.current_part == room.parts[0]


@pytest.mark.urls("tests.shared.pages")
def test_a_part_of_a_closed_room_stands_in_its_place(monkeypatch, administrator):
    monkeypatch.setattr(navigation, "ROOMS", PARTED)

    assert labels("/front/", administrator) == [("Alle", True), ("Vergeten", False)]


@pytest.mark.urls("tests.shared.pages")
def test_the_rooms_of_a_role_come_first(monkeypatch, officer):
    officer.acting = officer.all_grants[0]
    monkeypatch.setattr(navigation, "ROOMS", ROOMS)
    monkeypatch.setitem(
        navigation.FIRST_ROOMS, Role.PROCUREMENT_OFFICER, ("procurement:tender-list",)
    )

    assert labels("/front/", officer) == [("Inkoop", False), ("Alle", True)]


def test_the_rooms_of_every_role_exist():
    known = {room.url_name for room in navigation.ROOMS}

    assert all(known.issuperset(names) for names in navigation.FIRST_ROOMS.values())
