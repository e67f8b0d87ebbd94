"""Scoring: one criterion of one bid a page, without names and without prices."""

from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.views import Crumb, FormPage, ModelPage
from procurement import actions
from procurement.enums import LotStatus
from procurement.forms import ScoreForm
from procurement.models import Assessment, AwardCriterion, Lot, LotBid, PanelSeat
from procurement.views.common import UnderTender, tender_trail


class Sheet(NamedTuple):
    """One page of the panel's work."""

    lot_bid: LotBid
    label: str
    criterion: AwardCriterion

    @property
    def url(self) -> str:
        """Where it is scored."""
        return reverse("procurement:lotbid-score", args=[self.lot_bid.pk, self.criterion.pk])


def bidder_label(index: int) -> str:
    """Bidder A to Z, then Bidder AA: in place of a name."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return _("Bidder %(letter)s") % {"letter": letters}


def sheets_of(lot: Lot) -> list[Sheet]:
    """Every page of a lot: criterion by criterion, the bidders in a fixed order."""
    bids = list(lot.lot_bids.taking_part().select_related("lot__tender").order_by("pk"))
    return [
        Sheet(lot_bid, bidder_label(index), criterion)
        for criterion in lot.tender.criteria.quality().order_by("pk")
        for index, lot_bid in enumerate(bids)
    ]


def require_seat(user: Any, lot: Lot) -> None:
    """404 for who does not score this tender."""
    if not PanelSeat.objects.filter(tender=lot.tender_id, user=user).exists():
        raise Http404


class ScoringPage(UnderTender, ModelPage, TemplateView):
    """What a panel member has to score of one lot, and how far that is."""

    model = Lot
    permission = Permission.TENDER_SCORE
    template_name = "procurement/scoring.html"

    def get_title(self) -> str:
        return _("Score lot %(lot)s") % {"lot": self.object}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_seat(self.person, self.object)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.object
        given = Assessment.objects.filter(assessor=self.person, lot_bid__lot=lot)
        scores = {(one.lot_bid_id, one.criterion_id): one.score for one in given}
        pages = [(one, scores.get((one.lot_bid.pk, one.criterion.pk))) for one in sheets_of(lot)]
        open_pages = [page for page, score in pages if score is None]
        return super().get_context_data(
            lot=lot,
            pages=pages,
            done=len(pages) - len(open_pages),
            next_page=open_pages[0] if open_pages else None,
            can_score=lot.status == LotStatus.IN_EVALUATION and not lot.prices_are_open,
            **kwargs,
        )


class LotBidScorePage(UnderTender, FormPage):
    """One criterion of one bid: question, answer, score, motivation."""

    model = LotBid
    form_class = ScoreForm
    permission = Permission.TENDER_SCORE
    template_name = "procurement/lotbid_score.html"
    submit_label = gettext_lazy("Save the score")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Who has no seat finds nothing here."""
        if request.user.is_authenticated:
            self.check_permission()
            require_seat(request.user, self.object.lot)
        return super().dispatch(request, *args, **kwargs)

    @property
    def lot(self) -> Lot:
        lot: Lot = self.object.lot
        return lot

    @property
    def tender(self) -> Any:
        return self.lot.tender

    @cached_property
    def sheets(self) -> list[Sheet]:
        return sheets_of(self.lot)

    @cached_property
    def place(self) -> int:
        """Which of the lot's pages this is; 404 for a bid that takes no part any more."""
        asked = (self.object.pk, self.kwargs["criterion"])
        keys = [(one.lot_bid.pk, one.criterion.pk) for one in self.sheets]
        if asked not in keys:
            raise Http404
        return keys.index(asked)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.place]

    def get_title(self) -> str:
        return f"{self.sheet.criterion.name}: {self.sheet.label}"

    def breadcrumbs(self) -> list[Crumb]:
        url = reverse("procurement:scoring", args=[self.lot.pk])
        return tender_trail(self.tender, (str(self.lot), url))

    def get_initial(self) -> dict[str, Any]:
        """The score that was given before."""
        key = {"lot_bid": self.object, "criterion": self.sheet.criterion, "assessor": self.person}
        given = Assessment.objects.filter(**key).first()
        return {"score": int(given.score), "motivation": given.motivation} if given else {}

    def perform(self, form: ScoreForm) -> Assessment:
        key = {"lot_bid": self.object, "criterion": self.sheet.criterion}
        return actions.score(**key, **form.cleaned_data, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        """The next page; after the last one the overview."""
        if self.place + 1 < len(self.sheets):
            return self.sheets[self.place + 1].url
        return reverse("procurement:scoring", args=[self.lot.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, pages = self.place, self.sheets
        return super().get_context_data(
            sheet=self.sheet,
            lot=self.lot,
            number=place + 1,
            total=len(pages),
            previous_url=pages[place - 1].url if place else "",
            next_url=pages[place + 1].url if place + 1 < len(pages) else "",
            can_score=self.lot.status == LotStatus.IN_EVALUATION and not self.lot.prices_are_open,
            **kwargs,
        )
