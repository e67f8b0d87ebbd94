"""Contracts that run already: recorded by a form, or many from a sheet."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import get_default_timezone
from openpyxl import load_workbook

from config.shared.columns import Parsed, write_template
from config.shared.errors import Refused
from config.shared.sheets import Unusable
from contracts.actions.running import (
    Running,
    SeatTerms,
    confirm_contract_sheet,
    keep_contract_sheet,
    record_running,
)
from contracts.actions.terms import TariffTerms, default_instalments
from contracts.enums import ContractStatus
from contracts.imports.running import contracts_of, read_running
from contracts.imports.running_sheet import RUNNING
from contracts.models import Contract, ContractSheet, Tariff
from tests.factories.contracts import ContractFactory
from tests.support.forms import row_fields

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())
TODAY = AT.date()
HEADER = tuple(column.name for column in RUNNING.columns)
FACTS = {
    "reference": "C-2025-014",
    "title": "Onderwijsroute Noord",
    "gemeenten": "9001 9002",
    "first_on": "2025-01-01",
    "last_on": "2027-12-31",
    "signed_outside_on": "2024-11-20",
    "maximum_amount": "450000",
}
PRICE = {"route": "O", "price": "15250"}
SEATS = {"route": "O", "number": "20", "place": "Waterveen"}


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


@pytest.fixture
def sheet_of(provider) -> Callable[..., bytes]:
    """`sheet_of(row, ...)`: a csv file in which each row repeats the facts of the contract."""

    def written(*rows: dict[str, str]) -> bytes:
        facts = FACTS | {"provider": provider.kvk_number}
        lines = [";".join((facts | row).get(name, "") for name in HEADER) for row in rows]
        return "\n".join([";".join(HEADER), *lines]).encode()

    return written


def read(content: bytes, region) -> Parsed:
    return read_running(BytesIO(content), "contracten.csv", region, on=TODAY)


def codes(parsed: Parsed) -> list[tuple[int | None, str]]:
    return [(finding.row, finding.code) for finding in parsed.findings]


# --- The sheet ------------------------------------------------------------------------------------


def test_a_whole_sheet_has_no_findings_and_tells_its_contracts(sheet_of, noord, waterveen):
    rows = [PRICE, SEATS, SEATS | {"place": "Meerdorp", "number": "8", "counts": "intake"}]
    other = {"reference": "C-2025-015", "gemeenten": "9001", "maximum_amount": ""}
    parsed = read(sheet_of(*rows, PRICE | other, SEATS | other), noord)
    assert codes(parsed) == []
    first, second = contracts_of(parsed, noord, on=TODAY)
    assert [seats.number for seats in first.seats] == [20, 8]
    assert first.tariffs[0].price == Decimal(15_250)
    assert first.tariffs[0].last_on == date(2027, 12, 31)
    assert (second.facts["maximum_amount"], list(second.gemeenten)) == (None, [waterveen])


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([PRICE | {"price": ""}, SEATS], [(2, "tariff_or_seats"), (3, "tariff_missing")]),
        ([PRICE | {"number": "4", "place": "Elders"}, SEATS], [(2, "tariff_or_seats")]),
        ([PRICE, SEATS | {"place": ""}], [(3, "seats_have_place")]),
        ([PRICE, PRICE | {"unit": "fee"}, SEATS], [(3, "fee_has_name")]),
        ([PRICE, SEATS | {"group_minimum": "8"}], [(3, "group_sizes_fit")]),
        ([PRICE, SEATS | {"until_on": "2028-01-01"}], [(3, "within_contract")]),
        ([PRICE, SEATS | {"title": "Anders"}], [(2, "facts_differ"), (3, "facts_differ")]),
        ([PRICE, SEATS | {"route": "B"}], [(3, "tariff_missing")]),
        ([PRICE], [(2, "no_seats")]),
        ([PRICE, PRICE | {"from_on": "2026-01-01"}, SEATS], [(3, "tariffs_overlap")]),
        ([PRICE, SEATS, SEATS | {"number": "3"}], [(4, "seats_twice")]),
    ],
)
def test_everything_that_is_wrong_is_said_at_its_row(sheet_of, noord, rows, expected):
    assert sorted(set(codes(read(sheet_of(*rows), noord)))) == sorted(expected)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"provider": "99999999"}, "provider_unknown"),
        ({"gemeenten": "9001 9101"}, "gemeente_unknown"),
        ({"signed_outside_on": "2026-03-03"}, "signed_later"),
        ({"last_on": "2024-12-31"}, "days_in_order"),
        ({"reference": "C-1"}, "reference_taken"),
    ],
)
def test_what_the_region_does_not_know_is_refused(sheet_of, noord, facts, code):
    ContractFactory(region=noord, reference="C-1")
    found = codes(read(sheet_of(PRICE | facts, SEATS | facts), noord))
    assert {(2, code), (3, code)} <= set(found)


def test_a_contract_that_has_ended_is_only_warned_about(sheet_of, noord):
    ended = {"last_on": "2026-03-01"}
    parsed = read(sheet_of(PRICE | ended, SEATS | ended), noord)
    assert (parsed.errors, parsed.warnings) == (0, 2)


def test_prices_that_follow_each_other_are_fine(sheet_of, noord):
    rows = [PRICE | {"until_on": "2025-12-31"}, PRICE | {"from_on": "2026-01-01"}, SEATS]
    assert codes(read(sheet_of(*rows), noord)) == []


def test_a_sheet_without_rows_is_no_sheet(sheet_of, noord):
    with pytest.raises(Unusable, match="geen regels"):
        read(sheet_of(), noord)


def test_the_template_is_the_sheet_that_is_read(noord):
    stream = BytesIO()
    write_template(stream, RUNNING)
    header = [cell.value for cell in next(load_workbook(stream).worksheets[0].iter_rows())]
    assert header == RUNNING.header


# --- Recording ------------------------------------------------------------------------------------


def running(provider, gemeenten, **facts) -> Running:
    days = {"first_on": date(2025, 1, 1), "last_on": date(2027, 12, 31)}
    standard = {
        "reference": "C-2025-014",
        "title": "Onderwijsroute",
        "provider": provider,
        "signed_outside_on": date(2024, 11, 20),
        "maximum_amount": Decimal(450_000),
    }
    days |= {name: facts[name] for name in days if name in facts}
    tariff = TariffTerms("O", Decimal(15_250), instalments=default_instalments(), **days)
    return Running(
        facts=standard | days | facts,
        gemeenten=gemeenten,
        tariffs=[tariff],
        seats=[SeatTerms("O", "Waterveen", "places", 20, **days)],
    )


def test_a_running_contract_is_active_with_all_it_holds(
    noord, provider, waterveen, meerdorp, contract_manager
):
    [made] = record_running(
        region=noord,
        running=[running(provider, [waterveen, meerdorp])],
        by=contract_manager,
        at=AT,
    )
    assert (made.status, made.signed_by) == (ContractStatus.ACTIVE, contract_manager)
    assert made.original_amount == Decimal(450_000)
    amounts = [part.amount for part in made.tariffs.get().instalments.order_by("pk")]
    assert amounts == [Decimal(6100), Decimal(4575), Decimal(4575)]
    shares = made.capacity_lines.get().shares.order_by("-number")
    assert [share.number for share in shares] == [15, 5]


def test_one_that_has_not_begun_waits(noord, provider, waterveen, contract_manager):
    later = running(provider, [waterveen], first_on=date(2026, 9, 1))
    [made] = record_running(region=noord, running=[later], by=contract_manager, at=AT)
    assert made.status == ContractStatus.SIGNED


def test_all_or_none_are_recorded(noord, provider, waterveen, contract_manager):
    same = running(provider, [waterveen])
    with pytest.raises(Refused, match="al in gebruik"):
        record_running(region=noord, running=[same, same], by=contract_manager, at=AT)
    assert not Contract.objects.exists()
    assert not Tariff.objects.exists()


def test_only_who_signs_records(noord, provider, waterveen, officer):
    with pytest.raises(Refused, match="rol"):
        record_running(region=noord, running=[running(provider, [waterveen])], by=officer, at=AT)


def test_a_hundred_contracts_cost_no_more_statements_than_one(
    noord, provider, waterveen, contract_manager
):
    def statements(count: int, prefix: str) -> int:
        many = [
            running(provider, [waterveen], reference=f"{prefix}-{number}")
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as queries:
            record_running(region=noord, running=many, by=contract_manager, at=AT)
        return len(queries)

    statements(1, "A")
    assert statements(100, "C") == statements(1, "B")


# --- Pages ----------------------------------------------------------------------------------------


@pytest.fixture
def client(client_of, contract_manager, time_machine):
    time_machine.move_to(AT)
    return client_of(contract_manager)


def upload(client, region, content: bytes) -> str:
    """The address of the page of what was handed in."""
    file = ContentFile(content, name="contracten.csv")
    response = client.post(url("contractsheet-create"), {"region": region.pk, "file": file})
    return response.url


def test_a_sheet_is_handed_in_looked_at_and_recorded(
    client, sheet_of, noord, settings, tmp_path, counted_page
):
    settings.MEDIA_ROOT = tmp_path
    address = upload(client, noord, sheet_of(PRICE, SEATS))
    text = counted_page(client, "contracts:contractsheet-detail", address)
    assert "C-2025-014" in text
    assert not Contract.objects.exists()
    sheet = ContractSheet.objects.get()
    confirm = url("contractsheet-confirm", sheet.pk)
    assert "1 contract wordt vastgelegd" in client.get(confirm).content.decode()
    assert client.post(confirm).url == address
    assert sheet.contracts.get().status == ContractStatus.ACTIVE
    assert "C-2025-014" in client.get(address).content.decode()
    assert "al vastgelegd" in client.post(confirm).content.decode()
    listed = client.get(url("contractsheet-list")).content.decode()
    assert "contracten.csv" in listed


def test_a_sheet_with_errors_cannot_be_recorded(client, sheet_of, noord, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    address = upload(client, noord, sheet_of(PRICE, SEATS | {"place": ""}))
    text = client.get(address).content.decode()
    assert "1 fout moet eerst" in text
    assert "Vul de plaats in." in text
    confirm = url("contractsheet-confirm", ContractSheet.objects.get().pk)
    assert confirm not in text
    client.post(confirm)
    assert not Contract.objects.exists()


def test_what_is_no_sheet_of_contracts_says_so(client, noord, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    address = upload(client, noord, b"naam;leeftijd\nx;1\n")
    assert "is geen kolom van" in client.get(address).content.decode()


def test_a_sheet_is_recorded_once(noord, sheet_of, contract_manager, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = ContentFile(sheet_of(PRICE, SEATS), name="contracten.csv")
    moment = {"by": contract_manager, "at": AT}
    sheet = keep_contract_sheet(region=noord, file=file, **moment)
    found = contracts_of(read(sheet_of(PRICE, SEATS), noord), noord, on=TODAY)
    confirm_contract_sheet(sheet=sheet, running=found, **moment)
    with pytest.raises(Refused, match="al vastgelegd"):
        confirm_contract_sheet(sheet=sheet, running=found, **moment)


def test_the_empty_sheet_can_be_downloaded(client):
    response = client.get(url("contractsheet-template"))
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert timezone.localdate() == TODAY


def test_one_contract_is_recorded_by_a_form(client, noord, provider, waterveen):
    typed = {
        "region": noord.pk,
        "provider": provider.pk,
        "kind": "direct",
        "signed_outside_on": "2024-11-20",
        "reference": "C-2025-020",
        "title": "Z-route",
        "gemeenten": [waterveen.pk],
        "first_on": "2025-01-01",
        "last_on": "2027-12-31",
        "over_target_policy": "block",
    }
    row = {"route": "Z", "unit": "trajectory", "price": "9000", "counts": "places"}
    rows = [row | {"place": "Noord", "number": 10}, row | {"place": "Zuid", "number": 5}]
    address = url("contract-running")
    refused = client.post(address, typed | row_fields([]))
    assert "Geef een route" in refused.content.decode()
    response = client.post(address, typed | row_fields(rows))
    made = Contract.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.status, made.tariffs.count(), made.capacity_lines.count()) == ("active", 1, 2)
    assert made.signed_outside_on == date(2024, 11, 20)
