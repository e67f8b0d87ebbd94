"""Sheets of a provider that may place nobody new: what runs goes on."""

import pytest

from contracts.enums import ContractStatus, RowKind, TariffUnit
from contracts.imports import agreement as agreements
from contracts.imports.agreement import read_agreement
from contracts.imports.examining import examine, read_placements
from tests.contracts.conftest import AT
from tests.factories.contracts import TariffFactory, move
from tests.support.placements import ON, as_csv, row, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def judged(contract, place):
    """A sheet with somebody new, somebody who waits to begin, and somebody who is taught."""
    place(started=True, reference="TV-00009")
    place(status="registered", reference="TV-00008", status_on=ON.replace(month=1))

    def kinds():
        lines = [row(1), row(8), row(9, attended_hours="97")]
        parsed = read_placements(sheet(as_csv(lines)), "blad.csv")
        return examine(parsed, contract, on=ON).kinds.tolist()

    return kinds


def test_nobody_new_under_a_suspended_contract(judged, contract, coordinator):
    assert judged() == [RowKind.NEW, RowKind.CHANGED, RowKind.CHANGED]
    stamps = {"suspended_at": AT, "suspended_by": coordinator}
    move(contract, ContractStatus.SUSPENDED, **stamps)
    assert judged() == [RowKind.REFUSED, RowKind.REFUSED, RowKind.CHANGED]


def test_nobody_new_with_a_barred_provider(judged, monkeypatch):
    monkeypatch.setattr(agreements, "barred", lambda provider, region, on: f"Geblokkeerd op {on}.")
    assert judged() == [RowKind.REFUSED, RowKind.REFUSED, RowKind.CHANGED]


def test_recognition_that_nobody_checked_holds_nothing(judged, contract):
    contract.provider.recognitions.update(verified_at=None, verified_by=None)
    assert judged()[0] == RowKind.REFUSED


def test_a_fee_is_nobodys_tariff(contract):
    main = contract.tariffs.get()
    TariffFactory(contract=contract, unit=TariffUnit.FEE, name="Intake", instalments=False)
    found = read_agreement(contract, on=ON)
    assert [span.pk for span in found.tariffs] == [str(main.pk)]
