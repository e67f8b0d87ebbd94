"""Scoring: one criterion of one bid a page, without names and without prices."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.enums import Permission
from config.shared.display import money, number
from config.shared.forms import PageForm
from config.shared.views import Crumb, FormPage, ModelPage
from procurement import actions
from procurement.enums import ConflictStatus, LotStatus
from procurement.forms.evaluation import ScoreForm
from procurement.models import (
    Assessment,
    AwardCriterion,
    BidAnswer,
    Lot,
    LotBid,
    PanelSeat,
    SealedFile,
)
from procurement.views.common import Confirms, UnderTender, tender_trail
from procurement.views.panel import own_seat


class Sheet(NamedTuple):
    """One page of the panel's work."""

    lot_bid: LotBid
    label: str
    criterion: AwardCriterion

    @property
    def key(self) -> tuple[int, int]:
        """The bid on the lot and the criterion."""
        return self.lot_bid.pk, self.criterion.pk

    @property
    def url(self) -> str:
        """Where it is scored."""
        return reverse("procurement:lotbid-score", args=self.key)

    @property
    def consensus_url(self) -> str:
        """Where the chair records what the panel agreed on."""
        return reverse("procurement:lotbid-consensus", args=self.key)


def sheets_of(lot: Lot) -> list[Sheet]:
    """Every page of a lot: criterion by criterion, the bidders by their letter."""
    labels = actions.bidder_labels(lot)
    places = {key: place for place, key in enumerate(labels)}
    bids = lot.lot_bids.taking_part().select_related("lot__tender").order_by("pk")
    in_order = sorted(bids, key=lambda one: places[one.pk])
    return [
        Sheet(lot_bid, labels[lot_bid.pk], criterion)
        for criterion in lot.tender.criteria.quality().order_by("pk")
        for lot_bid in in_order
    ]


def attachments_of(lot_bid: LotBid) -> list[tuple[str, SealedFile]]:
    """The opened files of a bid by number, as a name may say whose they are."""
    files = SealedFile.objects.filter(bid=lot_bid.bid_id, opened_at__isnull=False).order_by("pk")
    return [
        (_("Attachment %(number)s") % {"number": number}, one)
        for number, one in enumerate(files, start=1)
    ]


