"""Pages of signals: the list, one signal, and what people do about it."""

from dataclasses import asdict
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import Region
from config.shared.display import money
from config.shared.views import (
    Action,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
    Panel,
    TransitionPage,
)
from reports.actions import signals as actions
from reports.enums import CauseCode
from reports.filters.signals import OverrunSignalFilterSet
from reports.forms.signals import (
    AssignForm,
    CarryOutForm,
    CauseForm,
    DecisionForm,
    OverrunRuleForm,
)
from reports.models import OverrunRule, OverrunSignal, SignalDecision
from reports.models.signals import thresholds
from reports.signals.words import sentence
from reports.tables.signals import DecisionLogTable, OverrunSignalTable
from reports.views.signal_sources import cost_lines_url, sources_of
from reports.workflows import OVERRUN_SIGNAL

HANDLE = Permission.OVERRUN_HANDLE


class OverrunSignalListPage(ListPage):
    model = OverrunSignal
    table_class = OverrunSignalTable
    filterset_class = OverrunSignalFilterSet
    permission = Permission.COST_VIEW
    empty_text = gettext_lazy("No signal. Budgets and contracts are looked at several times a day.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what the names are made of."""
        visible: Any = super().scoped_queryset()
        return visible.named()

    def breadcrumbs(self) -> list[Crumb]:
        """The desk on which they wait."""
        return [Crumb(_("What needs a decision?"), reverse("reports:signal-desk"))]


class SignalPage:
    """What a page about one signal starts from."""

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what its name is made of."""
        visible: Any = super().scoped_queryset()  # type: ignore[misc]
        return visible.named().select_related("contract__provider", "taken_up_by")


class OverrunSignalDetailPage(SignalPage, DetailPage):
    model: Any = OverrunSignal
    workflow = OVERRUN_SIGNAL
    permission = Permission.COST_VIEW

    def facts(self) -> list[tuple[Any, Any]]:
        """What it is about, in figures, and who does something about it."""
        signal = self.object
        return [
            (_("Signal"), signal.get_kind_display()),
            (_("In words"), sentence(signal)),
            *self._about(),
            (_("Budget or maximum"), money(signal.limit_amount)),
            (_("Forecast"), money(signal.forecast_amount)),
            (_("Overrun"), money(signal.overrun_amount)),
            (_("Day of passing"), signal.passes_on),
            (_("Cause"), signal.get_cause_display()),
            (_("Responsible"), signal.owner or _("everyone who handles overruns")),
            (_("Overrun when settled"), money(signal.settled_amount)),
            (_("Signalled"), signal.raised_at),
            (_("Figures of"), signal.figures_at),
        ]

    def panels(self) -> list[Panel]:
        """The log of decisions, and where the money goes."""
        rows = SignalDecision.objects.filter(signal=self.object).with_done()
        log = rows.select_related("decided_by", "carries_out")
        return [
            Panel(_("Decisions"), table=DecisionLogTable(log, prefix="log-"), count=len(log)),
            Panel(_("Cost lines"), url=f"{cost_lines_url(self.object)}&_panel=1"),
        ]

    def page_actions(self) -> list[Action]:
        """Deciding, handing on and naming the cause, for who handles it; and what lies under it."""
        pk = [self.object.pk]
        acts = [
            Action(label, reverse(f"reports:{name}", args=pk), icon, permission=HANDLE)
            for label, name, icon in (
                (_("Add a decision"), "overrunsignal-decide", "journal-plus"),
                (_("Hand to somebody"), "overrunsignal-assign", "person-plus"),
                (_("Choose the cause"), "overrunsignal-cause", "tag"),
            )
        ]
        return [*acts, *self._carry_outs(), *sources_of(self.object)]

    def _carry_outs(self) -> list[Action]:
        """A button for the first decision that waits; the others follow when it is done."""
        rows = SignalDecision.objects.filter(signal=self.object)
        first = rows.to_do().first()
        if first is None:
            return []
        url = reverse("reports:signaldecision-carry-out", args=[first.pk])
        return [Action(_("Record what was done"), url, "check2-circle", permission=HANDLE)]

    def _about(self) -> list[tuple[Any, Any]]:
        signal = self.object
        about = [(_("Region"), signal.region), (_("Contract"), signal.contract)]
        if signal.gemeente is None:
            return about
        return [
            *about[:1],
            (_("Gemeente"), signal.gemeente),
            (_("Year"), str(signal.year)),
            (_("Route"), signal.get_route_display()),
            (_("Contract"), signal.contract or _("all that are not budgeted apart")),
        ]


class OverrunSignalTransitionPage(SignalPage, TransitionPage):
    model: Any = OverrunSignal
    workflow = OVERRUN_SIGNAL
    actions_map = {
        "take_up": actions.take_up,
        "solve": actions.solve,
        "accept": actions.accept,
    }


class OverrunSignalAssignPage(SignalPage, FormPage):
    model: Any = OverrunSignal
    form_class = AssignForm
    permission = HANDLE
    title = gettext_lazy("Hand to somebody")
    success_message = gettext_lazy("Somebody is responsible for %(object)s.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Who can be chosen depends on the signal."""
        return super().get_form_kwargs() | {"signal": self.object}

    def perform(self, form: AssignForm) -> OverrunSignal:
        """Hand it on."""
        return actions.assign(
            signal=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )

    def get_success_message(self, result: Any) -> str:
        """With the signal by its full name."""
        return super().get_success_message(self.object)


class OverrunSignalCausePage(SignalPage, FormPage):
    model: Any = OverrunSignal
    form_class = CauseForm
    permission = HANDLE
    title = gettext_lazy("Choose the cause")

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"cause": self.object.cause}

    def perform(self, form: CauseForm) -> OverrunSignal:
        """Name it."""
        cause = CauseCode(form.cleaned_data["cause"])
        return actions.choose_cause(
            signal=self.object, cause=cause, by=self.person, at=timezone.now()
        )


