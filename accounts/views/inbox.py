"""The inbox: what a person is told, for all the organisations of that person."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts import actions
from accounts.filters import NotificationFilterSet
from accounts.forms import AllReadForm
from accounts.middleware import ACTING
from accounts.models import Notification, User
from accounts.tables import NotificationTable
from config.shared.views import SIGNED_IN, Action, Crumb, FormPage, ListPage, ModelPage

LIST = reverse_lazy("accounts:notification-list")
INBOX = Crumb(gettext_lazy("Inbox"), LIST)


class NotificationListPage(ListPage):
    """Newest first. A row opens by POST, because opening marks it as read."""

    model = Notification
    table_class = NotificationTable
    filterset_class = NotificationFilterSet
    permission = SIGNED_IN
    template_name = "accounts/notification_list.html"
    title = INBOX.label
    empty_text = gettext_lazy(
        "Nothing yet. You will read here what happens in the work that concerns your role."
    )

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Without those that a person wants by mail alone."""
        return Notification.objects.visible_to(self.person).in_inbox()

    def page_actions(self) -> list[Action]:
        """Choose what one is told, and how."""
        url = reverse("accounts:notificationpreference-update")
        return [Action(gettext_lazy("Preferences"), url, "sliders")]

    def get_table_kwargs(self) -> dict[str, Any]:
        """The names of the organisations whose keys stand in the rows."""
        return super().get_table_kwargs() | {"organisations": organisations_of(self.person)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """When the page was made: "all read" reaches no further."""
        return super().get_context_data(shown_at=timezone.now().isoformat(), **kwargs)


class NotificationDetailPage(ModelPage, TemplateView):
    """One notification, where its mail leads; a button opens what it is about."""

    model = Notification
    permission = SIGNED_IN
    template_name = "accounts/notification_detail.html"

    def get_title(self) -> str:
        """What it is about."""
        return str(self.object)

    def breadcrumbs(self) -> list[Crumb]:
        """The inbox."""
        return [INBOX]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The notification, and the name of the organisation for which the reader was told."""
        said = {
            "notification": self.object,
            "organisation": organisations_of(self.person).get(self.object.organisation, ""),
        }
        return super().get_context_data(**said | kwargs)


class ReadPage(ModelPage):
    """Marks one as read, and stays."""

    model = Notification
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Mark it; back to where the button stood."""
        actions.mark_read(notification=self.object, by=self.person, at=timezone.now())
        return redirect(_back(request))


class OpenPage(ModelPage):
    """Opens what a notification is about: marks it as read and acts for its organisation."""

    model = Notification
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead on, in a role in which the page can be seen."""
        actions.mark_read(notification=self.object, by=self.person, at=timezone.now())
        self._act_for(self.object.organisation)
        return redirect(self.object.url)

    def _act_for(self, organisation: str) -> None:
        """Switch to a role in `organisation`, unless the person acts there or has none."""
        grants = [g for g in self.person.all_grants if g.for_organisation == organisation]
        if grants and self.person.acting not in grants:
            self.request.session[ACTING] = grants[0].key


class AllReadPage(FormPage):
    """Marks everything that the inbox showed as read."""

    form_class = AllReadForm
    permission = SIGNED_IN
    http_method_names = ["post"]
    title = gettext_lazy("Mark everything as read")
    success_url = LIST

    def breadcrumbs(self) -> list[Crumb]:
        """The inbox."""
        return [INBOX]

    def perform(self, form: Any) -> int:
        """Mark them; returns how many they were."""
        return actions.mark_all_read(
            by=self.person, at=timezone.now(), until=form.cleaned_data["until"]
        )

    def get_success_message(self, result: int) -> str:
        """How many were unread until now."""
        said = ngettext(
            "%(count)s notification marked as read.",
            "%(count)s notifications marked as read.",
            result,
        )
        return said % {"count": result}


def organisations_of(person: User) -> dict[str, str]:
    """The names of the person's organisations by key, such as "region:3"."""
    return {grant.for_organisation: grant.organisation for grant in person.all_grants}


def _back(request: HttpRequest) -> str:
    """The list as the reader had it, filters and page included."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        came_from, {request.get_host()}, require_https=request.is_secure()
    )
    return came_from if is_ours else str(LIST)
