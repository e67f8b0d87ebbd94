"""Deciding on an award, sending and revoking the decision, and the ways in which a lot ends."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import weekday
from config.shared.forms import PageForm
from config.shared.periods import amsterdam
from config.shared.views import Action, Panel, TransitionPage
from procurement import actions, terms
from procurement.enums import LotStatus, TenderStatus
from procurement.forms.awards import (
    DecisionForm,
    DrawForm,
    OutcomeForm,
    ToldReasonForm,
    WithdrawalForm,
)
from procurement.models import AwardDecision, Draw, Letter, Lot, LotBid, LotOutcome, Tender
from procurement.tables import ComplaintTable, LetterTable, RevokedDecisionTable
from procurement.views.common import Confirms, UnderTender, tender_trail
from procurement.workflows import LOT, LOT_BID, TENDER

DECIDED = (LotStatus.PROVISIONALLY_AWARDED, LotStatus.STANDSTILL, LotStatus.AWARDED)


def panels_of(page: Any) -> list[Panel]:
    """The tabs of a lot about its award, for the region's own people."""
    lot, person = page.object, page.person
    if lot.tender.region_id not in regions_of(person):
        return []
    letters = Letter.objects.visible_to(person).filter(lot_bid__lot=lot)
    letters = letters.select_related("lot_bid__bid__provider").defer("content")
    revoked = lot.revoked_decisions.select_related("winner__bid__provider", "revoked_by")
    complaints = lot.complaints.select_related("provider", "lot")
    found = (
        (_("Letters"), LetterTable(letters, prefix="letters-")),
        (_("Complaints"), ComplaintTable(complaints, prefix="complaints-")),
        (_("Revoked decisions"), RevokedDecisionTable(revoked, prefix="revoked-")),
    )
    return [Panel(title, table=table) for title, table in found if table.rows]


def actions_of(page: Any) -> list[Action]:
    """The buttons of a lot about its award."""
    lot = page.object
    if lot.tender.region_id not in regions_of(page.person):
        return []
    return [
        Action(label, reverse(f"procurement:{name}", args=[pk]), icon, False, allowed)
        for label, name, pk, icon, allowed in _acts_on(lot)
    ]


def _acts_on(lot: Lot) -> Iterator[tuple[Any, str, int, str, Permission]]:
    award = Permission.TENDER_AWARD
    if lot.status in DECIDED:
        yield _("Letters"), "lot-letters", lot.pk, "envelope", Permission.BID_VIEW
    if lot.status in DECIDED and not lot.concluded_on:
        yield _("Winner drops out"), "lotbid-drop-out", lot.decision.winner_id, "person-x", award
    if lot.tender.published_at and not lot.concluded_on:
        yield _("Record a complaint"), "complaint-create", lot.pk, "exclamation-triangle", award


class LotActPage(UnderTender, Confirms):
    """An act on a lot by who decides about awards."""

    model: Any = Lot
    permission = Permission.TENDER_AWARD

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("tender__region")

    def get_success_url(self, result: Any = None) -> str:
        return str(self.object.get_absolute_url())

    def unless_in(self, *statuses: str) -> list[str]:
        """A sentence when the lot is in none of `statuses`."""
        if self.object.status in statuses:
            return []
        label = self.object.get_status_display()
        return [_("This is no longer possible: the status is “%(status)s”.") % {"status": label}]


