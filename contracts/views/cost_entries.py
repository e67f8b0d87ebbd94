"""Pages of costs that a person books, and of occasions for a fee."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.display import day, money, number
from config.shared.forms import ReasonForm
from config.shared.views import Action, ConfirmPage, DetailPage, FormPage, ListPage, Panel
from contracts.actions.costs import (
    book_cost,
    fees_of,
    record_fee,
    stop_cost,
    take_back_fee,
    withdraw_cost,
)
from contracts.cost_words import period_in_words
from contracts.enums import Rhythm
from contracts.filters.cost_entries import CostEntryFilterSet
from contracts.forms.costs import CostEntryForm, FeeForm, StopCostForm
from contracts.models import CostEntry, CostLine, FeeOccasion, Placement
from contracts.tables.cost_entries import CostEntryTable, EntryShareTable
from contracts.tables.costs import OwnCostTable


class CostEntryListPage(ListPage):
    model = CostEntry
    table_class = CostEntryTable
    filterset_class = CostEntryFilterSet
    permission = Permission.COST_VIEW
    main_action = Action(
        _("Book a cost"),
        reverse_lazy("contracts:costentry-create"),
        "plus-lg",
        primary=True,
        permission=Permission.COST_BOOK,
    )
    empty_text = _("Nothing has been booked. Costs of placements come by themselves.")


class CostEntryDetailPage(DetailPage):
    model = CostEntry
    permission = Permission.COST_VIEW

    def scoped_queryset(self) -> Any:
        """With what the facts walk through."""
        visible: Any = super().scoped_queryset()
        return visible.select_related("region", "contract", "key__key", "recorded_by")

    def facts(self) -> list[tuple[Any, Any]]:
        """What was booked, for what and by which key."""
        row = self.object
        return [
            (_("Amount excl. VAT"), money(row.amount)),
            (_("VAT"), row.vat_exemption or f"{number(row.vat_rate.normalize())}%"),
            (_("Cost type"), row.get_cost_type_display()),
            (_("Kind"), row.get_kind_display()),
            (_("Route"), row.get_route_display()),
            (_("Contract"), row.contract),
            (_("Due"), row.due_on),
            (_("Comes back"), self._rhythm()),
            (_("Pays for the days"), period_in_words(row.first_on, row.last_on)),
            (_("Divided by"), row.key),
            (_("Reason"), row.reason),
            (_("Booked by"), row.recorded_by),
            (_("Withdrawn"), row.withdrawn_at),
        ]

    def panels(self) -> list[Panel]:
        """Who bears it, and the lines in the ledger."""
        shares = self.object.shares.visible_to(self.person).select_related("gemeente")
        lines = CostLine.objects.visible_to(self.person).filter(entry=self.object)
        return [
            Panel(_("Gemeenten"), table=EntryShareTable(shares, prefix="shares-")),
            Panel(_("Cost lines"), table=OwnCostTable(lines, prefix="lines-")),
        ]

    def page_actions(self) -> list[Action]:
        """What was booked wrongly is withdrawn, and booked anew."""
        row = self.object
        acts = []
        if row.can_be_stopped:
            url = reverse("contracts:costentry-stop", args=[row.pk])
            acts.append(Action(_("Stop"), url, "stop-circle", permission=Permission.COST_BOOK))
        if row.withdrawn_at is None:
            url = reverse("contracts:costentry-withdraw", args=[row.pk])
            acts.append(Action(_("Withdraw"), url, "x-lg", permission=Permission.COST_BOOK))
        return acts

    def _rhythm(self) -> str | None:
        """Every month until 31 December 2026; None for what comes once."""
        row = self.object
        if row.rhythm == Rhythm.ONCE:
            return None
        named = {"rhythm": row.get_rhythm_display(), "day": day(row.ended_on or row.repeats_until)}
        text = (
            gettext("%(rhythm)s, stopped after %(day)s")
            if row.ended_on
            else gettext("%(rhythm)s, up to and including %(day)s")
        )
        return text % named


class CostEntryCreatePage(FormPage):
    model = CostEntry
    form_class = CostEntryForm
    permission = Permission.COST_BOOK
    title = _("Book a cost")
    submit_label = _("Book")
    success_message = _("Booked: %(object)s.")

    def get_initial(self) -> dict[str, Any]:
        """What the address says, as that of a correction of a statement does."""
        asked = self.request.GET
        return {name: asked[name] for name in CostEntryForm.Meta.fields if name in asked}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Regions, contracts and keys of the person."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> CostEntry:
        """Book it, with who bears it."""
        return book_cost(
            entry=form.instance,
            key=form.cleaned_data["divide_by"],
            amounts=form.amounts(),
            by=self.person,
            at=timezone.now(),
        )


class CostEntryWithdrawPage(ConfirmPage):
    model = CostEntry
    form_class = ReasonForm
    permission = Permission.COST_BOOK
    title = _("Withdraw a booked cost")
    submit_label = _("Withdraw")
    success_message = _("Withdrawn: %(object)s.")

    def consequences(self) -> list[Any]:
        """What becomes of its lines."""
        return [
            _("Its lines go from months that are open."),
            _("What stands in a closed month is taken back in the first open one."),
        ]

    def perform(self, form: Any) -> CostEntry:
        """Take it back."""
        reason = form.cleaned_data["reason"]
        return withdraw_cost(entry=self.object, reason=reason, by=self.person, at=timezone.now())


class CostEntryStopPage(ConfirmPage):
    """Ends a cost that comes back."""

    model = CostEntry
    form_class = StopCostForm
    permission = Permission.COST_BOOK
    title = _("Stop a cost that comes back")
    submit_label = _("Stop")
    success_message = _("Stopped: %(object)s.")

    def consequences(self) -> list[Any]:
        """What becomes of the times after that day."""
        return [
            _("Later times go from months that are open."),
            _("What stands in a closed month is taken back in the first open one."),
        ]

    def perform(self, form: Any) -> CostEntry:
        """End it."""
        return stop_cost(entry=self.object, **form.cleaned_data, by=self.person, at=timezone.now())


class FeeRecordPage(FormPage):
    """Writes down that a fee fell due for a learner."""

    model = Placement
    form_class = FeeForm
    permission = Permission.COST_BOOK
    title = _("Record a fee")
    submit_label = _("Record")
    success_message = _("The fee is recorded.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The fees of the contract."""
        return super().get_form_kwargs() | {"names": fees_of(self.object)}

    def perform(self, form: Any) -> Placement:
        """Record it."""
        facts = form.cleaned_data
        made = record_fee(placement=self.object, **facts, by=self.person, at=timezone.now())
        return made.placement


class FeeOccasionRemovePage(ConfirmPage):
    model = FeeOccasion
    form_class = ReasonForm
    permission = Permission.COST_BOOK
    title = _("Take back a recorded fee")
    submit_label = _("Take back")
    success_message = _("The fee is taken back.")

    def scoped_queryset(self) -> Any:
        """With the placement to go back to."""
        return super().scoped_queryset().select_related("placement__contract")

    def perform(self, form: Any) -> Placement:
        """Take it back."""
        reason = form.cleaned_data["reason"]
        return take_back_fee(occasion=self.object, reason=reason, by=self.person, at=timezone.now())
