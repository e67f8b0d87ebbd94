"""The consensus of the panel: what everybody handed in side by side, and what the chair records."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from accounts.models import User
from config.shared.forms import ReasonForm
from config.shared.views import Crumb, ModelPage
from procurement import actions
from procurement.enums import ScoreMethod
from procurement.forms.evaluation import ScoreForm
from procurement.models import Assessment, ConsensusScore, Lot, LotBid
from procurement.views.common import Confirms, UnderTender, tender_trail
from procurement.views.panel import own_seat
from procurement.views.scoring import Sheet, SheetPage, can_score, sheets_of


def require_chair(person: User, lot: Lot) -> None:
    """404 for who does not chair this panel, or where the mean was announced."""
    is_chair = own_seat(person, lot.tender_id).is_chair
    if not is_chair or lot.tender.score_method != ScoreMethod.CONSENSUS:
        raise Http404


class ConsensusPage(UnderTender, ModelPage, TemplateView):
    """All criteria and bidders with the scores handed in and what was agreed; for the chair."""

    model = Lot
    permission = Permission.TENDER_SCORE
    template_name = "procurement/consensus.html"

    def get_title(self) -> str:
        return _("Consensus on lot %(lot)s") % {"lot": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.object
        require_chair(self.person, lot)
        waiting = actions.still_to_hand_in(lot) if can_score(lot) else []
        given = {} if waiting else self._given()
        agreed = {
            (one.lot_bid_id, one.criterion_id): one
            for one in ConsensusScore.objects.visible_to(self.person).filter(lot_bid__lot=lot)
        }
        rows = [
            (sheet, given.get(sheet.key, []), agreed.get(sheet.key)) for sheet in sheets_of(lot)
        ]
        return super().get_context_data(
            lot=lot,
            rows=rows,
            waiting=waiting,
            left=sum(one is None for _sheet, _scores, one in rows),
            can_record=can_score(lot) and not waiting,
            **kwargs,
        )

    def _given(self) -> dict[tuple[int, int], list[Assessment]]:
        """The scores handed in, by bid and criterion."""
        found = defaultdict(list)
        for one in handed_in(self.person, self.object):
            found[one.lot_bid_id, one.criterion_id].append(one)
        return found


def handed_in(person: User, lot: Lot) -> "QuerySet[Assessment]":
    """The scores of the lot that count and stand, in the order of the assessors' names."""
    rows = Assessment.objects.visible_to(person).counting().handed_in().filter(lot_bid__lot=lot)
    return rows.select_related("assessor").order_by("assessor__name", "pk")


class LotBidConsensusPage(SheetPage):
    """Records the one score of the panel on a criterion of a bid."""

    form_class = ScoreForm
    template_name = "procurement/lotbid_consensus.html"
    overview = "procurement:consensus"

    def check_seat(self) -> None:
        require_chair(self.person, self.lot)

    def url_of(self, sheet: Sheet) -> str:
        return sheet.consensus_url

    @cached_property
    def recorded(self) -> ConsensusScore | None:
        """What was agreed before."""
        found = ConsensusScore.objects.visible_to(self.person)
        return found.filter(lot_bid=self.object, criterion=self.sheet.criterion).first()

    def perform(self, form: ScoreForm) -> ConsensusScore:
        key = {"lot_bid": self.object, "criterion": self.sheet.criterion}
        return actions.record_consensus(**key, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.lot
        waiting = actions.still_to_hand_in(lot) if can_score(lot) else []
        rows = handed_in(self.person, lot).filter(
            lot_bid=self.object, criterion=self.sheet.criterion
        )
        return super().get_context_data(
            waiting=waiting,
            given=[] if waiting else rows,
            recorded=self.recorded,
            can_reopen=can_score(lot),
            can_record=can_score(lot) and not waiting and self.recorded is None,
            **kwargs,
        )


class ConsensusReopenPage(UnderTender, Confirms):
    """Takes a recorded consensus back, with a reason."""

    model = ConsensusScore
    form_class = ReasonForm
    permission = Permission.TENDER_SCORE
    title = gettext_lazy("Open the consensus again")
    submit_label = gettext_lazy("Open again")
    success_message = gettext_lazy("The consensus is open again.")

    def scoped_queryset(self) -> "QuerySet[ConsensusScore]":
        rows = super().scoped_queryset()
        return rows.select_related("criterion", "lot_bid__lot__tender")

    @property
    def lot(self) -> Lot:
        lot: Lot = self.object.lot_bid.lot
        return lot

    @property
    def tender(self) -> Any:
        return self.lot.tender

    def breadcrumbs(self) -> list[Crumb]:
        url = reverse("procurement:consensus", args=[self.lot.pk])
        return tender_trail(self.tender, (str(self.lot), url))

    def missing(self) -> list[str]:
        require_chair(self.person, self.lot)
        if can_score(self.lot):
            return []
        return [_("The quality scores are locked; nothing can be changed any more.")]

    def consequences(self) -> list[str]:
        label = actions.bidder_labels(self.lot)[self.object.lot_bid_id]
        words = {"criterion": self.object.criterion, "bidder": label, "score": self.object.score}
        return [
            _("The score %(score)s on “%(criterion)s” of %(bidder)s is taken back.") % words,
            _("It stays in the history of the lot, with your reason."),
        ]

    def perform(self, form: ReasonForm) -> LotBid:
        reason = form.cleaned_data["reason"]
        return actions.reopen_consensus(consensus_score=self.object, reason=reason, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        return reverse("procurement:consensus", args=[self.lot.pk])
