"""Asking people in, and accepting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.enums import InvitationState, Permission, Role
from accounts.filters import InvitationFilterSet
from accounts.forms import InvitationForm, NewPersonForm
from accounts.models import Invitation, User
from accounts.tables import InvitationTable
from accounts.views.members import INVITE
from config.shared.display import deadline
from config.shared.forms import PageForm
from config.shared.views import (
    PUBLIC,
    Action,
    ConfirmPage,
    Crumb,
    DetailPage,
    FormPage,
    ListPage,
)

LOGIN_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class InvitationListPage(ListPage):
    model = Invitation
    table_class = InvitationTable
    filterset_class = InvitationFilterSet
    permission = Permission.MEMBERS_MANAGE
    main_action = INVITE
    empty_text = gettext_lazy("Nobody was invited yet.")


class InvitationCreatePage(FormPage):
    model = Invitation
    form_class = InvitationForm
    permission = Permission.MEMBERS_MANAGE
    title = gettext_lazy("Invite someone")
    submit_label = gettext_lazy("Send the invitation")
    success_message = gettext_lazy("An invitation goes to %(object)s.")
    success_url = reverse_lazy("accounts:invitation-list")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The organisations that may be chosen are those of the person."""
        return super().get_form_kwargs() | {"person": self.person}

    def perform(self, form: Any) -> Invitation:
        """Invite to the region, the one gemeente or the provider."""
        given = form.cleaned_data
        return actions.invite_to_own(
            email=given["email"],
            role=given["role"],
            by=self.person,
            at=timezone.now(),
            **given["organisation"],
        )


class InvitationDetailPage(DetailPage):
    model = Invitation
    permission = Permission.MEMBERS_MANAGE

    @cached_property
    def state(self) -> InvitationState:
        """Whether it can still be accepted."""
        return self.object.state_at(timezone.now())

    def facts(self) -> list[tuple[str, Any]]:
        """Who was asked, by whom, for what."""
        row = self.object
        return [
            (_("State"), self.state),
            (_("Organisation"), row.organisation),
            (_("Role"), row.get_role_display()),
            (_("Sent"), row.created_at),
            (_("Sent by"), str(row.created_by)),
            (_("Valid until"), deadline(row.expires_at)),
            (_("Accepted"), row.accepted_at),
        ]

    def page_actions(self) -> list[Action]:
        """While it waits: mail it again or withdraw it."""
        if self.state != InvitationState.OPEN:
            return []
        resend = reverse("accounts:invitation-resend", args=[self.object.pk])
        withdraw = reverse("accounts:invitation-withdraw", args=[self.object.pk])
        return [
            Action(_("Send the mail again"), resend, "envelope"),
            Action(_("Withdraw"), withdraw, "x-lg"),
        ]


class InvitationResendPage(ConfirmPage):
    model = Invitation
    permission = Permission.MEMBERS_MANAGE
    title = gettext_lazy("Send the mail again")
    submit_label = gettext_lazy("Send the mail again")
    success_message = gettext_lazy("An invitation goes to %(object)s.")

    def consequences(self) -> Sequence[str]:
        """Who gets mail, and what happens to the earlier link."""
        return [
            _("%(email)s gets a mail with a new link.") % {"email": self.object.email},
            _("The link of the earlier mail stops working."),
        ]

    def perform(self, form: Any) -> Invitation:
        """Mail a new link."""
        return actions.send_again(invitation=self.object, by=self.person, at=timezone.now())


class InvitationWithdrawPage(ConfirmPage):
    model = Invitation
    permission = Permission.MEMBERS_MANAGE
    title = gettext_lazy("Withdraw the invitation")
    submit_label = gettext_lazy("Withdraw the invitation")
    success_message = gettext_lazy("The invitation of %(object)s is withdrawn.")

    def consequences(self) -> Sequence[str]:
        """The link dies silently."""
        return [
            _("The link in the mail to %(email)s stops working at once. No mail is sent.")
            % {"email": self.object.email}
        ]

    def perform(self, form: Any) -> Invitation:
        """Let the link stop working."""
        return actions.withdraw_invitation(
            invitation=self.object, by=self.person, at=timezone.now()
        )


class InvitationAcceptPage(FormPage):
    """Where the mailed link leads: signs up who is new, and lets join who has an account.

    Someone with an account signs in first and comes back. A link that does not work gets one
    sentence, whatever the cause.
    """

    permission = PUBLIC
    template_name = "accounts/invitation_accept.html"
    title = gettext_lazy("Invitation")
    submit_label = gettext_lazy("Accept")
    success_url = reverse_lazy("home")

    @cached_property
    def invitation(self) -> Invitation | None:
        """The open invitation of the link, if any."""
        rows = Invitation.objects.open_at(timezone.now()).with_token(self.kwargs["token"])
        return rows.select_related("region", "gemeente", "created_by").first()

    @property
    def is_for_another(self) -> bool:
        """Whether someone has signed in whose address was not invited."""
        person, invitation = self.person, self.invitation
        return bool(
            invitation and person.is_authenticated and person.email.lower() != invitation.email
        )

    def breadcrumbs(self) -> list[Crumb]:
        """None: this is where one comes in."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let a known person sign in first."""
        if not request.user.is_authenticated and self._is_known():
            return redirect_to_login(request.get_full_path())
        return super().dispatch(request, *args, **kwargs)

    def _is_known(self) -> bool:
        """Whether the invited address has an account."""
        invitation = self.invitation
        if invitation is None:
            return False
        return User.objects.filter(email__iexact=invitation.email).exists()

    def get_form_class(self) -> type[forms.BaseForm]:
        """Who has signed in only confirms."""
        return PageForm if self.person.is_authenticated else NewPersonForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """A password may not resemble the address."""
        kwargs = super().get_form_kwargs()
        if not self.person.is_authenticated:
            kwargs["email"] = self.invitation.email if self.invitation else ""
        return kwargs

    def perform(self, form: Any) -> User:
        """Join, and sign in who is new."""
        token, now = self.kwargs["token"], timezone.now()
        if self.person.is_authenticated:
            return actions.accept(token=token, person=self.person, at=now)
        given = form.cleaned_data
        person = actions.accept_as_new_person(
            token=token, name=given["name"], password=given["password"], at=now
        )
        login(self.request, person, backend=LOGIN_BACKEND)
        return person

    def get_success_message(self, result: User) -> str:
        """Where one is now."""
        organisation = self.invitation.organisation if self.invitation else ""
        return _("Welcome. You now work for %(organisation)s.") % {"organisation": organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What one is invited to."""
        invitation = self.invitation
        role = Role(invitation.role).label if invitation else ""
        said = {
            "invitation": invitation,
            "role": role,
            "is_for_another": self.is_for_another,
        }
        return super().get_context_data(**said | kwargs)
