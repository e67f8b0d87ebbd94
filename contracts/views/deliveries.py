"""Sheets of placements: hand in, look at what was found, confirm or discard."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import providers_of
from accounts.enums import JobState, Permission
from config.shared.badges import badge_of
from config.shared.views import (
    Action,
    ConfirmPage,
    DetailPage,
    FormPage,
    ListPage,
    ModelPage,
    Panel,
    TransitionPage,
)
from contracts.actions import deliveries as actions
from contracts.enums import DeliveryStatus
from contracts.filters.deliveries import (
    DeliveryFilterSet,
)
from contracts.forms.deliveries import ConfirmForm, DeliveryForm, TemplateForm
from contracts.imports.correcting import left_out
from contracts.imports.found import FoundRule, found_by_rule
from contracts.imports.receipts import said, successor
from contracts.models import Delivery
from contracts.tables.deliveries import DeliveryTable
from contracts.views.delivery_files import with_people
from contracts.views.delivery_words import left_out_in_words, rows_in_words, tiles_of
from contracts.workflows import DELIVERY


class DeliveryListPage(ListPage):
    model = Delivery
    table_class = DeliveryTable
    filterset_class = DeliveryFilterSet
    permission = Permission.PLACEMENT_VIEW
    main_action = Action(
        _("Hand in a sheet"),
        reverse_lazy("contracts:delivery-create"),
        "upload",
        primary=True,
        permission=Permission.PLACEMENT_DELIVER,
    )
    empty_text = _("No sheet has been handed in yet.")


class DeliveryCreatePage(FormPage):
    """The sheet for one contract, with the columns explained underneath."""

    model = Delivery
    form_class = DeliveryForm
    template_name = "contracts/delivery_form.html"
    permission = Permission.PLACEMENT_DELIVER
    title = _("Hand in placements")
    submit_label = _("Hand in and check")
    success_message = _("%(object)s has been received. It is being checked now.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "person": self.person}

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("contract")
        return {"contract": chosen} if chosen else {}

    def perform(self, form: DeliveryForm) -> Delivery:
        return actions.receive_delivery(
            contract=form.cleaned_data["contract"],
            file=form.cleaned_data["file"],
            by=self.person,
            at=timezone.now(),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sheet = {
            "template_form": TemplateForm(person=self.person),
            "template_url": reverse("contracts:delivery-template"),
        }
        return super().get_context_data(**sheet | kwargs)


class DeliveryDetailPage(DetailPage):
    model = Delivery
    workflow = DELIVERY
    template_name = "contracts/delivery_detail.html"
    permission = Permission.PLACEMENT_VIEW

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return with_people(super().scoped_queryset())

    def facts(self) -> list[tuple[Any, Any]]:
        delivery = self.object
        return [
            (_("Provider"), delivery.provider),
            (_("Contract"), delivery.contract),
            (_("Received"), said(delivery.received_at, delivery.received_by)),
            *([(_("API token"), delivery.token)] if delivery.token else []),
            (_("Confirmed"), said(delivery.confirmed_at, delivery.confirmed_by)),
            (_("Applied"), delivery.applied_at),
            (_("Bytes"), delivery.size),
            (_("SHA-256"), delivery.sha256),
            *(pair for pair in self._kin() if pair[1]),
        ]

    def _kin(self) -> list[tuple[Any, Any]]:
        """What it corrects, and what came in its place."""
        return [(_("Correction of"), self.object.corrects), (_("Superseded by"), self._successor)]

    @cached_property
    def _successor(self) -> Delivery | None:
        """The correction that came in its place."""
        superseded = self.object.status == DeliveryStatus.SUPERSEDED
        return successor(self.object) if superseded else None

    def panels(self) -> list[Panel]:
        if not self.object.rows_total:
            return []
        pk = self.object.pk
        found = Panel(
            _("What was found"),
            url=f"{reverse('contracts:deliveryfinding-list', args=[pk])}?_panel=1",
            count=self.found_count,
        )
        rows = Panel(
            _("What each row does"),
            url=f"{reverse('contracts:deliveryrow-list', args=[pk])}?_panel=1",
            count=self.object.rows_total,
        )
        panels = [found, rows] if found.count else [rows]
        return panels + self._left_out_panel()

    def _left_out_panel(self) -> list[Panel]:
        """Of a correction: what the corrected sheet made and this one does not name."""
        if not self.object.corrects or self.object.applied_at:
            return []
        url = f"{reverse('contracts:delivery-left-out', args=[self.object.pk])}?_panel=1"
        count = left_out(self.object).count()
        return [Panel(_("Left out of the correction"), url=url, count=count)] if count else []

    def offered_actions(self) -> list[Action]:
        """The next step first; to discard a sheet is never the step that is filled."""
        discard = reverse("contracts:delivery-transition", args=[self.object.pk, "reject"])
        actions = [
            replace(each, primary=each.primary and each.url != discard)
            for each in super().offered_actions()
        ]
        return sorted(actions, key=lambda each: not each.primary)

    def page_actions(self) -> list[Action]:
        delivery, deliver = self.object, Permission.PLACEMENT_DELIVER
        offered = []
        if self.is_own and not delivery.applied_at and self._nothing_can_be_applied:
            url = f"{reverse('contracts:delivery-create')}?contract={delivery.contract_id}"
            offered.append(Action(_("Hand in the mended sheet"), url, "upload", True, deliver))
        if delivery.status in DELIVERY.by_name["check"].sources and not self.is_busy:
            offered.append(_action("check", _("Check again"), delivery, "arrow-repeat", deliver))
        if self.is_busy:
            offered.append(_action("cancel", _("Stop"), delivery, "stop-circle", deliver))
        offered.append(
            _action("receipt", _("Receipt"), delivery, "receipt", Permission.PLACEMENT_VIEW)
        )
        if self.is_own:
            offered.append(_action("file", _("File as it came"), delivery, "download", deliver))
            offered.extend(self._mending())
        return offered

    def _mending(self) -> list[Action]:
        """Pointing out columns before it is applied, a correction afterwards."""
        delivery, deliver = self.object, Permission.PLACEMENT_DELIVER
        if delivery.status == DeliveryStatus.APPLIED:
            label = _("Hand in a correction")
            return [_action("correct", label, delivery, "arrow-counterclockwise", deliver)]
        if delivery.understood and delivery.status in DELIVERY.by_name["check"].sources:
            return [_action("mapping", _("Columns"), delivery, "layout-three-columns", deliver)]
        return []

    @property
    def _nothing_can_be_applied(self) -> bool:
        return bool(self.object.rows_total and self.object.rows_refused == self.object.rows_total)

    @cached_property
    def is_own(self) -> bool:
        """Whether the person acts for the provider that handed it in."""
        return self.object.provider_id in providers_of(self.person)

    @cached_property
    def found_by_rule(self) -> list[FoundRule]:
        """What was found, gathered by rule."""
        return found_by_rule(self.object)

    @cached_property
    def found_count(self) -> int:
        """Errors, warnings and notices together."""
        return sum(rule.count for rule in self.found_by_rule)

    @cached_property
    def is_busy(self) -> bool:
        """Whether the sheet is being worked on now."""
        return bool(self.object.job and not self.object.job.finished)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.object.job
        watched = {
            "job": job,
            "job_badge": badge_of(job, "state", JobState) if job else "",
            "job_url": reverse("contracts:delivery-progress", args=[self.object.pk]),
            "tiles": tiles_of(self.object),
            "is_applied": self.object.status == DeliveryStatus.APPLIED,
            "successor": self._successor,
            "mapping_url": self._mapping_url(),
            "found_count": self.found_count,
            "found_by_rule": self.found_by_rule,
            "findings_url": reverse("contracts:deliveryfinding-list", args=[self.object.pk]),
            "errors_url": self._errors_url(),
            "placements_url": f"{reverse('contracts:placement-list')}?q=",
        }
        return super().get_context_data(**watched | kwargs)

    def _mapping_url(self) -> str:
        """Where its provider says what the headers mean of a sheet that waits for that."""
        waits = self.object.status == DeliveryStatus.RECEIVED and self.object.understood
        url = reverse("contracts:delivery-mapping", args=[self.object.pk])
        return url if waits and self.is_own else ""

    def _errors_url(self) -> str:
        """Where its provider downloads the sheet with errors; empty for others."""
        return reverse("contracts:delivery-errors", args=[self.object.pk]) if self.is_own else ""


class DeliveryProgressPage(ModelPage):
    """How far the work is, for the detail page, which is renewed when the work has ended."""

    model = Delivery
    permission = Permission.PLACEMENT_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self.object.job
        if job is None or job.finished:
            return HttpResponseClientRefresh()
        context = {
            "job": job,
            "job_badge": badge_of(job, "state", JobState),
            "job_url": request.path,
        }
        return render(request, "components/job.html", context)


class DeliveryTransitionPage(TransitionPage):
    """Confirm, discard or take back; where rows are refused, confirming asks about them."""

    model = Delivery
    workflow = DELIVERY
    actions_map = {"reject": actions.reject_delivery}

    def scoped_queryset(self) -> "QuerySet[Delivery]":
        return with_people(super().scoped_queryset())

    def get_form_class(self) -> Any:
        return ConfirmForm if self._confirms else super().get_form_class()

    def get_form_kwargs(self) -> dict[str, Any]:
        if not self._confirms:
            return super().get_form_kwargs()
        own = {"delivery": self.object, "left_out": self._left_out}
        return {**super().get_form_kwargs(), **own}

    def consequences(self) -> list[Any]:
        if not self._confirms:
            return list(super().consequences())
        said = [*rows_in_words(self.object), gettext("The costs follow from it at once.")]
        if self.object.corrects:
            said.append(
                gettext("It comes in the place of “%(file)s”.") % {"file": self.object.corrects}
            )
        if self._left_out:
            said.append(left_out_in_words(self._left_out))
        return said

    @cached_property
    def _left_out(self) -> int:
        """How many placements of the corrected sheet this one does not name."""
        return left_out(self.object).count() if self.object.corrects else 0

    def perform(self, form: Any) -> Delivery:
        if not self._confirms:
            return super().perform(form)
        return actions.confirm_delivery(
            delivery=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )

    @property
    def _confirms(self) -> bool:
        return self.transition.name == "confirm"


class DeliveryCheckPage(ConfirmPage):
    """Checks a sheet again, beside what stands now."""

    model = Delivery
    permission = Permission.PLACEMENT_DELIVER
    title = _("Check again")
    submit_label = _("Check again")
    success_message = _("%(object)s is being checked now.")

    def consequences(self) -> list[Any]:
        return [gettext("The sheet is checked again beside contract and placements as they are.")]

    def perform(self, form: Any) -> Delivery:
        return actions.ask_check(delivery=self.object, by=self.person, at=timezone.now())


class DeliveryCancelPage(ConfirmPage):
    """Stops the work on a sheet."""

    model = Delivery
    permission = Permission.PLACEMENT_DELIVER
    title = _("Stop")
    submit_label = _("Stop")
    success_message = _("%(object)s: the work stops at its next step.")

    def consequences(self) -> list[Any]:
        return [gettext("Nothing of the sheet is applied. You can go on with it later.")]

    def perform(self, form: Any) -> Delivery:
        actions.cancel_work(delivery=self.object)
        return self.object


def _action(page: str, label: Any, delivery: Delivery, icon: str, permission: str) -> Action:
    url = reverse(f"contracts:delivery-{page}", args=[delivery.pk])
    return Action(label, url, icon, permission=permission)
