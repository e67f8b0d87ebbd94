"""The page of a lot, and its forms under a draft."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import day, money, number
from config.shared.forms import PageForm
from config.shared.periods import amsterdam
from config.shared.views import Action, DetailPage, FormPage, Panel, Step, TransitionPage
from procurement import actions
from procurement.enums import LotStatus, TenderStatus
from procurement.forms import LotForm
from procurement.models import (
    Assessment,
    AwardDecision,
    Lot,
    LotBid,
    LotOutcome,
    PanelSeat,
    Tender,
    with_scoring,
)
from procurement.views.common import Confirms, UnderTender, is_bidder, tender_trail
from procurement.workflows import LOT, LOT_BID

CAN_END = LOT.by_name["end_without_award"].sources


def days_left(last_day: date | None, today: date) -> int:
    """Days of the standstill that are still to come, its last day and today included."""
    return max((last_day - today).days + 1, 0) if last_day else 0


class LotDetailPage(UnderTender, DetailPage):
    """A lot: for the buyer up to its award, for a bidder what is asked."""

    model = Lot
    workflow = LOT
    permission = Permission.TENDER_VIEW
    template_name = "procurement/lot_detail.html"

    def scoped_queryset(self) -> "QuerySet[Lot]":
        return super().scoped_queryset().select_related("tender__region", "quality_locked_by")

    @cached_property
    def is_bidder(self) -> bool:
        return is_bidder(self.person)

    @cached_property
    def decision(self) -> AwardDecision | None:
        """The award decision, as far as the person may see it."""
        found = AwardDecision.objects.visible_to(self.person).filter(lot=self.object)
        return found.select_related("winner__bid__provider", "decided_by").first()

    @cached_property
    def outcome(self) -> LotOutcome | None:
        """How the lot ended without an award."""
        return LotOutcome.objects.filter(lot=self.object).first()

    @cached_property
    def progress(self) -> Any:
        """The lot with scores needed and given, while it is being scored."""
        lot = self.object
        if self.is_bidder or lot.status != LotStatus.IN_EVALUATION or lot.quality_locked_at:
            return None
        return with_scoring(Lot.objects.filter(pk=lot.pk)).get()

    @cached_property
    def has_seat(self) -> bool:
        """Whether the person scores this tender."""
        return PanelSeat.objects.filter(tender=self.tender, user=self.person).exists()

    def facts(self) -> Iterable[tuple[Any, Any]]:
        lot = self.object
        yield _("Route"), lot.get_route_display()
        yield _("Area"), lot.area
        yield (
            _("Trajectories a year"),
            _("%(expected)s (from %(low)s to %(high)s)")
            % {
                "expected": number(lot.expected),
                "low": number(lot.expected_low),
                "high": number(lot.expected_high),
            },
        )
        price = f"{money(lot.ceiling_price, places=4)} {lot.get_price_unit_display()}"
        yield _("Ceiling price (excl. VAT)"), price
        groups = {"minimum": lot.group_minimum, "maximum": lot.group_maximum}
        yield _("Group size"), _("%(minimum)s to %(maximum)s learners") % groups
        yield _("Start guarantee"), self._weeks()
        period = {"first": day(lot.first_on), "last": day(lot.last_on)}
        yield _("Contract period"), _("%(first)s up to and including %(last)s") % period
        yield from self._decision_facts()

    def panels(self) -> list[Panel]:
        """What the buying side may see at this point; bidders' names only for the region."""
        lot = self.object
        if self.is_bidder or lot.status in (LotStatus.PENDING, LotStatus.NO_BIDS):
            return []
        found = []
        if lot.prices_are_open:
            found.append(Panel(_("Ranking"), "procurement/_ranking.html"))
            found.append(Panel(_("Scores"), "procurement/_scores.html"))
        if lot.prices_are_open or regions_of(self.person):
            found.append(Panel(_("Bids"), "procurement/_lot_bids.html"))
        return found

    def page_actions(self) -> list[Action]:
        """The next act, and the ways out."""
        if self.is_bidder:
            return []
        if self.tender.status == TenderStatus.DRAFT:
            return self._draft_actions()
        return [*self._evaluation_actions(), *self._contract_actions(), *self._ending_actions()]

    def _contract_actions(self) -> list[Action]:
        """From the standstill on: the contract that follows, which another room drafts."""
        if not self.decision or self.object.status not in (LotStatus.STANDSTILL, LotStatus.AWARDED):
            return []
        url = reverse("contracts:contract-from-award", args=[self.decision.pk])
        permission = Permission.CONTRACT_DRAFT
        return [Action(_("Contract"), url, "file-earmark-text", permission=permission)]

    @cached_property
    def steps(self) -> list[Step]:
        """For a bidder none."""
        return [] if self.is_bidder else super().steps

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self.is_bidder:
            context["history"] = []
        return context | {
            "lot": self.object,
            "tender": self.tender,
            "decision": self.decision,
            "outcome": self.outcome,
            "progress": self.progress,
            "days_left": self._days_left(),
            "evaluation": self,
            "may_exclude": self._may_exclude(),
        }

    # What the tabs ask for, once they are open

    @cached_property
    def criteria(self) -> list[Any]:
        """The quality criteria, in the order of their columns."""
        return list(self.tender.criteria.quality().order_by("pk"))

    def ranking(self) -> list[tuple[dict[str, Any], list[Any]]]:
        """Each row of the ranking with its points per quality criterion."""
        rows = actions.ranking_rows(self.object)
        return [
            (row, [(one.name, row["quality"].get(one.pk)) for one in self.criteria]) for row in rows
        ]

    def lot_bids(self) -> "QuerySet[LotBid]":
        """The opened bids on this lot, with who made them."""
        rows = LotBid.objects.visible_to(self.person).filter(lot=self.object)
        return rows.select_related("bid__provider").order_by("bid__provider__legal_name", "pk")

    def assessments(self) -> "QuerySet[Assessment]":
        """Every score with its motivation."""
        rows = Assessment.objects.visible_to(self.person).filter(lot_bid__lot=self.object)
        return rows.select_related("criterion", "assessor", "lot_bid__bid__provider").order_by(
            "lot_bid__bid__provider__legal_name", "criterion_id", "assessor__name", "pk"
        )

    def _weeks(self) -> str:
        weeks = self.object.start_guarantee_weeks
        return ngettext("within %(count)s week", "within %(count)s weeks", weeks) % {"count": weeks}

    def _decision_facts(self) -> Iterable[tuple[Any, Any]]:
        if self.object.quality_locked_at and not self.is_bidder:
            yield _("Quality scores locked"), self.object.quality_locked_at
        if self.decision:
            yield _("Winner"), str(self.decision.winner.bid.provider)
        if self.decision and self.decision.sent_at:
            yield _("Decision sent"), self.decision.sent_at
            yield _("Last day of the standstill period"), self.decision.standstill_ends_on
        if self.outcome:
            yield _("Ended because"), self.outcome.get_reason_display()

    def _days_left(self) -> int:
        last_day = self.decision.standstill_ends_on if self.decision else None
        return days_left(last_day, amsterdam(timezone.now()))

    def _may_exclude(self) -> bool:
        may_award = self.may(Permission.TENDER_AWARD, self.object)
        return may_award and self.object.status == LotStatus.IN_EVALUATION

    def _draft_actions(self) -> list[Action]:
        pk, drafting = self.object.pk, Permission.TENDER_DRAFT
        change = reverse("procurement:lot-update", args=[pk])
        remove = reverse("procurement:lot-delete", args=[pk])
        return [
            Action(_("Edit"), change, "pencil", permission=drafting),
            Action(_("Remove"), remove, "trash", permission=drafting),
        ]

    def _evaluation_actions(self) -> list[Action]:
        if self.object.status != LotStatus.IN_EVALUATION:
            return []
        pk, award = self.object.pk, Permission.TENDER_AWARD
        if self.object.prices_are_open:
            url = reverse("procurement:lot-decide", args=[pk])
            return [Action(_("Decide on the award"), url, "award", True, award)]
        is_complete = self.progress.scores_given == self.progress.scores_needed
        lock = reverse("procurement:lot-lock", args=[pk])
        found = [Action(_("Lock the quality scores"), lock, "lock", is_complete, award)]
        if self.has_seat:
            url = reverse("procurement:scoring", args=[pk])
            score = Permission.TENDER_SCORE
            found.insert(0, Action(_("Score"), url, "pencil", not is_complete, score))
        return found

    def _ending_actions(self) -> list[Action]:
        if self.object.status not in CAN_END:
            return []
        url = reverse("procurement:lot-end", args=[self.object.pk])
        return [Action(_("End without award"), url, permission=Permission.TENDER_AWARD)]


