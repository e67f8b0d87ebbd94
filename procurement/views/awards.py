"""Locking quality, deciding, ending a lot without an award."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.forms import PageForm
from procurement import actions
from procurement.enums import LotStatus
from procurement.forms import DecisionForm, OutcomeForm
from procurement.models import AwardDecision, Lot, LotBid, LotOutcome
from procurement.views.common import Confirms, UnderTender
from procurement.workflows import LOT


class LotActPage(UnderTender, Confirms):
    """An act on a lot by who decides about awards."""

    model = Lot
    permission = Permission.TENDER_AWARD

    def get_success_url(self, result: Any = None) -> str:
        return str(self.object.get_absolute_url())

    def unless_in(self, *statuses: str) -> list[str]:
        """A sentence when the lot is in none of `statuses`."""
        if self.object.status in statuses:
            return []
        label = self.object.get_status_display()
        return [_("This is no longer possible: the status is “%(status)s”.") % {"status": label}]


class LotLockPage(LotActPage):
    """Fixes the quality scores, which opens the prices."""

    form_class = PageForm
    title = gettext_lazy("Lock the quality scores")
    submit_label = gettext_lazy("Lock the scores")
    success_message = gettext_lazy("The quality scores of %(object)s are locked.")

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(LotStatus.IN_EVALUATION)
        if not in_the_way and self.object.quality_locked_at:
            in_the_way = [_("The quality scores are already locked.")]
        return in_the_way or actions.missing_for_lock(self.object)

    def perform(self, form: PageForm) -> Lot:
        return actions.lock_quality(lot=self.object, **self.moment())

    def consequences(self) -> list[str]:
        return [
            _("No score and no motivation can be changed any more."),
            _("The prices become visible and the ranking is computed."),
            _("This cannot be undone."),
        ]


class LotDecidePage(LotActPage):
    """The provisional award, beside the ranking."""

    form_class = DecisionForm
    template_name = "procurement/lot_decide.html"
    title = gettext_lazy("Decide on the award")
    submit_label = gettext_lazy("Award provisionally")
    success_message = gettext_lazy("Decided. Send the decision to all bidders.")

    @cached_property
    def ranking(self) -> list[dict[str, Any]]:
        return actions.ranking_rows(self.object)

    def missing(self) -> Sequence[str]:
        in_the_way = self.unless_in(LotStatus.IN_EVALUATION)
        if not in_the_way and not self.object.prices_are_open:
            in_the_way = [_("Lock the quality scores first.")]
        if not in_the_way and not self.ranking:
            in_the_way = [_("No bid takes part any more. End the lot without award.")]
        return in_the_way

    def candidates(self) -> "QuerySet[LotBid]":
        """The bids that are first in rank."""
        first = [row["lot_bid"] for row in self.ranking if row["rank"] == 1]
        rows = LotBid.objects.visible_to(self.person).filter(pk__in=first)
        return rows.select_related("bid__provider").order_by("pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": self.candidates()}

    def perform(self, form: DecisionForm) -> AwardDecision:
        return actions.decide_award(lot=self.object, **form.cleaned_data, **self.moment())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_tied = len([row for row in self.ranking if row["rank"] == 1]) > 1
        return super().get_context_data(ranking=self.ranking, is_tied=is_tied, **kwargs)


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
