"""Texts that break programs in every text cell of a sheet and of a call: stored as they are or
refused in words, shown as text, harmless in what goes out.
"""

import io
from datetime import datetime

import pytest
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from accounts.enums import Role
from accounts.imports import GEMEENTEN
from config.shared.columns import Sheet, Text, parse
from config.shared.sheets import read
from contracts import imports
from contracts.actions import deliveries
from contracts.enums import DeliveryStatus
from contracts.exports import write_error_sheet
from contracts.imports.forecasts import FORECASTS
from contracts.imports.running_sheet import RUNNING
from contracts.imports.sheet import PLACEMENTS
from tests.factories.accounts import member_of
from tests.support.calls import Caller, json_row
from tests.support.naughty import check_sheet, check_shown, naughty_texts
from tests.support.placements import as_csv, as_xlsx, row, sheet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, tzinfo=get_default_timezone())
WHY = "Nagezien"
BLANK = 20
"""Texts of blanks alone, at the most: a row of them is no row."""
AT_ONCE = 100
"""Rows that a call applies while the caller waits."""


def storable(text: str) -> bool:
    """Whether a file of text can hold it: a NUL makes the whole file unreadable."""
    return "\x00" not in text


@pytest.fixture
def texts() -> list[str]:
    return [text for text in naughty_texts() if storable(text)]


@pytest.fixture
def applied(contract, provider_user, texts):
    """A sheet with each text as a reason and as a reference; its valid rows were applied."""
    lines = [row(n, status_reason=text) for n, text in enumerate(texts)]
    lines += [row(n + len(texts), reference=text) for n, text in enumerate(texts)]
    contract.capacity_lines.update(number=2 * len(texts))
    file = sheet(as_xlsx(lines), "plaatsingen.xlsx")
    delivery = deliveries.keep_sheet(contract=contract, file=file, by=provider_user, at=AT)
    delivery = imports.check_delivery(delivery_id=delivery.pk, at=AT)
    deliveries.accept_rows(
        delivery=delivery, by=provider_user, at=AT, valid_rows_only=True, warnings_reason=WHY
    )
    return imports.apply_delivery(delivery_id=delivery.pk, at=AT)


def test_a_sheet_stores_or_refuses_each(applied, contract, texts):
    assert applied.status == DeliveryStatus.APPLIED
    assert applied.rows_refused < applied.rows_total == 2 * len(texts)
    stored = set(contract.placements.values_list("status_reason", flat=True))
    refused = set(applied.findings.filter(level="error").values_list("row_number", flat=True))
    known = {text.strip() for text in texts}
    assert len(stored & known) > len(texts) / 2
    assert len(refused) == applied.rows_refused


def test_pages_and_exports_show_them_as_text(applied, texts, client_of, noord, provider_user):
    reader = client_of(member_of(noord, Role.COORDINATOR))
    school = client_of(provider_user)
    lists = {
        reverse("contracts:placement-list"): reader,
        reverse("contracts:deliveryfinding-list", args=[applied.pk]): school,
        reverse("contracts:deliveryrow-list", args=[applied.pk]): school,
    }
    for address, client in lists.items():
        page = client.get(address, {"per_page": 100}).content.decode()
        check_shown(page, *texts)
        for kind in ("csv", "xlsx"):
            check_sheet(b"".join(client.get(address, {"_export": kind}).streaming_content))
    stream = io.BytesIO()
    write_error_sheet(stream, applied)
    check_sheet(stream.getvalue())


@pytest.mark.parametrize(
    "declared", [PLACEMENTS, FORECASTS, RUNNING, GEMEENTEN], ids=lambda d: d.name
)
def test_every_text_column_of_every_sheet_reads_them(declared: Sheet, texts):
    columns = [column.name for column in declared.columns]
    free = [column.name for column in declared.columns if isinstance(column.kind, Text)]
    lines = [dict.fromkeys(free, text) for text in texts]
    parsed = parse(read(io.BytesIO(as_csv(lines, columns=columns)), "blad.csv"), declared)
    assert len(parsed.frame) > len(texts) - BLANK
    assert all(finding.message for finding in parsed.findings)


def test_a_call_stores_or_refuses_each(contract, provider_user, texts):
    contract.capacity_lines.update(number=2 * len(texts))
    caller = Caller(provider_user)
    for start in range(0, len(texts), AT_ONCE):
        lines = [
            json_row(start + n, statusReason=text)
            for n, text in enumerate(texts[start : start + AT_ONCE])
        ]
        terms = {"mode": "valid-rows", "confirm": True, "warningsReason": WHY}
        response = caller.post("/deliveries", {"contract": contract.pk, "rows": lines, **terms})
        assert response.status_code < 500
        assert response["Content-Type"].startswith("application/")
    assert contract.placements.count() > len(texts) / 2


def test_a_call_with_them_everywhere_is_refused_in_words(contract, provider_user, texts):
    caller = Caller(provider_user)
    for text in [*texts[::25], "a\x00b"]:
        spoken = dict.fromkeys(json_row(), text)
        for path, body in (
            ("/placements", {"contract": contract.pk, **spoken}),
            ("/placements", {"contract": text, text: text}),
            ("/deliveries", {"contract": contract.pk, "mode": text, "rows": [{text: text}]}),
        ):
            response = caller.post(path, body)
            assert 400 <= response.status_code < 500, (path, text)
            assert response.json()["detail"]
