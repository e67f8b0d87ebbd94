"""Pages of extra seats: authorised beyond the contracted number, and taken back."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from config.shared.views import ConfirmPage, FormPage
from contracts.actions.authorisations import authorise_seats, withdraw_authorisation
from contracts.forms.capacity import AuthorisationForm
from contracts.models import CapacityLine, SeatAuthorisation
from contracts.views.capacity import LinePage


class SeatAuthorisationCreatePage(LinePage, FormPage):
    """Allows seats beyond the number of a capacity line."""

    model = CapacityLine
    form_class = AuthorisationForm
    permission = Permission.CONTRACT_SIGN
    title = _("Authorise extra seats")
    submit_label = _("Authorise")
    success_message = _("The extra seats are authorised.")

    def perform(self, form: Any) -> CapacityLine:
        """Authorise."""
        authorisation = authorise_seats(
            line=self.object, by=self.person, at=timezone.now(), **form.cleaned_data
        )
        return authorisation.line


class SeatAuthorisationWithdrawPage(ConfirmPage):
    """Takes back what is left of an authorisation."""

    model = SeatAuthorisation
    permission = Permission.CONTRACT_SIGN
    title = _("Take back extra seats")
    submit_label = _("Take back")
    success_message = _("What was left of the extra seats is taken back.")

    def consequences(self) -> list[Any]:
        """Who has a seat keeps it."""
        return [_("Who was placed keeps the seat. Nobody gets what is left of the extra seats.")]

    def perform(self, form: Any) -> CapacityLine:
        """Take back."""
        row = withdraw_authorisation(authorisation=self.object, by=self.person, at=timezone.now())
        return row.line