class OverrunSignalDecidePage(SignalPage, FormPage):
    model: Any = OverrunSignal
    form_class = DecisionForm
    permission = HANDLE
    title = gettext_lazy("Add a decision")
    success_message = gettext_lazy("The decision stands in the log.")

    def perform(self, form: DecisionForm) -> SignalDecision:
        """Add it."""
        return actions.decide(
            signal=self.object, decided=form.decided, by=self.person, at=timezone.now()
        )


class SignalDecisionCarryOutPage(FormPage):
    model: Any = SignalDecision
    form_class = CarryOutForm
    permission = HANDLE
    title = gettext_lazy("Record what was done")
    success_message = gettext_lazy("The log says that the decision was carried out.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the signal by its name."""
        rows = super().scoped_queryset()
        return rows.select_related("signal__gemeente", "signal__contract", "signal__region")

    def breadcrumbs(self) -> list[Crumb]:
        """The signal, under the list."""
        signal = self.object.signal
        label = capfirst(str(OverrunSignal._meta.verbose_name_plural))
        return [
            Crumb(label, reverse("reports:overrunsignal-list")),
            Crumb(str(signal), signal.get_absolute_url()),
        ]

    def perform(self, form: CarryOutForm) -> SignalDecision:
        """Add it to the log."""
        return actions.carry_out(
            decision=self.object, **form.cleaned_data, by=self.person, at=timezone.now()
        )


class OverrunRuleUpdatePage(FormPage):
    """The rule of the region in the address."""

    model: Any = Region
    form_class = OverrunRuleForm
    permission = HANDLE
    title = gettext_lazy("From which overrun a decision is asked")
    success_message = gettext_lazy("The rule is changed; it holds from the next look on.")
    success_url = reverse_lazy("reports:signal-desk")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The regions that the person acts for."""
        return super().scoped_queryset().filter(pk__in=regions_of(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """The desk."""
        return [Crumb(_("What needs a decision?"), reverse("reports:signal-desk"))]

    def get_form_kwargs(self) -> dict[str, Any]:
        """What holds now, chosen or standard."""
        threshold = thresholds()[self.object.pk]
        rule = OverrunRule(region=self.object, **asdict(threshold))
        return super().get_form_kwargs() | {"instance": rule}

    def perform(self, form: OverrunRuleForm) -> OverrunRule:
        """Set it."""
        return actions.set_overrun_rule(
            region=self.object, threshold=form.threshold, by=self.person, at=timezone.now()
        )
