"""Who may win a lot: the first in rank, within the number of lots that one bidder may win."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused
from procurement.actions.common import note, require_status
from procurement.actions.outcomes import locked_lot
from procurement.actions.ranking import ranking_of
from procurement.enums import LotStatus, TieRule
from procurement.models import AwardDecision, Draw, Lot, LotBid
from procurement.scoring import Standing, winners


@dataclass(slots=True)
class Choice:
    """Which bids on a lot may win, and why it is not simply the first.

    `keys` are ids of bids on the lot, the best first; `to_draw` those between which lots have to be
    drawn first; `sentences` say what the decision has to give reasons for.
    """

    keys: list[int] = field(default_factory=list)
    to_draw: list[int] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Limit:
    """How many lots each bidder has won elsewhere in the tender, and is first in."""

    most: int | None
    bidders: dict[int, int]
    names: dict[int, str]
    won: Counter[int]
    leading: Counter[int]

    def is_reached(self, key: int) -> bool:
        return self.most is not None and self.won[self.bidders[key]] >= self.most

    def is_passed(self, key: int) -> bool:
        """Whether the bidder would pass the limit by winning all that it is first in."""
        bidder = self.bidders[key]
        return self.most is not None and self.won[bidder] + self.leading[bidder] >= self.most


def choice_of(lot: Lot) -> Choice:
    """Who may win the lot as the ranking stands.

    Of bids that are equal by every rule the officer chooses, unless lots are to be drawn. Who has
    won as many lots as one may win is passed over. Who is first in more lots than that may be
    passed over for the next: the officer says by which reason which lot goes to whom.
    """
    ranked = [one for one in ranking_of(lot) if one.rank is not None]
    limit = _limit_of(lot, [one.key for one in ranked])
    choice = Choice()
    for _rank, equals in groupby(ranked, key=lambda one: one.rank):
        if _settles(choice, list(equals), limit, lot.tender.tie_rule):
            break
    return choice


def record_draw(*, lot: Lot, order: Sequence[LotBid], report: str, by: User, at: datetime) -> Draw:
    """Write down a draw by lot between equal bids, in the order in which they were drawn."""
    with transaction.atomic():
        row = locked_lot(lot)
        require(by, Permission.TENDER_AWARD, row)
        require_status(row, LotStatus.IN_EVALUATION)
        keys = [one.pk for one in order]
        if not keys or sorted(keys) != sorted(choice_of(row).to_draw):
            raise Refused(_("Give the order of exactly the bids that are equal."), field="order")
        drawn = Draw.objects.create(lot=row, order=keys, report=report, drawn_at=at, drawn_by=by)
        note(row, "draw", by=by, at=at, after={"order": keys}, reason=report)
    return drawn


def _settles(choice: Choice, equals: list[Standing], limit: _Limit, tie_rule: str) -> bool:
    """Add bids of the same rank to the choice; True when those after them may not win."""
    keys = [one.key for one in equals]
    free = [key for key in keys if not limit.is_reached(key)]
    choice.sentences += [_reached_words(limit, key) for key in keys if key not in free]
    if len(free) > 1 and tie_rule == TieRule.DRAW:
        choice.to_draw = keys
        choice.sentences.append(_("These bids are equal: draw lots between them first."))
        return True
    choice.keys += free
    if len(free) > 1:
        choice.sentences.append(
            _("Several bids share this place, also by the published rule: say why you choose.")
        )
    passed = [key for key in free if limit.is_passed(key)]
    choice.sentences += [_passed_words(limit, key) for key in passed]
    return len(passed) < len(free)


def _reached_words(limit: _Limit, key: int) -> str:
    words = {"provider": limit.names[key], "count": limit.most}
    return _("%(provider)s has won as many lots as one may win (%(count)s) and is passed over.") % (
        words
    )


def _passed_words(limit: _Limit, key: int) -> str:
    words = {"provider": limit.names[key], "count": limit.most}
    return (
        _(
            "%(provider)s is first in more lots than one may win (%(count)s). Choose this bid or "
            "the next, and say by which rule or reason."
        )
        % words
    )


def _limit_of(lot: Lot, keys: list[int]) -> _Limit:
    bids = LotBid.objects.filter(pk__in=keys).select_related("bid__provider").order_by("pk")
    bidders = {one.pk: one.bid.provider_id for one in bids}
    names = {one.pk: str(one.bid.provider) for one in bids}
    most = lot.tender.lots_win_maximum
    if most is None:
        return _Limit(None, bidders, names, Counter(), Counter())
    won = AwardDecision.objects.filter(lot__tender=lot.tender_id).exclude(lot=lot)
    decided = Counter(won.values_list("winner__bid__provider", flat=True).order_by("pk"))
    return _Limit(most, bidders, names, decided, Counter(_leading_elsewhere(lot)))


def _leading_elsewhere(lot: Lot) -> Iterator[int]:
    """The provider that is first, once for each other lot that is still to be decided."""
    others = Lot.objects.filter(tender=lot.tender_id, status=LotStatus.IN_EVALUATION)
    for other in others.exclude(pk=lot.pk).select_related("tender").order_by("pk"):
        first = winners(ranking_of(other))
        yield from (
            LotBid.objects.filter(pk__in=first)
            .order_by("pk")
            .values_list("bid__provider", flat=True)
        )
