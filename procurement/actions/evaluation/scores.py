"""Each assessor's own scores, up to handing them in."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from config.shared.errors import Refused
from procurement import notices_evaluation as notices
from procurement.actions.common import constraints_refuse, note
from procurement.actions.evaluation.common import (
    evaluated_lot,
    require_scorable,
    require_unlocked,
    scoring_seat,
)
from procurement.models import (
    Assessment,
    AwardCriterion,
    Lot,
    LotBid,
    PanelSeat,
    with_scoring,
)

FIELDS = {"assessment_score_0_to_10": "score"}


def score(
    *,
    lot_bid: LotBid,
    criterion: AwardCriterion,
    score: Decimal,
    motivation: str,
    by: User,
    at: datetime,
) -> Assessment:
    """Give or change one's own score (0 to 10) on one criterion, until handing in."""
    with constraints_refuse(Assessment, fields=FIELDS):
        lot = evaluated_lot(lot_bid.lot)
        scoring_seat(by, lot)
        require_scorable(lot, lot_bid, criterion)
        _require_not_handed_in(lot, by)
        values = {"score": score, "motivation": motivation, "scored_at": at}
        key: dict[str, Any] = {"lot_bid": lot_bid, "criterion": criterion, "assessor": by}
        before = Assessment.objects.filter(**key).values("score", "motivation").first()
        given, _made = Assessment.objects.update_or_create(**key, defaults=values)
        after = {"score": score, "motivation": motivation}
        note(given, "scored", by=by, at=at, before=dict(before or {}), after=after)
    return given


def hand_in_scores(*, lot: Lot, by: User, at: datetime) -> Lot:
    """Hand in one's own scores of a lot, all of them: they can no longer be changed."""
    with transaction.atomic():
        row = evaluated_lot(lot)
        scoring_seat(by, row)
        require_unlocked(row)
        _require_not_handed_in(row, by)
        _require_complete(row, by)
        own = Assessment.objects.filter(lot_bid__lot=row, assessor=by)
        own.update(locked_at=at)
        note(row, "hand_in", by=by, at=at)
        if not still_to_hand_in(row):
            notices.tell_all_handed_in(row, at=at)
    return row


def has_handed_in(lot: Lot, user: User) -> bool:
    """Whether the person's scores of the lot stand."""
    return Assessment.objects.handed_in().filter(lot_bid__lot=lot, assessor=user).exists()


def scores_missing(lot: Lot) -> int:
    """How many scores are still to be given: seats x quality criteria x bids that take part."""
    counted = with_scoring(Lot.objects.filter(pk=lot.pk)).get()
    left: int = counted.scores_needed - counted.scores_given
    return left


def own_scores_missing(lot: Lot, user: User) -> int:
    """How many scores of the lot this person still has to give."""
    given = Assessment.objects.counting().filter(lot_bid__lot=lot, assessor=user)
    return _asked_of_each(lot) - given.count()


def still_to_hand_in(lot: Lot) -> list[PanelSeat]:
    """The seats whose person has not handed in all scores of the lot."""
    asked = _asked_of_each(lot)
    given = Assessment.objects.counting().handed_in().filter(lot_bid__lot=lot)
    counts = dict(given.values_list("assessor").order_by().annotate(found=Count("pk")))
    seats = lot.tender.panel.sitting().select_related("user").order_by("user__name", "pk")
    return [seat for seat in seats if counts.get(seat.user_id, 0) < asked]


def _asked_of_each(lot: Lot) -> int:
    return lot.tender.criteria.quality().count() * lot.lot_bids.taking_part().count()


def _require_not_handed_in(lot: Lot, by: User) -> None:
    if has_handed_in(lot, by):
        raise Refused(_("You have handed in your scores of this lot; they stand."))


def _require_complete(lot: Lot, by: User) -> None:
    left = own_scores_missing(lot, by)
    if left:
        sentence = ngettext(
            "You have %(count)s more score to give.",
            "You have %(count)s more scores to give.",
            left,
        )
        raise Refused(sentence % {"count": left})
