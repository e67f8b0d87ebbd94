"""In which role one acts, and who has which role."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.enums import Permission
from accounts.filters import MembershipFilterSet
from accounts.middleware import ACTING
from accounts.models import Membership
from accounts.tables import MembershipTable
from config.shared.views import SIGNED_IN, Action, ConfirmPage, DetailPage, ListPage, Page
from config.shared.views.pages import page_url

INVITE = Action(
    gettext_lazy("Invite someone"),
    reverse_lazy("accounts:invitation-create"),
    "person-plus",
    primary=True,
    permission=Permission.MEMBERS_MANAGE,
)


class ActPage(Page):
    """Switches to another of one's own roles, and starts at its first page."""

    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the chosen role for the session; a role one does not have changes nothing."""
        chosen = request.POST.get("grant", "")
        if chosen in {grant.key for grant in self.person.all_grants}:
            request.session[ACTING] = chosen
        return redirect("home")


class MembershipListPage(ListPage):
    model = Membership
    table_class = MembershipTable
    filterset_class = MembershipFilterSet
    permission = Permission.MEMBERS_MANAGE
    title = gettext_lazy("People and roles")
    empty_text = gettext_lazy("Nobody has a role here yet. Invite the first person.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those that have not ended."""
        return self.model.objects.visible_to(self.person).active()

    def page_actions(self) -> list[Action]:
        """Invite, or see whom one has invited."""
        waiting = Action(
            gettext_lazy("Invitations"), reverse("accounts:invitation-list"), "envelope"
        )
        return [INVITE, waiting]


class MembershipDetailPage(DetailPage):
    model: Any = Membership
    permission = Permission.MEMBERS_MANAGE

    def facts(self) -> list[tuple[str, Any]]:
        """Who is what, where and since when."""
        row = self.object
        facts = [
            (_("Name"), row.user.name),
            (_("E-mail address"), row.user.email),
            (_("Organisation"), str(row.organisation)),
            (_("Role"), row.get_role_display()),
            (_("Since"), row.created_at),
        ]
        ended = [(_("Ended"), row.ended_at), (_("Ended by"), str(row.ended_by))]
        return facts + (ended if row.ended_at else [])

    def page_actions(self) -> list[Action]:
        """End it, while it has not ended."""
        if self.object.ended_at:
            return []
        url = page_url(self.model, "end", self.object.pk)
        return [Action(_("End this membership"), url, "person-dash")]


class MembershipEndPage(ConfirmPage):
    model: Any = Membership
    permission = Permission.MEMBERS_MANAGE
    title = gettext_lazy("End this membership")
    submit_label = gettext_lazy("End the membership")
    success_message = gettext_lazy("%(object)s: ended.")

    def consequences(self) -> Sequence[str]:
        """What the person loses and what stays."""
        words = {"person": self.object.user, "organisation": self.object.organisation}
        return [
            _("%(person)s can no longer see or do anything for %(organisation)s in this role.")
            % words,
            _("What was done until now stays in the history. No mail is sent."),
        ]

    def perform(self, form: Any) -> Any:
        """End it."""
        return actions.end_membership(membership=self.object, by=self.person, at=timezone.now())

    def get_success_url(self, result: Any = None) -> str:
        """Back to the list."""
        return page_url(self.model, "list")
