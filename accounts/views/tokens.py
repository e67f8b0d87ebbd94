"""Tokens of the API, and what was asked with them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Grant
from accounts.actions.tokens import TokenRequest, make_token, offered_scopes, revoke_token
from accounts.enums import Permission, TokenState
from accounts.filters import ApiRequestFilterSet, ApiTokenFilterSet
from accounts.forms import ApiTokenForm
from accounts.models import ApiRequest, ApiToken
from accounts.tables import ApiRequestTable, ApiTokenTable
from config.shared.errors import Refused
from config.shared.forms import add_refusal
from config.shared.views import Action, ConfirmPage, DetailPage, FormPage, ListPage, Panel

USUAL_DAYS = 180
"""The last day that the form starts with."""
REQUESTS = gettext_lazy("Request log")


class ApiTokenListPage(ListPage):
    model = ApiToken
    table_class = ApiTokenTable
    filterset_class = ApiTokenFilterSet
    permission = Permission.API_MANAGE
    main_action = Action(
        gettext_lazy("Make a token"),
        reverse_lazy("accounts:apitoken-create"),
        "plus-lg",
        primary=True,
    )
    empty_text = gettext_lazy(
        "There is no token yet. With one, a program such as your student administration sends and "
        "reads data without anybody signing in."
    )

    def page_actions(self) -> list[Action]:
        """Make one, see what was asked, and read how it works."""
        log = Action(REQUESTS, reverse("accounts:apirequest-list"), "list-columns-reverse")
        description = Action(
            gettext_lazy("Description (OpenAPI)"), reverse("api:openapi"), "filetype-json"
        )
        return [*super().page_actions(), log, description]


class ApiTokenCreatePage(FormPage):
    """Makes a token. The answer shows it, once."""

    model = ApiToken
    form_class = ApiTokenForm
    permission = Permission.API_MANAGE
    template_name = "accounts/apitoken_form.html"
    title = gettext_lazy("Make a token")
    submit_label = gettext_lazy("Make the token")

    @cached_property
    def grant(self) -> Grant:
        """The role in which the token will act: that of the person now."""
        return next(iter(self.person.grants))

    def get_form_kwargs(self) -> dict[str, Any]:
        """What the role may do, and half a year from today."""
        days = min(USUAL_DAYS, settings.API_TOKEN_DAYS)
        return super().get_form_kwargs() | {
            "scopes": offered_scopes(self.grant),
            "last_on": timezone.localdate() + timedelta(days=days),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the token in this answer alone: it is kept nowhere."""
        request = TokenRequest(**form.cleaned_data)
        try:
            token, text = make_token(request=request, by=self.person, at=timezone.now())
        except Refused as refused:
            add_refusal(form, refused)
            return self.form_invalid(form)
        response = self.render_to_response(self.get_context_data(token=token, text=text))
        patch_cache_control(response, no_store=True, private=True)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """In which role, for which organisation; and on the answer the token."""
        said = {"grant": self.grant, "role": self.grant.role.label, "token": None, "text": ""}
        return super().get_context_data(**said | kwargs)


class ApiTokenDetailPage(DetailPage):
    model = ApiToken
    permission = Permission.API_MANAGE

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With its owner."""
        return super().scoped_queryset().select_related("user", "revoked_by")

    @cached_property
    def state(self) -> TokenState:
        """Whether it works."""
        return self.object.state_at(timezone.now())

    def facts(self) -> list[tuple[str, Any]]:
        """Whose it is, what it may do, and until when."""
        token = self.object
        facts = [
            (_("State"), self.state),
            (_("Of"), str(token.user)),
            (_("Role"), token.role.label),
            (_("Begins with"), token.prefix),
            (_("May do"), ", ".join(token.scope_labels)),
            (_("Only from these addresses"), ", ".join(token.networks) or _("From anywhere")),
            (_("Only to try out"), token.is_sandbox),
            (_("Made"), token.created_at),
            (_("Valid up to and including"), token.expires_on),
            (_("Last used"), token.last_used_at),
        ]
        ended = [(_("Revoked"), token.revoked_at), (_("Revoked by"), str(token.revoked_by))]
        return facts + (ended if token.revoked_at else [])

    def panels(self) -> list[Panel]:
        """What was asked with it."""
        address = f"{reverse('accounts:apirequest-list')}?token={self.object.pk}&_panel=1"
        return [Panel(REQUESTS, url=address)]

    def page_actions(self) -> list[Action]:
        """Revoke it, while that was not done."""
        if self.object.revoked_at:
            return []
        url = reverse("accounts:apitoken-revoke", args=[self.object.pk])
        return [Action(gettext_lazy("Revoke"), url, "x-lg")]


class ApiTokenRevokePage(ConfirmPage):
    model = ApiToken
    permission = Permission.API_MANAGE
    title = gettext_lazy("Revoke the token")
    submit_label = gettext_lazy("Revoke the token")
    success_message = gettext_lazy("%(object)s: revoked.")

    def consequences(self) -> Sequence[str]:
        """What the program that uses it will notice."""
        return [
            _("The program that uses this token is refused at once. No mail is sent."),
            _("A revoked token never works again; make a new one where needed."),
        ]

    def perform(self, form: Any) -> ApiToken:
        """Revoke it."""
        return revoke_token(token=self.object, by=self.person, at=timezone.now())


class ApiRequestListPage(ListPage):
    model = ApiRequest
    table_class = ApiRequestTable
    filterset_class = ApiRequestFilterSet
    permission = Permission.API_MANAGE
    title = REQUESTS
    empty_text = gettext_lazy("Nothing was asked yet with a token of your organisation.")

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the name of the token, newest first."""
        return super().scoped_queryset().select_related("token")
