"""The national list of gemeenten: both layouts, twice the same, and files that are no list."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.enums import RegionKind
from accounts.models import Gemeente, Region, RegionGemeente
from tests.support.sheets import shared_file, xlsx

pytestmark = pytest.mark.django_db

CURRENT = """cbs_code,name,arbeidsmarktregio_code,arbeidsmarktregio
GM9001,Waterveen,AM90,Plassenland
9002,Meerdorp,AM90,Plassenland
GM9003,Heidestad,AM91,Heideland
"""
ENDED = """cbs_code,name,last_year,arbeidsmarktregio_code
GM9004,Oud-Veen,2021,AM90
"""


@pytest.fixture
def load(tmp_path):
    """Loads a sheet of the text (or bytes) and returns what the command prints."""

    def loaded(content: str | bytes, name: str = "lijst.csv") -> str:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        out = StringIO()
        call_command("load_gemeenten", str(path), stdout=out)
        return out.getvalue().strip()

    return loaded


def regions_of(code: str) -> list[tuple[str, date, date | None]]:
    ties = RegionGemeente.objects.filter(gemeente__code=code).order_by("first_on")
    return list(ties.values_list("region__name", "first_on", "last_on"))


def test_gemeenten_and_their_regions_come_in(load):
    assert load(CURRENT) == "3 new, 0 changed, 0 unchanged; 2 new regions"

    assert set(Gemeente.objects.values_list("code", "name")) == {
        ("9001", "Waterveen"),
        ("9002", "Meerdorp"),
        ("9003", "Heidestad"),
    }
    assert Region.objects.get(name="Plassenland").kind == RegionKind.LABOUR_MARKET_REGION
    assert regions_of("9001") == [("Plassenland", date(2022, 1, 1), None)]


def test_the_same_list_again_changes_nothing(load):
    load(CURRENT)

    assert load(CURRENT) == "0 new, 0 changed, 3 unchanged; 0 new regions"
    assert RegionGemeente.objects.count() == 3


def test_ended_ones_end_on_the_last_day_of_their_year(load):
    assert load(ENDED) == "1 new, 0 changed, 0 unchanged; 0 new regions"

    ended = Gemeente.objects.get(code="9004")
    assert ended.valid_until == date(2021, 12, 31)
    assert not Gemeente.objects.valid_on(date(2022, 1, 1)).filter(pk=ended.pk).exists()


def test_one_that_ends_leaves_its_region(load):
    load(CURRENT)
    assert "1 changed" in load("cbs_code,name,last_year\nGM9003,Heidestad,2025\n")

    assert regions_of("9003") == [("Heideland", date(2022, 1, 1), date(2025, 12, 31))]


def test_the_current_list_does_not_revive_an_ended_one(load):
    load(ENDED)
    load("cbs_code,name\n9004,Oud-Veen\n")

    assert Gemeente.objects.get(code="9004").valid_until == date(2021, 12, 31)


def test_another_name_is_a_change(load):
    load(CURRENT)

    assert "1 changed, 2 unchanged" in load(CURRENT.replace("Heidestad", "Heidestede"))
    assert Gemeente.objects.get(code="9003").name == "Heidestede"


def test_a_move_to_another_region_starts_today(load):
    load(CURRENT)
    moved = CURRENT.replace("Meerdorp,AM90,Plassenland", "Meerdorp,AM91,Heideland")
    assert "1 changed, 2 unchanged" in load(moved)

    today = timezone.localdate()
    assert regions_of("9002") == [
        ("Plassenland", date(2022, 1, 1), today - timedelta(days=1)),
        ("Heideland", today, None),
    ]


def test_another_partnership_is_left_alone(load, noord):
    load(CURRENT)

    assert ("Noord", date(2022, 1, 1), None) in regions_of("9001")


def test_a_workbook_works_as_well(load):
    sheet = xlsx([("Gemeentecode GM", "Gemeentenaam"), ("GM9001", "Waterveen")])

    assert load(sheet.getvalue(), "lijst.xlsx").startswith("1 new")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("", "leeg.csv"),
        ("kleur,smaak\nrood,zoet\n", "ander.csv"),
        ("cbs_code,name\n", "alleen-kop.csv"),
        ("cbs_code,name\nXX12,Nergens\n", "code.csv"),
        ("cbs_code,name\n9001,Een\n9001,Twee\n", "dubbel.csv"),
        (b"\x00\x01\x02 geen blad", "geen.csv"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(load, content, name):
    with pytest.raises(CommandError) as refusal:
        load(content, name)

    assert refusal.value.returncode == 2
    assert str(refusal.value)
    assert not Gemeente.objects.exists()


def test_a_file_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match="Cannot read") as refusal:
        call_command("load_gemeenten", "/bestaat/niet.csv")
    assert refusal.value.returncode == 2


def test_the_lists_of_cbs_load():
    first, second = (
        shared_file("data", "gemeenten.csv"),
        shared_file("data", "gemeenten_vervallen.csv"),
    )
    for path in (first, second):
        call_command("load_gemeenten", str(path), stdout=StringIO())
    out = StringIO()
    call_command("load_gemeenten", str(first), stdout=out)

    assert Gemeente.objects.count() == 360
    assert Gemeente.objects.valid_on(date(2026, 1, 1)).count() == 342
    assert out.getvalue().startswith("0 new, 0 changed, 342 unchanged")
