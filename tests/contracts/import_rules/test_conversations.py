"""Progress conversations that a sheet tells of become those of the placements."""

from datetime import date

import pytest

from contracts.enums import ConversationOutcome, RowKind
from contracts.models import Placement, ProgressConversation
from tests.support.deliveries import applied
from tests.support.placements import row

pytestmark = pytest.mark.django_db

CODED = {"conversation_on": "2026-10-05", "conversation_outcome": ConversationOutcome.BEHIND.value}


def talks():
    found = ProgressConversation.objects.order_by("placement__reference", "due_on")
    return list(found.values_list("placement__reference", "due_on", "held_on", "outcome"))


@pytest.fixture
def deliver(contract, provider_user):
    def delivered(*lines):
        return applied(contract, list(lines), by=provider_user)

    return delivered


def test_a_conversation_comes_with_a_new_and_with_a_known_placement(deliver):
    deliver(row(1))
    delivery = deliver(row(1, **CODED), row(2, **CODED), row(3))
    assert (delivery.rows_changed, delivery.rows_new) == (1, 2)
    day = date(2026, 10, 5)
    assert talks() == [("TV-00001", day, day, "behind"), ("TV-00002", day, day, "behind")]
    change = delivery.rows.get(kind=RowKind.CHANGED).changes
    assert change["conversation_on"] == [None, "2026-10-05"]


def test_what_is_known_changes_nothing(deliver):
    deliver(row(1, **CODED))
    again = deliver(row(1, **CODED), row(2))
    assert (again.rows_unchanged, again.rows_new) == (1, 1)
    assert len(talks()) == 1


def test_a_conversation_that_was_due_is_the_one_that_was_held(deliver):
    deliver(row(1))
    placement = Placement.objects.get(reference="TV-00001")
    for day in (date(2026, 10, 1), date(2027, 1, 4)):
        ProgressConversation.objects.create(placement=placement, due_on=day)
    deliver(row(1, **CODED))
    held = ("TV-00001", date(2026, 10, 1), date(2026, 10, 5), "behind")
    assert talks() == [held, ("TV-00001", date(2027, 1, 4), None, "")]


def test_another_outcome_of_the_same_day_corrects_it(deliver):
    deliver(row(1, **CODED))
    deliver(row(1, **CODED | {"conversation_outcome": "on_course"}))
    assert [outcome for *_when, outcome in talks()] == ["on_course"]


def test_an_interruption_takes_its_reason_along_and_leaves_it_when_it_ends(deliver):
    deliver(row(1))
    begins = {"status": "Onderbroken", "status_on": "2026-06-01"}
    deliver(row(1, **begins, interruption_reason="Werk"))
    assert Placement.objects.get().interruption_reason == "work"
    deliver(row(1, status_on="2026-09-01"))
    assert Placement.objects.get().interruption_reason == ""
