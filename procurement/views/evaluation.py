"""The evaluation on the page of a lot: what was done, what comes next, and locking quality."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.badges import badge_text
from config.shared.forms import PageForm
from config.shared.views import Action, Panel
from procurement import actions
from procurement.enums import LotBidStatus, LotStatus, ScoreMethod
from procurement.models import (
    Assessment,
    ConsensusScore,
    Lot,
    LotBid,
    LowPriceInquiry,
    PanelSeat,
    with_scoring,
)
from procurement.views.common import Confirms, UnderTender

if TYPE_CHECKING:
    from procurement.views.lots import LotDetailPage


@dataclass(frozen=True, slots=True)
class EvaluationStep:
    """One step of the evaluation of a lot: how far it is, in words, and where it is done."""

    label: str
    detail: str
    is_done: bool
    url: str = ""


def panels_of(page: "LotDetailPage") -> list[Panel]:
    """Scores once they stand, and the bids; for who may know who bid."""
    lot = page.object
    found = []
    if lot.quality_locked_at and not page.names_hidden:
        found.append(Panel(_("Scores"), "procurement/_scores.html"))
    if regions_of(page.person) or (lot.prices_are_open and not page.names_hidden):
        found.append(Panel(_("Bids"), "procurement/_lot_bids.html"))
    return found


def actions_of(page: "LotDetailPage") -> list[Action]:
    """The next act of the evaluation."""
    lot = page.object
    if lot.status != LotStatus.IN_EVALUATION:
        return []
    if lot.quality_locked_at:
        return _price_actions(lot)
    return [*_panel_actions(page), *_locking_actions(page)]


def context_of(page: "LotDetailPage") -> dict[str, Any]:
    """What the parts of the evaluation on the page show; nothing to a bidder."""
    lot = page.object
    shown = not page.is_bidder and lot.status == LotStatus.IN_EVALUATION
    in_region = bool(regions_of(page.person))
    return {
        "progress": _progress(lot) if shown and not lot.quality_locked_at else None,
        "evaluation_steps": list(evaluation_steps(lot)) if shown and in_region else [],
        "done_badge": badge_text(_("done"), "good"),
        "may_judge": shown and page.may(Permission.TENDER_AWARD, lot),
        "lot_bids": lambda: lot_bids_of(page),
        "score_rows": lambda: score_rows(page),
    }


def evaluation_steps(lot: Lot) -> Iterator[EvaluationStep]:
    """From knock-outs to low prices, in the order in which they are done."""
    yield _checking(lot)
    yield from _scoring(lot)
    yield _locking(lot)
    yield _opening(lot)
    if lot.prices_are_open:
        yield _low_prices(lot)


def lot_bids_of(page: "LotDetailPage") -> "QuerySet[LotBid]":
    """The opened bids on this lot, with who made them."""
    rows = LotBid.objects.visible_to(page.person).filter(lot=page.object)
    return rows.select_related("bid__provider").order_by("bid__provider__legal_name", "pk")


def score_rows(page: "LotDetailPage") -> list[dict[str, Any]]:
    """Every score that counts with its motivation; per criterion of a bid the consensus last."""
    given = Assessment.objects.visible_to(page.person).counting().filter(lot_bid__lot=page.object)
    agreed = ConsensusScore.objects.visible_to(page.person).filter(lot_bid__lot=page.object)
    rows = [_score_row(one, str(one.assessor)) for one in _with_names(given, "assessor")]
    rows += [_score_row(one, "") for one in _with_names(agreed)]
    return sorted(rows, key=lambda row: row["order"])


def _score_row(row: Any, assessor: str) -> dict[str, Any]:
    provider = str(row.lot_bid.bid.provider)
    return {
        "given": row,
        "provider": provider,
        "assessor": assessor or _("Consensus of the panel"),
        "is_consensus": not assessor,
        "order": (provider, row.lot_bid_id, row.criterion_id, not assessor, assessor, row.pk),
    }


def _with_names(rows: "QuerySet[Any]", *further: str) -> "QuerySet[Any]":
    return rows.select_related("criterion", "lot_bid__bid__provider", *further).order_by("pk")


def _progress(lot: Lot) -> Any:
    """The lot with scores needed and given; None when there is nothing to score."""
    counted = with_scoring(Lot.objects.filter(pk=lot.pk)).get()
    return counted if counted.scores_needed else None


def _checking(lot: Lot) -> EvaluationStep:
    bids = lot.lot_bids.count()
    waiting = lot.lot_bids.taking_part().filter(status=LotBidStatus.ENTERED).count()
    words = {"done": bids - waiting, "all": bids}
    detail = _("%(done)s of %(all)s bids admitted or excluded") % words
    url = reverse("procurement:lot-requirements", args=[lot.pk])
    return EvaluationStep(_("Requirements and knock-outs"), detail, not waiting, url)


def _scoring(lot: Lot) -> Iterator[EvaluationStep]:
    """The individual scores, and the consensus where that was announced."""
    if not lot.tender.criteria.quality().exists():
        return
    seats = lot.tender.panel.sitting().count()
    waiting = 0 if lot.quality_locked_at else len(actions.still_to_hand_in(lot))
    words = {"done": seats - waiting, "all": seats}
    detail = _("%(done)s of %(all)s assessors handed in their scores") % words
    yield EvaluationStep(_("Individual scores"), detail, not waiting)
    if lot.tender.score_method == ScoreMethod.CONSENSUS:
        left = actions.consensus_missing(lot)
        detail = _("Still to be recorded: %(count)s") % {"count": left}
        yield EvaluationStep(_("Consensus"), detail if left else _("Recorded"), not left)


def _locking(lot: Lot) -> EvaluationStep:
    url = reverse("procurement:lot-lock", args=[lot.pk])
    detail = _("Then nothing can be changed any more, and the prices can be opened")
    if lot.quality_locked_at:
        return EvaluationStep(_("Lock the quality scores"), _("Locked"), is_done=True)
    return EvaluationStep(_("Lock the quality scores"), detail, is_done=False, url=url)


def _opening(lot: Lot) -> EvaluationStep:
    if lot.prices_are_open:
        return EvaluationStep(_("Open the prices"), _("Opened"), is_done=True)
    url = opening_url(lot) if lot.quality_locked_at else ""
    return EvaluationStep(_("Open the prices"), _("By two officers"), is_done=False, url=url)


def opening_url(lot: Lot) -> str:
    """Where two officers open the prices of the lots that are locked."""
    return reverse("procurement:tender-open-prices", args=[lot.tender_id])


def _low_prices(lot: Lot) -> EvaluationStep:
    asked = LowPriceInquiry.objects.filter(lot_bid__lot=lot)
    running = asked.filter(decided_at__isnull=True).count()
    detail = _("Inquiries running: %(count)s") % {"count": running}
    url = reverse("procurement:lot-low-prices", args=[lot.pk])
    return EvaluationStep(_("Prices that look too low"), detail, not running, url)


def _panel_actions(page: "LotDetailPage") -> list[Action]:
    """For who has a seat: to score, and for the chair to record the consensus."""
    lot = page.object
    seat = PanelSeat.objects.sitting().filter(tender=lot.tender_id, user=page.person).first()
    if seat is None:
        return []
    is_done = actions.has_handed_in(lot, page.person)
    scoring = reverse("procurement:scoring", args=[lot.pk])
    permission = Permission.TENDER_SCORE
    found = [Action(_("Score"), scoring, "pencil", not is_done, permission)]
    if seat.is_chair and lot.tender.score_method == ScoreMethod.CONSENSUS:
        url = reverse("procurement:consensus", args=[lot.pk])
        found.append(Action(_("Consensus"), url, "people", is_done, permission))
    return found


def _locking_actions(page: "LotDetailPage") -> list[Action]:
    lot, award = page.object, Permission.TENDER_AWARD
    check = reverse("procurement:lot-requirements", args=[lot.pk])
    lock = reverse("procurement:lot-lock", args=[lot.pk])
    may_award = page.may(award, lot)
    is_complete = may_award and not actions.missing_for_lock(lot, timezone.now())
    return [
        Action(_("Requirements"), check, "list-check", permission=award),
        Action(_("Lock the quality scores"), lock, "lock", is_complete, award),
    ]


def _price_actions(lot: Lot) -> list[Action]:
    if lot.prices_are_open:
        url = reverse("procurement:lot-low-prices", args=[lot.pk])
        return [Action(_("Low prices"), url, "search", permission=Permission.TENDER_AWARD)]
    open_permission = Permission.TENDER_OPEN
    return [Action(_("Open the prices"), opening_url(lot), "unlock", True, open_permission)]


class LotLockPage(UnderTender, Confirms):
    """Fixes the quality scores of a lot, after which its prices can be opened."""

    model = Lot
    permission = Permission.TENDER_AWARD
    form_class = PageForm
    title = gettext_lazy("Lock the quality scores")
    submit_label = gettext_lazy("Lock the scores")
    success_message = gettext_lazy("The quality scores of %(object)s are locked.")

    def missing(self) -> Sequence[str]:
        """Sentences on what stands in the way."""
        lot = self.object
        if lot.status != LotStatus.IN_EVALUATION:
            words = {"status": lot.get_status_display()}
            return [_("This is no longer possible: the status is “%(status)s”.") % words]
        if lot.quality_locked_at:
            return [_("The quality scores are already locked.")]
        return actions.missing_for_lock(lot, timezone.now())

    def perform(self, form: PageForm) -> Lot:
        return actions.lock_quality(lot=self.object, **self.moment())

    def consequences(self) -> list[str]:
        """What locking does, and whom a published minimum leaves without a rank."""
        said = [_("No score, no motivation and no consensus can be changed any more.")]
        said += below_minimum(self.object)
        said.append(_("Two officers can then open the prices of this lot."))
        return [*said, _("This cannot be undone.")]

    def get_success_url(self, result: Any = None) -> str:
        return str(self.object.get_absolute_url())


def below_minimum(lot: Lot) -> list[str]:
    """A sentence for each bid that scored below a published minimum, and on which criterion."""
    labels = actions.bidder_labels(lot)
    return [
        _("%(bidder)s scores below the minimum on “%(criterion)s” and gets no rank.")
        % {"bidder": labels[lot_bid], "criterion": criterion}
        for lot_bid, criterion in actions.scored_below_minimum(lot)
    ]
