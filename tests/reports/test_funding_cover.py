"""What comes in by kind of stream beside what is spent, gemeente by gemeente."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from reports.enums.funding import FundingStage, StreamKind
from reports.exports import described
from reports.funding.sources import FundingSources
from reports.questions import Asked, Scope
from reports.questions.funding import FundingCover
from tests.factories.funding import FundingStreamFactory, year_of_stream
from tests.reports.conftest import ON

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day_of_the_report():
    with time_machine.travel(f"{ON.isoformat()}T09:00:00+01:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _streams(noord, waterveen, meerdorp):
    """8,000 and 7,000 for Waterveen from two kinds of stream, 20,000 for Meerdorp from one."""
    spuk = FundingStreamFactory(region=noord, kind=StreamKind.SPUK_WI2021)
    year_of_stream(spuk, {waterveen: Decimal(5_000), meerdorp: Decimal(20_000)})
    year_of_stream(
        spuk,
        {waterveen: Decimal(8_000), meerdorp: Decimal(20_000)},
        stage=FundingStage.DEFINITIVE,
        known_on=date(2026, 5, 20),
    )
    year_of_stream(
        FundingStreamFactory(region=noord, kind=StreamKind.GEMEENTEFONDS),
        {waterveen: Decimal(7_000)},
    )


def cover(person=None, **asked) -> FundingCover:
    return FundingCover(Scope(person=person), Asked(on=ON, **asked))


def named(question: FundingCover) -> dict[str, dict]:
    """The rows by gemeente."""
    names = [column.name for column in question.columns]
    rows = [dict(zip(names, row, strict=True)) for row in question.rows]
    return {row["gemeente"]: row for row in rows}


def test_each_kind_of_stream_has_a_column_and_rows_balance(placements, region_controller):
    """Waterveen spends 21,000 in 2026 and gets 15,000; Meerdorp spends 6,000 of 20,000."""
    question = cover(region_controller)
    kinds = [column.name for column in question.columns[4:-4]]
    assert kinds == [StreamKind.SPUK_WI2021, StreamKind.GEMEENTEFONDS]
    rows = named(question)
    short, left = rows["Waterveen"], rows["Meerdorp"]
    assert [short[kind] for kind in kinds] == [8_000, 7_000]
    assert [short[name] for name in ("funding", "cost", "left", "own_means")] == [
        15_000, 21_000, 0, 6_000,
    ]  # fmt: skip
    assert (left["gemeentefonds"], left["left"], left["own_means"]) == (0, 14_000, 0)
    for row in rows.values():
        assert row["funding"] == sum(row[kind] for kind in kinds)
        assert row["funding"] - row["cost"] == row["left"] - row["own_means"]
    assert question.totals()[4:] == (28_000, 7_000, 35_000, 27_000, 14_000, 6_000)
    assert "€ 6.000,00" in question.sentence


def test_it_is_what_the_page_of_the_settlement_shows(placements, region_controller, noord):
    settled = FundingSources(region_controller, noord, ON).settlement(2026)
    rows = named(cover(region_controller))
    for statement in settled.statements:
        row = rows[statement.gemeente.name]
        for name in ("funding", "cost", "left", "own_means"):
            assert row[name] == getattr(statement, name)


def test_a_gemeente_sees_itself_and_a_command_sees_all(placements, controller, meerdorp):
    assert list(named(cover(controller))) == ["Waterveen"]
    assert list(named(cover())) == ["Meerdorp", "Waterveen"]
    assert list(named(cover(gemeente=meerdorp))) == ["Meerdorp"]


def test_another_year_and_what_was_not_known_yet(placements, region_controller):
    assert cover(region_controller, year=2031).rows == []
    before = FundingCover(Scope(person=region_controller), Asked(on=date(2026, 5, 19)))
    assert named(before)["Waterveen"]["funding"] == 12_000


def test_the_page_asks_year_and_gemeente(placements, client_of, region_controller):
    address = reverse("reports:question", args=[FundingCover.code])
    page = client_of(region_controller).get(address, {"year": 2027})
    assert list(page.context["form"].fields) == ["year", "gemeente"]
    assert page.context["question"].asked.of_year == 2027
    years = [year for year, _label in page.context["form"].fields["year"].choices]
    assert years == sorted(years, reverse=True)
    assert {2026, 2027} <= set(years)


def test_a_file_by_command_names_the_year(placements, tmp_path):
    path = tmp_path / "cover.csv"
    call_command("report", FundingCover.code, "--year=2026", f"--on={ON}", f"--output={path}")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[-1] == "Totaal;;;;28000,00;7000,00;35000,00;27000,00;14000,00;6000,00"
    told = described(cover(year=2026))
    assert told["year"] == 2026
    assert told["rows"][0]["gemeentefonds"] == "0"
