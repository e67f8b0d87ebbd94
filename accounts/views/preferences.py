"""How a person wants to be told: per kind in the inbox or not, and when by mail."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.enums import MailChoice
from accounts.forms import PreferencesForm
from accounts.models import NotificationPreference
from accounts.notices import NoticeKind, kinds_for
from accounts.views.inbox import INBOX
from config.shared.views import SIGNED_IN, Crumb, FormPage


class PreferencesPage(FormPage):
    """A table of the kinds that concern the roles of the person, whichever is acted in."""

    form_class = PreferencesForm
    permission = SIGNED_IN
    template_name = "accounts/notificationpreference_form.html"
    title = gettext_lazy("What you are told")
    success_message = gettext_lazy("From now on you are told like this.")
    success_url = reverse_lazy("accounts:notificationpreference-update")

    @cached_property
    def kinds(self) -> list[NoticeKind]:
        """What concerns the person."""
        return kinds_for(self.person.all_grants)

    def breadcrumbs(self) -> list[Crumb]:
        """The inbox."""
        return [INBOX]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The kinds, and what the person chose before."""
        rows = NotificationPreference.objects.visible_to(self.person)
        chosen = {row.kind: actions.Wish(row.in_inbox, MailChoice(row.by_mail)) for row in rows}
        return super().get_form_kwargs() | {"kinds": self.kinds, "chosen": chosen}

    def perform(self, form: Any) -> None:
        """Keep the choices."""
        actions.save_preferences(by=self.person, wishes=form.wishes())