class LotCreatePage(FormPage):
    """A new lot under a draft."""

    model = Tender
    form_class = LotForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("New lot")
    submit_label = gettext_lazy("Add the lot")
    success_message = gettext_lazy("Lot %(object)s is added.")

    def perform(self, form: LotForm) -> Lot:
        moment: dict[str, Any] = {"by": self.person, "at": timezone.now()}
        return actions.add_lot(tender=self.object, **form.cleaned_data, **moment)

    def get_success_url(self, result: Any = None) -> str:
        """Back to the tender, where the next lot is added."""
        return str(self.object.get_absolute_url())


class LotUpdatePage(UnderTender, FormPage):
    model = Lot
    form_class = LotForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Change the lot")
    success_message = gettext_lazy("Lot %(object)s is changed.")

    def perform(self, form: LotForm) -> Lot:
        return actions.change_lot(lot=self.object, **form.cleaned_data, **self.moment())


class LotDeletePage(UnderTender, Confirms):
    """Asks before a lot is taken out of a draft."""

    model = Lot
    form_class = PageForm
    permission = Permission.TENDER_DRAFT
    title = gettext_lazy("Remove the lot")
    submit_label = gettext_lazy("Remove")
    success_message = gettext_lazy("The lot is removed from %(object)s.")

    def perform(self, form: PageForm) -> Tender:
        return actions.remove_lot(lot=self.object, **self.moment())

    def consequences(self) -> list[str]:
        return [_("The lot and all that was filled in about it disappear from the draft.")]


class LotTransitionPage(UnderTender, TransitionPage):
    """Send the decision, award."""

    model = Lot
    workflow = LOT
    actions_map = {"send_decision": actions.send_decision, "award": actions.award}


class LotBidTransitionPage(UnderTender, TransitionPage):
    """Exclude a bid from the ranking."""

    model = LotBid
    workflow = LOT_BID
    actions_map = {"exclude": actions.exclude_lot_bid}

    @property
    def tender(self) -> Tender:
        tender: Tender = self.object.lot.tender
        return tender

    def breadcrumbs(self) -> list[Any]:
        """Under the lot, as a bid on a lot has no page of its own."""
        lot = self.object.lot
        return tender_trail(self.tender, (str(lot), lot.get_absolute_url()))

    def missing(self) -> list[str]:
        """Beside the bid's own state, the lot has to be in evaluation."""
        said = super().missing()
        if self.object.lot.status != LotStatus.IN_EVALUATION:
            said.append(_("A bid is excluded while its lot is in evaluation."))
        return said
