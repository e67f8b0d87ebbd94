"""The register: who can deliver, what they hold and what they offer."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import providers_of
from accounts.enums import Permission
from config.shared.views import Action, ConfirmPage, DetailPage, FormPage, ListPage, Panel
from providers import actions
from providers.filters import ProviderFilterSet
from providers.forms import (
    DETAILS,
    OfferingForm,
    ProviderForm,
    ProviderRegisterForm,
    RecognitionEndForm,
    RecognitionForm,
)
from providers.models import Offering, Provider, Recognition
from providers.tables import (
    OfferingTable,
    ProviderMembershipTable,
    ProviderTable,
    RecognitionTable,
)


class ProviderListPage(ListPage):
    model = Provider
    table_class = ProviderTable
    filterset_class = ProviderFilterSet
    permission = Permission.PROVIDER_VIEW
    main_action = Action(
        gettext_lazy("Register a provider"),
        reverse_lazy("providers:provider-create"),
        "plus-lg",
        primary=True,
        permission=Permission.PROVIDER_MANAGE,
    )
    empty_text = gettext_lazy("No provider is admitted in your region yet. Register the first one.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With what each holds today."""
        rows = Provider.objects.visible_to(self.person)
        return rows.with_recognitions(timezone.localdate())


class ProviderDetailPage(DetailPage):
    model = Provider
    permission = Permission.PROVIDER_VIEW

    def facts(self) -> list[tuple[str, Any]]:
        """Who it is."""
        row = self.object
        return [
            (_("KvK number"), row.kvk_number),
            (_("Statutory name"), row.legal_name),
            (_("Kind"), row.get_kind_display()),
            (_("DUO institution number"), row.duo_number),
            (_("BRIN"), row.brin),
            (_("E-mail address"), row.email),
            (_("Admitted in"), ", ".join(self._regions())),
            (_("Registered"), row.created_at),
        ]

    def panels(self) -> list[Panel]:
        """What it holds and offers, its contracts, and for itself its people."""
        panels = [self._recognitions(), self._offerings(), *self._contracts()]
        return [*panels, self._people()] if self._is_own else panels

    def page_actions(self) -> list[Action]:
        """What may be written down or changed."""
        pk = self.object.pk
        return [
            Action(
                _("Edit"),
                reverse("providers:provider-update", args=[pk]),
                "pencil",
                permission=Permission.PROVIDER_EDIT,
            ),
            Action(
                _("Add a recognition"),
                reverse("providers:recognition-create", args=[pk]),
                "patch-check",
                permission=Permission.PROVIDER_MANAGE,
            ),
            Action(
                _("Add an offering"),
                reverse("providers:offering-create", args=[pk]),
                "plus-lg",
                permission=Permission.OFFERING_EDIT,
            ),
            *self._first_administrator(),
        ]

    @property
    def _is_own(self) -> bool:
        return self.object.pk in providers_of(self.person)

    def _regions(self) -> "QuerySet[Any, str]":
        names = self.object.admissions.order_by("region__name")
        return names.values_list("region__name", flat=True)

    def _recognitions(self) -> Panel:
        rows = self.object.recognitions.all()
        may_change = self.may(Permission.PROVIDER_MANAGE, self.object)
        table = RecognitionTable(
            rows, on=timezone.localdate(), may_change=may_change, prefix="recognitions-"
        )
        return Panel(_("Recognitions"), table=table, count=rows.count())

    def _offerings(self) -> Panel:
        rows = self.object.offerings.all()
        may_change = self.may(Permission.OFFERING_EDIT, self.object)
        table = OfferingTable(rows, may_change=may_change, prefix="offerings-")
        return Panel(_("Offerings"), table=table, count=rows.count())

    def _contracts(self) -> list[Panel]:
        """The list of the floor above, by its address."""
        if not self.may(Permission.CONTRACT_VIEW):
            return []
        url = f"{reverse('contracts:contract-list')}?provider={self.object.pk}&_panel=1"
        return [Panel(_("Contracts"), url=url)]

    def _people(self) -> Panel:
        rows = self.object.memberships.active()
        return Panel(
            _("People"), table=ProviderMembershipTable(rows, prefix="people-"), count=rows.count()
        )

    def _first_administrator(self) -> list[Action]:
        """Offered while nobody administers the provider."""
        if actions.administrators_of(self.object).exists():
            return []
        url = reverse("providers:provider-invite", args=[self.object.pk])
        words = _("Invite its administrator")
        return [Action(words, url, "person-plus", permission=Permission.PROVIDER_MANAGE)]


class ProviderCreatePage(FormPage):
    model = Provider
    form_class = ProviderRegisterForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Register a provider")
    submit_label = gettext_lazy("Register")
    was_known = False

    def get_form_kwargs(self) -> dict[str, Any]:
        """The regions that may be chosen are the person's."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Provider:
        """Register, or admit who is known."""
        given = form.cleaned_data
        self.was_known = Provider.objects.filter(kvk_number=given["kvk_number"]).exists()
        return actions.register_provider(by=self.person, at=timezone.now(), **given)

    def get_success_message(self, result: Provider) -> str:
        """Says so when the provider was in the register already."""
        if self.was_known:
            return _(
                "%(provider)s was already registered by another region. It is now admitted in "
                "yours too; its details stay as they were."
            ) % {"provider": result}
        return _("%(provider)s is registered. Add what it holds.") % {"provider": result}


class ProviderUpdatePage(FormPage):
    model = Provider
    form_class = ProviderForm
    permission = Permission.PROVIDER_EDIT
    title = gettext_lazy("Edit our details")
    success_message = gettext_lazy("%(object)s is changed.")

    def perform(self, form: Any) -> Provider:
        """Change the details."""
        changes = {name: form.cleaned_data[name] for name in DETAILS}
        return actions.update_provider(
            provider=self.object, by=self.person, at=timezone.now(), **changes
        )


class RecognitionCreatePage(FormPage):
    model = Provider
    form_class = RecognitionForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Add a recognition")
    success_message = gettext_lazy("%(object)s is added.")

    def perform(self, form: Any) -> Recognition:
        """Write it down."""
        return actions.add_recognition(
            provider=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class RecognitionEndPage(FormPage):
    model = Recognition
    form_class = RecognitionEndForm
    permission = Permission.PROVIDER_MANAGE
    title = gettext_lazy("Set the last day of a recognition")
    success_message = gettext_lazy("%(object)s: the last day is set.")

    def get_initial(self) -> dict[str, Any]:
        """What stands now."""
        return {"last_on": self.object.last_on}

    def perform(self, form: Any) -> Recognition:
        """Set the day."""
        return actions.end_recognition(
            recognition=self.object,
            last_on=form.cleaned_data["last_on"],
            by=self.person,
            at=timezone.now(),
        )


class OfferingCreatePage(FormPage):
    model = Provider
    form_class = OfferingForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Add an offering")
    success_message = gettext_lazy("%(object)s is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten depend on the provider."""
        return super().get_form_kwargs() | {"provider": self.object}

    def perform(self, form: Any) -> Offering:
        """List it."""
        return actions.add_offering(
            provider=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )


class OfferingRemovePage(ConfirmPage):
    model = Offering
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Remove an offering")
    submit_label = gettext_lazy("Remove")
    success_message = gettext_lazy("The offering of %(object)s is removed.")

    def consequences(self) -> Sequence[str]:
        """What others see of it."""
        return [_("Buyers no longer find the provider by this offering. No mail is sent.")]

    def perform(self, form: Any) -> Provider:
        """Remove it."""
        return actions.remove_offering(offering=self.object, by=self.person, at=timezone.now())
