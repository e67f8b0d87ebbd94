"""A provider's people."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.enums import Permission
from accounts.models import Invitation
from accounts.views.members import INVITE, MembershipDetailPage, MembershipEndPage
from config.shared.views import Action, FormPage, ListPage
from providers import actions
from providers.filters import ProviderMembershipFilterSet
from providers.forms.register import FirstAdministratorForm
from providers.models import Provider, ProviderMembership
from providers.tables import ProviderMembershipTable


class ProviderMembershipListPage(ListPage):
    model = ProviderMembership
    table_class = ProviderMembershipTable
    filterset_class = ProviderMembershipFilterSet
    permission = Permission.MEMBERS_MANAGE
    title = _("Our people")
    empty_text = _("Nobody works here yet. Invite the first person.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those that have not ended."""
        return ProviderMembership.objects.visible_to(self.person).active()

    def page_actions(self) -> list[Action]:
        """Invite, or see whom one has invited."""
        return [INVITE, Action(_("Invitations"), reverse("accounts:invitation-list"), "envelope")]


class ProviderMembershipDetailPage(MembershipDetailPage):
    model = ProviderMembership


class ProviderMembershipEndPage(MembershipEndPage):
    model = ProviderMembership

    def perform(self, form: Any) -> ProviderMembership:
        """End it."""
        return actions.end_provider_membership(
            membership=self.object, by=self.person, at=timezone.now()
        )


class FirstAdministratorPage(FormPage):
    """The region asks the first person of a provider in; that one asks the others."""

    model = Provider
    form_class = FirstAdministratorForm
    permission = Permission.PROVIDER_MANAGE
    title = _("Invite its administrator")
    submit_label = _("Send the invitation")
    success_message = _("An invitation goes to %(object)s.")

    def perform(self, form: Any) -> Invitation:
        """Invite."""
        return actions.invite_first_administrator(
            provider=self.object,
            email=form.cleaned_data["email"],
            by=self.person,
            at=timezone.now(),
        )

    def get_success_url(self, result: Any = None) -> str:
        """Back to the provider."""
        return str(self.object.get_absolute_url())
