"""The story of an object: what was kept as text reads as the fact sheet shows it."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from config.shared import history
from contracts.models import Contract


@pytest.fixture
def changed(monkeypatch):
    """`changed(before, after)` gives the changes of a contract as a person reads them."""

    def told(before: dict, after: dict) -> list[tuple[str, str]]:
        entry = SimpleNamespace(
            at=datetime(2026, 3, 2, 9, tzinfo=UTC),
            by=None,
            action="updated",
            reason="",
            before=before,
            after=after,
        )
        keeper = SimpleNamespace(history=lambda obj: [entry])
        monkeypatch.setattr(history, "recorder", lambda: keeper)
        (line,) = history.lines(Contract())
        return [(change.before, change.after) for change in line.changes]

    return told


@pytest.mark.parametrize(
    ("field", "before", "after", "told"),
    [
        ("original_amount", None, "2387564.77", ("–", "2.387.564,77")),
        ("last_on", "2026-01-31", "2026-02-28", ("31 jan 2026", "28 feb 2026")),
        ("status", "draft", "signed", ("Concept", "Ondertekend")),
        ("title", "B1", "B1-route", ("B1", "B1-route")),
    ],
)
def test_changes_read_as_facts(changed, field, before, after, told):
    assert changed({field: before}, {field: after}) == [told]


def test_stamps_and_what_stayed_are_left_out(changed):
    assert changed({"signed_at": None, "title": "B1"}, {"signed_at": "x", "title": "B1"}) == []