class LotDecidePage(LotActPage):
    """The provisional award, beside the ranking."""

    form_class = DecisionForm
    template_name = "procurement/lot_decide.html"
    title = gettext_lazy("Decide on the award")
    submit_label = gettext_lazy("Award provisionally")
    success_message = gettext_lazy("Decided. Read the letters, then send them to all bidders.")

    @cached_property
    def ranking(self) -> list[dict[str, Any]]:
        return actions.ranking_rows(self.object)

    @cached_property
    def choice(self) -> actions.Choice:
        """Who may win, and what the decision has to give reasons for."""
        return actions.choice_of(self.object)

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(LotStatus.IN_EVALUATION)
        if not in_the_way and not self.object.prices_are_open:
            in_the_way = [_("Two officers have to open the prices first.")]
        in_the_way = in_the_way or list(actions.missing_for_decision(self.object))
        if not in_the_way and not self.choice.keys and not self.choice.to_draw:
            in_the_way = [_("No bid can win any more. End the lot without award.")]
        return in_the_way

    def candidates(self) -> "QuerySet[LotBid]":
        """The bids that may win."""
        rows = LotBid.objects.visible_to(self.person).filter(pk__in=self.choice.keys)
        return rows.select_related("bid__provider").order_by("pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": self.candidates()}

    def perform(self, form: DecisionForm) -> AwardDecision:
        return actions.decide_award(lot=self.object, **form.cleaned_data, **self.moment())

    def get_success_url(self, result: Any = None) -> str:
        """To the letters that now wait to be sent."""
        return reverse("procurement:lot-letters", args=[self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draw = reverse("procurement:lot-draw", args=[self.object.pk])
        return super().get_context_data(
            ranking=self.ranking,
            choice=self.choice,
            draw_url=draw if self.choice.to_draw else "",
            **kwargs,
        )


class LotDrawPage(LotActPage):
    """Records a draw by lot between equal bids."""

    form_class = DrawForm
    title = gettext_lazy("Record the draw by lot")
    submit_label = gettext_lazy("Record the draw")
    success_message = gettext_lazy("The draw is recorded. Decide on the award.")

    @cached_property
    def equals(self) -> list[LotBid]:
        """The bids between which lots are drawn."""
        drawn = actions.choice_of(self.object).to_draw
        rows = LotBid.objects.visible_to(self.person).filter(pk__in=drawn)
        return list(rows.select_related("bid__provider").order_by("pk"))

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(LotStatus.IN_EVALUATION)
        if not in_the_way and not self.equals:
            in_the_way = [_("No bids are equal, or lots are not the published rule.")]
        return in_the_way

    def consequences(self) -> list[str]:
        return [
            _("The order decides between these bids and can never be changed."),
            _("Draw in the presence of others, and say who was there."),
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lot_bids": self.equals}

    def perform(self, form: DrawForm) -> Draw:
        report = form.cleaned_data["report"]
        return actions.record_draw(
            lot=self.object, order=form.drawn(), report=report, **self.moment()
        )

    def get_success_url(self, result: Any = None) -> str:
        return reverse("procurement:lot-decide", args=[self.object.pk])


class LotSendPage(LotActPage):
    """Sends the decision to all bidders at the same moment."""

    form_class = PageForm
    title = gettext_lazy("Send the award decision")
    submit_label = gettext_lazy("Send to all bidders")

    @cached_property
    def limit(self) -> terms.Limit:
        """The standstill when the decision is sent now."""
        return actions.standstill_of(self.object.tender, amsterdam(timezone.now()))

    def missing(self) -> Sequence[str]:
        return self.unless_in(LotStatus.PROVISIONALLY_AWARDED)

    def consequences(self) -> list[str]:
        words = {"count": Letter.objects.waiting().filter(lot_bid__lot=self.object).count()}
        told = _("Letters that go out by mail at the same moment: %(count)s.") % words
        until = {"day": weekday(self.limit.on)}
        return [
            told,
            _("The standstill period runs until and including %(day)s.") % until,
            *self.limit.steps,
            _("The letters cannot be changed any more."),
        ]

    def perform(self, form: PageForm) -> Lot:
        return actions.send_decision(lot=self.object, **self.moment())

    def get_success_message(self, result: Lot) -> str:
        last = result.decision.standstill_ends_on
        return _("Sent to all bidders. The standstill runs until and including %(day)s.") % {
            "day": weekday(last)
        }


class LotTransitionPage(UnderTender, TransitionPage):
    """Makes the award final; what else is done to a lot has a page of its own."""

    model = Lot
    workflow = LOT
    actions_map = {"award": actions.award}

    def scoped_queryset(self) -> "QuerySet[Any]":
        return super().scoped_queryset().select_related("tender__region")

    def consequences(self) -> list[Any]:
        """What the transition says, who is told, and what would differ from practice."""
        said = [*super().consequences(), _("All bidders on this lot get a mail.")]
        if self.object.tender.region.is_training and self.object.status == LotStatus.STANDSTILL:
            last = weekday(self.object.decision.standstill_ends_on)
            sentence = _(
                "Practice: in a real tender the standstill runs until and including %(day)s."
            )
            said.append(sentence % {"day": last})
        return said


class LotRevokePage(LotActPage):
    """Takes a decision back."""

    form_class = ToldReasonForm
    title = gettext_lazy("Revoke the decision")
    submit_label = gettext_lazy("Revoke the decision")
    success_message = gettext_lazy("The decision is revoked. Decide anew on %(object)s.")

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(*DECIDED)
        return in_the_way or LOT.missing(self.object, "revoke", timezone.now())

    def consequences(self) -> list[str]:
        said = [str(LOT.by_name["revoke"].consequence)]
        if self.object.status != LotStatus.PROVISIONALLY_AWARDED:
            said.append(_("All bidders on this lot get a mail with the reason."))
        return said

    def perform(self, form: ToldReasonForm) -> Lot:
        return actions.revoke_decision(lot=self.object, **form.cleaned_data, **self.moment())


class LotEndPage(LotActPage):
    """Ends the lot without a winner."""

    form_class = OutcomeForm
    title = gettext_lazy("End without award")
    submit_label = gettext_lazy("End without award")

    def missing(self) -> Sequence[str]:
        return self.unless_in(*LOT.by_name["end_without_award"].sources)

    def perform(self, form: OutcomeForm) -> LotOutcome:
        return actions.end_without_award(lot=self.object, **form.cleaned_data, **self.moment())

    def get_success_message(self, result: LotOutcome) -> str:
        return _("%(lot)s has ended without an award.") % {"lot": result.lot}

    def consequences(self) -> list[str]:
        return [
            _("All bidders on this lot get a mail with the reason and the explanation."),
            _("This cannot be undone."),
        ]


class LotBidDropOutPage(LotActPage):
    """A bidder takes no further part in a lot."""

    model = LotBid
    form_class = ToldReasonForm
    title = gettext_lazy("Bidder drops out")
    submit_label = gettext_lazy("Record that the bidder drops out")
    success_message = gettext_lazy("%(object)s takes no further part.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Of the region's own people: a name stands on this page."""
        rows = LotBid.objects.visible_to(self.person)
        own = rows.filter(lot__tender__region__in=regions_of(self.person))
        return own.select_related("bid__provider", "lot__tender__region")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object.lot.tender
        return tender

    @cached_property
    def has_won(self) -> bool:
        """Whether the standing decision is for this bidder."""
        return AwardDecision.objects.filter(winner=self.object).exists()

    def breadcrumbs(self) -> list[Any]:
        """Under the lot, as a bid on a lot has no page of its own."""
        lot = self.object.lot
        return tender_trail(self.tender, (str(lot), lot.get_absolute_url()))

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(*LOT_BID.by_name["drop_out"].sources)
        if self.has_won:
            return in_the_way or LOT.missing(self.object.lot, "revoke", timezone.now())
        if not in_the_way and self.object.lot.status != LotStatus.IN_EVALUATION:
            in_the_way = [
                _("A bidder that does not win can drop out while the lot is in evaluation.")
            ]
        return in_the_way

    def consequences(self) -> list[str]:
        if not self.has_won:
            return [_("The bid no longer takes part in the ranking.")]
        return [
            _("The decision to award to this bidder is revoked; the other bidders are told."),
            _("Who is next in rank can win by a new decision, with a new standstill period."),
        ]

    def perform(self, form: ToldReasonForm) -> LotBid:
        return actions.drop_out(lot_bid=self.object, **form.cleaned_data, **self.moment())


class TenderWithdrawPage(LotActPage):
    """Ends a tender with all its running lots."""

    model = Tender
    permission = Permission.TENDER_PUBLISH
    form_class = WithdrawalForm
    title = gettext_lazy("Withdraw the tender")
    submit_label = gettext_lazy("Withdraw")
    success_message = gettext_lazy("%(object)s is withdrawn.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        return Tender.objects.visible_to(self.person).select_related("region")

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object
        return tender

    def missing(self) -> Sequence[str]:
        return self.unless_in(*TENDER.by_name["withdraw"].sources)

    def consequences(self) -> list[str]:
        said = [str(TENDER.by_name["withdraw"].consequence)]
        if self.object.status not in (TenderStatus.DRAFT, TenderStatus.IN_REVIEW):
            said.append(_("Everyone who bid gets a mail with the reason and the explanation."))
        return said

    def perform(self, form: WithdrawalForm) -> Tender:
        return actions.withdraw_tender(tender=self.object, **form.cleaned_data, **self.moment())
