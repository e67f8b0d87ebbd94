"""Statements read and invoices handed in by call, and taken from a folder."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from contracts.actions.statements import make_statements, offer_statement
from contracts.enums.payments import InvoiceSource, InvoiceStatus, MatchVerdict
from contracts.models import Invoice
from tests.factories.payments import learners
from tests.support.calls import Caller
from tests.support.invoicing import AT, FEBRUARY, IN_FEBRUARY, charge
from tests.support.ubl import HOSTILE, PLAIN, Draft, reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(line, provider, contract) -> Draft:
    """An invoice of what is due for one who began in February."""
    learners(line, ["TV-A1"])
    return PLAIN.but(
        supplier=(("0106", provider.kvk_number),),
        head=IN_FEBRUARY + reference("ContractDocumentReference", contract.reference),
        rows=(charge("TV-A1"),),
    )


def named(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "factuur.xml"
    return file


def test_a_provider_hands_an_invoice_in_and_follows_it(caller, draft):
    response = caller.upload("/invoices", {"file": named(draft.xml())})
    assert response.status_code == 201
    made = response.json()
    assert (made["number"], made["status"], made["amountPayable"]) == (
        "F-2026-001",
        InvoiceStatus.CHECKED,
        "6000.00",
    )
    invoice = Invoice.objects.get()
    assert (invoice.source, invoice.token is None) == (InvoiceSource.API, False)
    (line,) = caller.get(f"/invoices/{invoice.pk}/lines").json()["results"]
    assert (line["verdict"], line["difference"]) == (MatchVerdict.MATCHES, "0.00")
    assert caller.get(f"/invoices/{invoice.pk}").json()["findings"] == []
    assert caller.get("/invoices", status="paid").json()["results"] == []


def test_what_cannot_be_taken_is_a_problem_in_words(caller, draft):
    response = caller.upload("/invoices", {"file": named(HOSTILE["billion-laughs"])})
    assert response.status_code == 422
    assert "DOCTYPE" in response.json()["detail"]
    unknown = caller.upload("/invoices", {"file": named(draft.xml()), "region": 10**9})
    assert unknown.json()["errors"][0]["code"] == "unknown_region"
    assert not Invoice.objects.exists()


def test_a_try_leaves_neither_row_nor_file(provider_user, draft):
    before = set(_stored())
    caller = Caller(provider_user, sandbox=True)
    assert caller.upload("/invoices", {"file": named(draft.xml())}).status_code == 201
    assert not Invoice.objects.exists()
    assert set(_stored()) == before


def _stored() -> list[str]:
    root = Path(default_storage.location) / "invoices"
    return [str(path) for path in root.rglob("*.xml")] if root.exists() else []


def test_a_token_of_the_region_hands_nothing_in(region_controller, draft):
    response = Caller(region_controller).upload("/invoices", {"file": named(draft.xml())})
    assert response.status_code == 403


def test_statements_are_read_once_they_are_offered(caller, draft, noord, contract_manager):
    by = {"by": contract_manager, "at": AT}
    (statement,) = make_statements(region=noord, month=FEBRUARY, **by).statements
    assert caller.get("/statements").json()["results"] == []
    offer_statement(statement=statement, **by)
    (found,) = caller.get("/statements").json()["results"]
    assert (found["amountExcl"], found["month"]) == ("6000.00", "2026-02-01")
    (line,) = caller.get(f"/statements/{statement.pk}/lines").json()["results"]
    assert (line["subject"], line["gemeente"], line["quantity"]) == ("TV-A1", "9001", "0.400000")
    assert Caller(contract_manager).get(f"/statements/{statement.pk}").json() == found


# --- From a folder --------------------------------------------------------------------------------


def test_a_folder_of_invoices_is_taken_in_and_set_aside(draft, tmp_path, capsys):
    (tmp_path / "goed.xml").write_bytes(draft.xml())
    (tmp_path / "stuk.XML").write_bytes(HOSTILE["cut-off"])
    (tmp_path / "lees.txt").write_bytes(b"geen factuur")
    with pytest.raises(CommandError, match="1") as caught:
        call_command("import_invoices", str(tmp_path))
    assert caught.value.returncode == 1
    told = capsys.readouterr().out
    assert "goed.xml: F-2026-001" in told
    assert "stuk.XML" in told
    assert Invoice.objects.get().source == InvoiceSource.FOLDER
    left = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*"))
    assert left == ["lees.txt", "received/goed.xml", "refused/stuk.XML"]


def test_what_was_set_aside_is_not_overwritten(draft, tmp_path):
    for number in ("F-1", "F-2"):
        (tmp_path / "factuur.xml").write_bytes(draft.but(number=number).xml())
        call_command("import_invoices", str(tmp_path))
    assert (tmp_path / "received" / "factuur-1.xml").exists()
    assert Invoice.objects.count() == 2


def test_the_folder_and_the_region_must_exist(draft, tmp_path, noord):
    for arguments in ([str(tmp_path / "weg")], [str(tmp_path), "--region", "Nergens"]):
        with pytest.raises(CommandError) as caught:
            call_command("import_invoices", *arguments)
        assert caught.value.returncode == 2
    (tmp_path / "a.xml").write_bytes(draft.but(head=IN_FEBRUARY).xml())
    call_command("import_invoices", str(tmp_path), "--region", "noord", "--keep")
    assert Invoice.objects.get().region == noord
    assert (tmp_path / "a.xml").exists()
    assert date(2026, 11, 2) == Invoice.objects.get().issued_on
