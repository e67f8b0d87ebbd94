"""Sheets of people housed: kept as they came, looked at, taken over once, and found again."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent
from config.shared.errors import Refused
from contracts.enums import TargetGroup
from reports.actions.funding_facts import People, set_counts
from reports.actions.housed_sheets import (
    effects_of,
    keep_housed_sheet,
    take_over_housed_sheet,
)
from reports.enums.funding import CountEffect
from reports.models import HousedCount, HousedCountSheet
from tests.factories.funding import HousedCountFactory, HousedCountSheetFactory

pytestmark = pytest.mark.django_db

AT = datetime(2027, 1, 12, 10, tzinfo=get_default_timezone())
HEAD = "gemeente;jaar;doelgroep;verwacht;geteld;azc;onderwijsroute\n"
ROWS = "9001;2026;status_holder;10;12;3;2\n9002;2026;family_migrant;4;;;\n"
WRONG = (
    "9101;2026;status_holder;1;1;;\n"
    "9001;2026;status_holder;3;2;;4\n"
    "9001;2026;status_holder;3;2;;1\n"
)


def file_of(rows: str, name: str = "tellingen.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (HEAD + rows).encode())


def address(name: str, sheet: HousedCountSheet) -> str:
    return reverse(f"reports:housedcountsheet-{name}", args=[sheet.pk])


@pytest.fixture
def keeper(client_of, region_controller):
    return client_of(region_controller)


@pytest.fixture
def hand_in(keeper, noord):
    """`hand_in(rows)`: the sheet that is kept when the controller of the region hands it in."""

    def handed_in(rows: str = ROWS, client=keeper) -> HousedCountSheet:
        url = reverse("reports:housedcount-sheet", args=[noord.pk])
        response = client.post(url, {"file": file_of(rows)})
        sheet = HousedCountSheet.objects.latest("pk")
        assert response.url == sheet.get_absolute_url()
        return sheet

    return handed_in


# --- Keeping --------------------------------------------------------------------------------------


def test_a_sheet_is_kept_as_it_came_and_writes_nothing_yet(hand_in, region_controller, keeper):
    sheet = hand_in()
    assert (sheet.filename, sheet.received_by, sheet.changed) == (
        "tellingen.csv",
        region_controller,
        None,
    )
    assert (len(sheet.sha256), sheet.size) == (64, len(HEAD + ROWS))
    assert not HousedCount.objects.exists()
    response = keeper.get(address("file", sheet))
    assert b"".join(response.streaming_content) == (HEAD + ROWS).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [("tellingen.pdf", b"%PDF-1.4\n%%EOF\n"), ("tellingen.xlsx", b"geen werkblad")],
)
def test_what_is_no_sheet_is_not_kept(noord, region_controller, name, content):
    file = SimpleUploadedFile(name, content)
    with pytest.raises(Refused):
        keep_housed_sheet(region=noord, file=file, by=region_controller, at=AT)
    assert not HousedCountSheet.objects.exists()


@pytest.mark.parametrize("who", ["coordinator", "reader", "provider_user"])
def test_only_who_keeps_counts_hands_in(who, request, noord, client_of):
    person = request.getfixturevalue(who)
    with pytest.raises(Refused):
        keep_housed_sheet(region=noord, file=file_of(ROWS), by=person, at=AT)
    url = reverse("reports:housedcount-sheet", args=[noord.pk])
    assert client_of(person).get(url).status_code in (403, 404)
    assert not HousedCountSheet.objects.exists()


# --- Looking and taking over ----------------------------------------------------------------------


def test_what_it_would_do_is_shown_and_then_done(hand_in, keeper, noord, waterveen, meerdorp):
    HousedCountFactory(region=noord, gemeente=waterveen, expected=8)
    sheet = hand_in()
    page = keeper.get(sheet.get_absolute_url()).text
    assert "Gewijzigd" in page
    assert "Nieuw" in page
    confirm = address("confirm", sheet)
    assert confirm in page
    assert "2 tellingen worden vastgelegd" in keeper.get(confirm).text
    done = keeper.post(confirm, follow=True).text
    assert "2 getallen zijn gewijzigd." in done
    counts = HousedCount.objects.order_by("gemeente__code")
    assert [(each.expected, each.housed, each.sheet) for each in counts] == [
        (10, 12, sheet),
        (4, None, sheet),
    ]
    assert counts[0].versions.get().expected == 8
    assert confirm not in done
    assert "Meerdorp" in done
    assert AuditEvent.objects.filter(object_id=sheet.pk, action="updated").exists()


def test_a_sheet_is_taken_over_once(hand_in, keeper, region_controller, waterveen):
    sheet = hand_in()
    moment = {"by": region_controller, "at": AT}
    people = [People(gemeente=waterveen, year=2026, target_group="status_holder", expected=3)]
    taken = take_over_housed_sheet(sheet=sheet, people=people, **moment)
    assert (taken.changed, taken.confirmed_at, taken.confirmed_by) == (1, AT, region_controller)
    with pytest.raises(Refused, match="al overgenomen"):
        take_over_housed_sheet(sheet=sheet, people=people, **moment)
    assert "al overgenomen" in keeper.post(address("confirm", sheet)).text


def test_a_sheet_tells_all_that_is_wrong_and_is_kept_for_the_record(hand_in, keeper, zuid):
    sheet = hand_in(WRONG)
    page = keeper.get(sheet.get_absolute_url()).text
    assert "3 fouten" in page
    for sentence in ("waarvoor u tellingen", "eerdere rij", "Niet meer mensen volgen"):
        assert sentence in page
    assert address("confirm", sheet) not in page
    assert "3 fouten" in keeper.post(address("confirm", sheet)).text
    assert not HousedCount.objects.exists()


def test_a_sheet_without_rows_says_so(hand_in, keeper):
    assert "maar geen regels" in keeper.get(hand_in("").get_absolute_url()).text


def test_what_changes_is_told_apart_from_what_stands(noord, waterveen, meerdorp):
    HousedCountFactory(region=noord, gemeente=waterveen, expected=10, education=2)
    group = TargetGroup.STATUS_HOLDER
    same = People(gemeente=waterveen, year=2026, target_group=group, expected=10, education=2)
    more = People(gemeente=waterveen, year=2026, target_group=group, expected=11, education=2)
    other = People(gemeente=meerdorp, year=2026, target_group=group, expected=10)
    later = People(gemeente=waterveen, year=2027, target_group=group, expected=10, education=2)
    assert effects_of(noord, [same, more, other, later]) == [
        CountEffect.SAME,
        CountEffect.CHANGED,
        CountEffect.NEW,
        CountEffect.NEW,
    ]


def test_a_count_by_hand_rests_on_no_sheet_any_more(hand_in, keeper, region_controller, waterveen):
    sheet = hand_in()
    keeper.post(address("confirm", sheet))
    typed = People(gemeente=waterveen, year=2026, target_group="status_holder", expected=9)
    set_counts(region=sheet.region, people=[typed], source="", by=region_controller, at=AT)
    count = HousedCount.objects.get(gemeente=waterveen)
    assert count.sheet is None
    assert count.versions.get().sheet_id == sheet.pk


# --- Who sees it ----------------------------------------------------------------------------------


def test_a_gemeente_sees_and_takes_over_its_own_sheets_only(
    hand_in, client_of, controller, noord, waterveen
):
    of_region = HousedCountSheetFactory(region=noord)
    own = client_of(controller)
    assert own.get(of_region.get_absolute_url()).status_code == 404
    refused = hand_in(ROWS, own)
    assert "waarvoor u tellingen" in own.get(refused.get_absolute_url()).text
    sheet = hand_in(ROWS.splitlines(keepends=True)[0], own)
    own.post(address("confirm", sheet))
    assert HousedCount.objects.get().gemeente == waterveen
    listed = own.get(reverse("reports:housedcountsheet-list")).context["table"].data
    assert {row.pk for row in listed} == {refused.pk, sheet.pk}


def test_the_list_tells_what_became_of_each(hand_in, keeper, query_budget):
    sheet = hand_in()
    keeper.post(address("confirm", sheet))
    hand_in(WRONG)
    url = reverse("reports:housedcountsheet-list")
    keeper.get(url)
    with query_budget("housedcountsheet-list"):
        page = keeper.get(url)
    assert page.text.count("tellingen.csv") >= 2
    with query_budget("housedcountsheet-detail"):
        keeper.get(sheet.get_absolute_url())


def test_a_sheet_that_was_taken_over_has_its_number(noord, region_controller):
    sheet = HousedCountSheetFactory(region=noord)
    with pytest.raises(IntegrityError, match="taken_over"), transaction.atomic():
        HousedCountSheet.objects.filter(pk=sheet.pk).update(
            confirmed_at=AT, confirmed_by=region_controller
        )
