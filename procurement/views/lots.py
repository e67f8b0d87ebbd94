"""The page of a lot, and its forms under a draft."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.access import regions_of
from accounts.enums import Permission
from config.shared.display import day, money, number
from config.shared.periods import amsterdam
from config.shared.views import Action, DetailPage, Panel, Step, TransitionPage
from procurement import actions
from procurement.enums import LotStatus, TenderStatus
from procurement.models import AwardDecision, Lot, LotBid, LotOutcome, Tender
from procurement.views import awards, evaluation
from procurement.views.common import UnderTender, is_bidder, tender_trail
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
    def names_hidden(self) -> bool:
        """Whether the person scores quality that is not locked yet, and may not know who bid."""
        return not regions_of(self.person) and actions.names_are_hidden(self.tender)

    @cached_property
    def decision(self) -> AwardDecision | None:
        """The award decision, as far as the person may see it."""
        if self.names_hidden and not self.is_bidder:
            return None
        found = AwardDecision.objects.visible_to(self.person).filter(lot=self.object)
        return found.select_related("winner__bid__provider", "decided_by").first()

    @cached_property
    def outcome(self) -> LotOutcome | None:
        """How the lot ended without an award."""
        return LotOutcome.objects.filter(lot=self.object).first()

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
        """Each room brings its own; a bidder has none."""
        if self.is_bidder or self.object.status in (LotStatus.PENDING, LotStatus.NO_BIDS):
            return []
        return [panel for panels_of in PANELS for panel in panels_of(self)]

    def own_panels(self) -> list[Panel]:
        """The ranking once the prices are open; for who may know the bidders."""
        if not self.object.prices_are_open or self.names_hidden:
            return []
        return [Panel(_("Ranking"), "procurement/_ranking.html")]

    def page_actions(self) -> list[Action]:
        """The next act, and the ways out: each room brings its own."""
        if self.is_bidder:
            return []
        return [action for actions_of in ACTIONS for action in actions_of(self)]

    def own_actions(self) -> list[Action]:
        """To change the lot while it is a draft, and to end it."""
        if self.tender.status == TenderStatus.DRAFT:
            return self._draft_actions()
        return [*self._award_actions(), *self._contract_actions(), *self._ending_actions()]

    def _award_actions(self) -> list[Action]:
        if self.object.status != LotStatus.IN_EVALUATION or not self.object.prices_are_open:
            return []
        url = reverse("procurement:lot-decide", args=[self.object.pk])
        return [Action(_("Decide on the award"), url, "award", True, Permission.TENDER_AWARD)]

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
            "days_left": self._days_left(),
            "evaluation": self,
            **evaluation.context_of(self),
        }

    # What the tabs ask for, once they are open

    @cached_property
    def criteria(self) -> list[Any]:
        """The quality criteria, in the order of their columns."""
        return list(self.tender.criteria.quality().order_by("pk"))

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The ranking, best first."""
        return actions.ranking_rows(self.object)

    def ranking(self) -> list[tuple[dict[str, Any], list[Any]]]:
        """Each row of the ranking with its points per quality criterion."""
        return [
            (row, [(one.name, row["quality"].get(one.pk)) for one in self.criteria])
            for row in self.rows
        ]

    def explained(self) -> list[Any]:
        """Of each bidder how its total came about."""
        return actions.explained_ranking(self.tender, self.rows)

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
        if self.outcome and self.outcome.reason:
            yield _("Ended because"), self.outcome.get_reason_display()

    def _days_left(self) -> int:
        last_day = self.decision.standstill_ends_on if self.decision else None
        return days_left(last_day, amsterdam(timezone.now()))

    def _draft_actions(self) -> list[Action]:
        pk, drafting = self.object.pk, Permission.TENDER_DRAFT
        change = reverse("procurement:lot-update", args=[pk])
        remove = reverse("procurement:lot-delete", args=[pk])
        return [
            Action(_("Edit"), change, "pencil", permission=drafting),
            Action(_("Remove"), remove, "trash", permission=drafting),
        ]

    def _ending_actions(self) -> list[Action]:
        if self.object.status not in CAN_END:
            return []
        url = reverse("procurement:lot-end", args=[self.object.pk])
        return [Action(_("End without award"), url, permission=Permission.TENDER_AWARD)]


class LotBidTransitionPage(UnderTender, TransitionPage):
    """Let a bid take part, or exclude it."""

    model = LotBid
    workflow = LOT_BID
    actions_map = {"admit": actions.admit_lot_bid, "exclude": actions.exclude_lot_bid}

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
            said.append(_("Whether a bid takes part is decided while its lot is in evaluation."))
        return said


PANELS: tuple[Callable[[LotDetailPage], list[Panel]], ...] = (
    LotDetailPage.own_panels,
    evaluation.panels_of,
    awards.panels_of,
)
"""Who adds tabs to the page of a lot, in their order."""
ACTIONS: tuple[Callable[[LotDetailPage], list[Action]], ...] = (
    evaluation.actions_of,
    awards.actions_of,
    LotDetailPage.own_actions,
)
"""Who adds buttons to the page of a lot, in their order."""
