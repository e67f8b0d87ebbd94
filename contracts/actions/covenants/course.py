"""What keeps a covenant alive: targets, reviews, and the check that it buys nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day, number
from config.shared.errors import Refused
from config.shared.periods import add_months, amsterdam
from config.shared.validity import valid
from contracts.covenant_questions import KEYS, warnings
from contracts.covenant_text import plain
from contracts.enums import CovenantStatus
from contracts.models import Covenant, CovenantCheck, CovenantIndicator, CovenantReview
from procurement.actions.common import locked, note, require_status


@transaction.atomic
def set_targets(
    *, covenant: Covenant, targets: Sequence[Mapping[str, Any]], by: User, at: datetime
) -> Covenant:
    """Replace the targets by `targets`: measure, direction and target of each, a measure once."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    if row.status == CovenantStatus.ENDED:
        raise Refused(_("This covenant has ended."))
    row.indicators.all().delete()
    for target in targets:
        valid(CovenantIndicator(covenant=row, **target)).save()
    words = "; ".join(
        f"{one}: {one.get_direction_display()} {number(one.target.normalize() + 0)}"
        for one in row.indicators.order_by("pk")
    )
    note(row, "updated", by=by, at=at, reason=_("Targets: %(targets)s") % {"targets": words or "-"})
    return row


@transaction.atomic
def plan_review(*, covenant: Covenant, due_on: date, by: User, at: datetime) -> CovenantReview:
    """Plan a review meeting besides those that follow from the months between reviews."""
    row: Covenant = locked(covenant)
    require(by, Permission.COVENANT_DRAFT, row)
    require_status(row, CovenantStatus.ACTIVE)
    if due_on < amsterdam(at):
        raise Refused(_("This day has passed."), field="due_on")
    review = CovenantReview(covenant=row, due_on=due_on)
    valid(review).save(force_insert=True)
    note(row, "updated", by=by, at=at, reason=_("Review on %(day)s") % {"day": day(due_on)})
    return review


@transaction.atomic
def hold_review(
    *, review: CovenantReview, held_on: date, conclusions: str, by: User, at: datetime
) -> CovenantReview:
    """Record what a review came to; the next is planned when none is."""
    covenant: Covenant = locked(review.covenant)
    require(by, Permission.COVENANT_DRAFT, covenant)
    row: CovenantReview = locked(review)
    if row.held_on:
        raise Refused(_("This review is recorded already."))
    if held_on > amsterdam(at):
        raise Refused(_("This day lies ahead."), field="held_on")
    row.held_on, row.conclusions = held_on, plain(conclusions)
    row.recorded_at, row.recorded_by = at, by
    valid(row).save()
    note(covenant, "reviewed", by=by, at=at, reason=day(held_on))
    _plan_next(covenant, held_on)
    return row


def _plan_next(covenant: Covenant, held_on: date) -> None:
    """The agreed months later, unless the covenant has ended by then or another is planned."""
    due_on = add_months(held_on, covenant.review_months)
    is_over = covenant.last_on is not None and due_on > covenant.last_on
    is_active = covenant.status == CovenantStatus.ACTIVE
    if is_active and not is_over and not covenant.reviews.coming().exists():
        covenant.reviews.create(due_on=due_on)


@transaction.atomic
def check_covenant(
    *,
    covenant: Covenant,
    answers: Mapping[str, bool],
    notes: Mapping[str, str],
    by: User,
    at: datetime,
) -> CovenantCheck:
    """Keep the answers to all questions, about the text as it reads now; it blocks nothing."""
    require(by, Permission.COVENANT_DRAFT, covenant)
    if set(answers) != set(KEYS):
        raise Refused(_("Answer every question."))
    check = CovenantCheck.objects.create(
        covenant=covenant,
        answers=dict(answers),
        notes={key: plain(text) for key, text in notes.items() if text.strip()},
        digest=covenant.text().digest(),
        made_at=at,
        made_by=by,
    )
    found = [question.key for question in warnings(answers)]
    note(covenant, "checked", by=by, at=at, after={"warnings": found})
    return check