class ScoringPage(UnderTender, ModelPage, TemplateView):
    """What a panel member has to score of one lot, and how far that is."""

    model = Lot
    permission = Permission.TENDER_SCORE
    template_name = "procurement/scoring.html"

    def get_title(self) -> str:
        return _("Score lot %(lot)s") % {"lot": self.object}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Who did not declare yet goes there first."""
        seats = PanelSeat.objects.sitting().filter(tender=self.tender, user=self.person)
        waiting = seats.filter(conflict=ConflictStatus.PENDING).first()
        if waiting:
            return redirect("procurement:panelseat-declare", waiting.pk)
        own_seat(self.person, self.tender.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lot = self.object
        given = Assessment.objects.filter(assessor=self.person, lot_bid__lot=lot)
        scores = {(one.lot_bid_id, one.criterion_id): one for one in given}
        pages = [(sheet, scores.get(sheet.key)) for sheet in sheets_of(lot)]
        open_pages = [sheet for sheet, one in pages if one is None]
        is_handed_in = any(one.locked_at for one in scores.values())
        return super().get_context_data(
            lot=lot,
            pages=pages,
            done=len(pages) - len(open_pages),
            next_page=open_pages[0] if open_pages else None,
            is_handed_in=is_handed_in,
            can_score=can_score(lot) and not is_handed_in,
            seat=own_seat(self.person, self.tender.pk),
            **kwargs,
        )


def can_score(lot: Lot) -> bool:
    """Whether the panel is at work on this lot."""
    return lot.status == LotStatus.IN_EVALUATION and lot.quality_locked_at is None


class SheetPage(UnderTender, FormPage):
    """One criterion of one bid, of those that take part; its address has both."""

    model = LotBid
    form_class = ScoreForm
    permission = Permission.TENDER_SCORE
    overview = ""

    @cached_property
    def seat(self) -> PanelSeat:
        """404 for who may not see bids here."""
        return own_seat(self.person, self.lot.tender_id)

    @property
    def lot(self) -> Lot:
        lot: Lot = self.object.lot
        return lot

    @property
    def tender(self) -> Any:
        return self.lot.tender

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Nobody without a seat comes further, by whatever method."""
        if request.user.is_authenticated:
            self.check_permission()
            self.check_seat()
        return super().dispatch(request, *args, **kwargs)

    def check_seat(self) -> None:
        """Raise Http404 for who does not score this tender."""
        own_seat(self.person, self.lot.tender_id)

    @cached_property
    def sheets(self) -> list[Sheet]:
        return sheets_of(self.lot)

    @cached_property
    def place(self) -> int:
        """Which of the lot's pages this is; 404 for a bid that takes no part any more."""
        keys = [one.key for one in self.sheets]
        asked = (self.object.pk, self.kwargs["criterion"])
        if asked not in keys:
            raise Http404
        return keys.index(asked)

    @property
    def sheet(self) -> Sheet:
        return self.sheets[self.place]

    def get_title(self) -> str:
        return f"{self.sheet.criterion.name}: {self.sheet.label}"

    def breadcrumbs(self) -> list[Crumb]:
        return tender_trail(
            self.tender, (str(self.lot), reverse(self.overview, args=[self.lot.pk]))
        )

    def url_of(self, sheet: Sheet) -> str:
        """The page of this kind for another sheet."""
        return sheet.url

    def get_success_url(self, result: Any = None) -> str:
        """The next page; after the last one the overview."""
        if self.place + 1 < len(self.sheets):
            return self.url_of(self.sheets[self.place + 1])
        return reverse(self.overview, args=[self.lot.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place, pages = self.place, self.sheets
        answers: QuerySet[Any] = BidAnswer.objects.visible_to(self.person)
        answer = answers.filter(lot_bid=self.object, criterion=self.sheet.criterion).first()
        return super().get_context_data(
            sheet=self.sheet,
            lot=self.lot,
            answer=answer,
            words=_words(answer, self.sheet.criterion.word_limit),
            worth=_worth(self.sheet.criterion),
            attachments=attachments_of(self.object),
            number=place + 1,
            total=len(pages),
            previous_url=self.url_of(pages[place - 1]) if place else "",
            next_url=self.url_of(pages[place + 1]) if place + 1 < len(pages) else "",
            **kwargs,
        )


def _words(answer: BidAnswer | None, limit: int | None) -> str:
    """How long an answer is, beside what was allowed."""
    count = len(answer.text.split()) if answer else 0
    said = ngettext("%(count)s word", "%(count)s words", count) % {"count": count}
    if limit is None:
        return said
    return _("%(words)s, at most %(limit)s allowed") % {"words": said, "limit": limit}


def _worth(criterion: AwardCriterion) -> str:
    """What a ten earns: points, or euro in the value-based formula; and the least that counts."""
    if criterion.weight:
        weight = number(criterion.weight.normalize())
        said = _("A ten earns %(points)s points.") % {"points": weight}
    else:
        said = _("A ten is worth %(amount)s.") % {"amount": money(criterion.maximum_value)}
    if criterion.minimum_score is None:
        return said
    least = number(criterion.minimum_score.normalize())
    return f"{said} " + _("Who scores below %(least)s gets no rank.") % {"least": least}


class LotBidScorePage(SheetPage):
    """One's own score, until it is handed in."""

    template_name = "procurement/lotbid_score.html"
    overview = "procurement:scoring"

    @cached_property
    def given(self) -> Assessment | None:
        """The score that was given before."""
        key = {"lot_bid": self.object, "criterion": self.sheet.criterion, "assessor": self.person}
        return Assessment.objects.filter(**key).first()

    def get_initial(self) -> dict[str, Any]:
        given = self.given
        return {"score": int(given.score), "motivation": given.motivation} if given else {}

    def perform(self, form: ScoreForm) -> Assessment:
        key = {"lot_bid": self.object, "criterion": self.sheet.criterion}
        return actions.score(**key, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        stands = actions.has_handed_in(self.lot, self.person)
        return super().get_context_data(
            can_score=can_score(self.lot) and not stands, given=self.given, **kwargs
        )


class ScoresHandInPage(UnderTender, Confirms):
    """Hands in one's own scores of a lot."""

    model = Lot
    form_class = PageForm
    permission = Permission.TENDER_SCORE
    title = gettext_lazy("Hand in the scores")
    submit_label = gettext_lazy("Hand in")
    success_message = gettext_lazy("Your scores of %(object)s are handed in.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        own_seat(self.person, self.tender.pk)
        return super().get(request, *args, **kwargs)

    def missing(self) -> Sequence[str]:
        """What is still to be done before."""
        if not can_score(self.object):
            return [_("The scores stand: nothing can be changed any more.")]
        if actions.has_handed_in(self.object, self.person):
            return [_("You have handed in your scores of this lot; they stand.")]
        left = actions.own_scores_missing(self.object, self.person)
        sentence = ngettext(
            "You have %(count)s more score to give.",
            "You have %(count)s more scores to give.",
            left,
        )
        return [sentence % {"count": left}] if left else []

    def consequences(self) -> list[str]:
        return [
            _("You can no longer change a score or a motivation of this lot."),
            _("The chair of the panel reads them from now on; the region after the lock."),
        ]

    def perform(self, form: PageForm) -> Lot:
        return actions.hand_in_scores(lot=self.object, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        return reverse("procurement:panel-work")
