"""Locations, offerings and contacts of a provider."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Permission
from config.shared.views import Action, ConfirmPage, FormPage
from providers import actions
from providers.forms.places import (
    LocationCloseForm,
    LocationForm,
    LocationMoveForm,
    OfferingForm,
)
from providers.forms.register import ContactForm
from providers.models import DeliveryLocation, Offering, Provider, ProviderContact
from providers.views.common import UnderProvider


class LocationCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = LocationForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Add a location")
    success_message = gettext_lazy("%(object)s is added.")

    def perform(self, form: Any) -> DeliveryLocation:
        """List it."""
        return actions.add_location(provider=self.object, **form.details(), **self.moment())


class LocationUpdatePage(UnderProvider, FormPage):
    model = DeliveryLocation
    form_class = LocationForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Change the location")
    success_message = gettext_lazy("%(object)s is changed.")

    def page_actions(self) -> list[Action]:
        """Another address is a move; a last day closes it."""
        pk = self.object.pk
        return [
            Action(_("Move"), reverse("providers:location-move", args=[pk]), "arrow-right"),
            Action(_("Close"), reverse("providers:location-close", args=[pk]), "calendar-x"),
        ]

    def perform(self, form: Any) -> DeliveryLocation:
        """Mend it."""
        return actions.change_location(location=self.object, **form.details(), **self.moment())


class LocationMovePage(UnderProvider, FormPage):
    model = DeliveryLocation
    form_class = LocationMoveForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Move the location")
    submit_label = gettext_lazy("Move")
    success_message = gettext_lazy("Lessons are given at %(object)s from that day.")

    def perform(self, form: Any) -> DeliveryLocation:
        """Keep the old one until the day before."""
        return actions.move_location(location=self.object, **form.cleaned_data, **self.moment())


class LocationClosePage(UnderProvider, FormPage):
    model = DeliveryLocation
    form_class = LocationCloseForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Close the location")
    submit_label = gettext_lazy("Close")
    success_message = gettext_lazy("%(object)s: the last day is set.")

    def perform(self, form: Any) -> DeliveryLocation:
        """Set the day."""
        return actions.close_location(location=self.object, **form.cleaned_data, **self.moment())


class OfferingCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = OfferingForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Add an offering")
    success_message = gettext_lazy("%(object)s is added.")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The gemeenten and locations depend on the provider."""
        return super().get_form_kwargs() | {"provider": self.object}

    def perform(self, form: Any) -> Offering:
        """List it."""
        return actions.add_offering(provider=self.object, **form.cleaned_data, **self.moment())


class OfferingRemovePage(UnderProvider, ConfirmPage):
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
        return actions.remove_offering(offering=self.object, **self.moment())


class ContactCreatePage(UnderProvider, FormPage):
    model = Provider
    form_class = ContactForm
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Add a contact")
    success_message = gettext_lazy("%(object)s is added.")

    def perform(self, form: Any) -> ProviderContact:
        """Write it down."""
        return actions.add_contact(provider=self.object, **form.cleaned_data, **self.moment())


class ContactRemovePage(UnderProvider, ConfirmPage):
    model = ProviderContact
    permission = Permission.OFFERING_EDIT
    title = gettext_lazy("Remove a contact")
    submit_label = gettext_lazy("Remove")
    success_message = gettext_lazy("The contact of %(object)s is removed.")

    def consequences(self) -> Sequence[str]:
        """What is kept."""
        return [_("The name and address are erased; only that there was a contact is kept.")]

    def perform(self, form: Any) -> Provider:
        """Forget it."""
        return actions.remove_contact(contact=self.object, **self.moment())
