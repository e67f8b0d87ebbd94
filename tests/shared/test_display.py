"""Values as a person reads them, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils.translation import override

from accounts.enums import JobState
from config.shared import display
from procurement.models import Tender

MOMENT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "dutch", "english"),
    [
        (lambda: display.day(date(2026, 10, 1)), "1 okt 2026", "1 Oct 2026"),
        (lambda: display.moment(MOMENT), "23 nov 2026, 12:00", "23 Nov 2026, 12:00"),
        (
            lambda: display.deadline(MOMENT),
            "ma 23 nov 2026, 12:00 uur",
            "Mon 23 Nov 2026, 12:00 hrs",
        ),
        (lambda: display.number(12_400), "12.400", "12,400"),
        (lambda: display.number(Decimal("62.5")), "62,5", "62.5"),
        (lambda: display.money(Decimal("-1234.5")), "€ -1.234,50", "-€1,234.50"),
        (lambda: display.whole_euros(Decimal("1234.50")), "€ 1.235", "€1,235"),
        (lambda: display.value_text(True), "Ja", "Yes"),
    ],
)
def test_each_language_has_its_own_notation(shown, dutch, english):
    with override("nl"):
        assert shown() == dutch
    with override("en"):
        assert shown() == english


def test_no_value_is_a_dash():
    absent = [display.day(None), display.moment(None), display.deadline(None)]
    absent += [display.number(None), display.money(None)]
    absent += [display.value_text(value) for value in (None, "", [])]

    assert set(absent) == {"–"}


def test_a_fact_is_shown_by_its_type():
    assert display.value_text(MOMENT) == "23 nov 2026, 12:00"
    assert display.value_text(date(2026, 11, 23)) == "23 nov 2026"
    assert display.value_text(Decimal("1234.5")) == "1.234,5"
    assert display.value_text(0) == "0"
    assert display.value_text(JobState.DONE) == str(JobState.DONE.label)
    assert display.value_text([1, date(2026, 11, 23)]) == "1, 23 nov 2026"


def test_an_object_links_to_its_page(monkeypatch):
    monkeypatch.setattr(Tender, "get_absolute_url", lambda tender: "/tenders/1/")
    tender = Tender(reference="WL-1", title="<b>B1</b>")

    assert display.value_text(tender) == '<a href="/tenders/1/">WL-1 &lt;b&gt;B1&lt;/b&gt;</a>'


def test_text_of_a_person_stays_text():
    assert "<" not in str(display.value_text(["<script>"]))
