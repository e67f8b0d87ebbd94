"""The person's deadlines in the person's own calendar."""

import re
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.models import CalendarFeed
from accounts.notices import events_of
from config.shared.feeds import calendar
from config.shared.forms import PageForm
from config.shared.queue import later
from config.shared.views import (
    PUBLIC,
    SIGNED_IN,
    Action,
    ConfirmPage,
    Crumb,
    FormPage,
    Page,
)
from config.shared.views.pages import Text

PAGE = reverse_lazy("accounts:calendarfeed-update")


class CalendarPage(FormPage):
    """Draws the address of the person's calendar. The answer shows it, once."""

    form_class = PageForm
    permission = SIGNED_IN
    template_name = "accounts/calendarfeed_form.html"
    title = gettext_lazy("Deadlines in your calendar")

    @cached_property
    def feed(self) -> CalendarFeed | None:
        """What there is now."""
        return CalendarFeed.objects.visible_to(self.person).first()

    def breadcrumbs(self) -> list[Crumb]:
        """None: it hangs under the account menu."""
        return []

    def page_actions(self) -> list[Action]:
        """Stop, while there is an address."""
        url = reverse("accounts:calendarfeed-stop")
        return [Action(gettext_lazy("Stop"), url, "x-lg")] if self.feed else []

    def form_valid(self, form: Any) -> HttpResponse:
        """Show the new address in this answer alone: it is kept nowhere."""
        self.feed, token = actions.renew_feed(by=self.person, at=timezone.now())
        address = settings.PUBLIC_URL + reverse("accounts:feed", args=[token])
        response = self.render_to_response(self.get_context_data(address=address))
        patch_cache_control(response, no_store=True, private=True)
        return response

    @property
    def submit_label(self) -> Text:  # type: ignore[override]
        """A second address takes the place of the first."""
        return _("Draw a new address") if self.feed else _("Draw an address")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The feed, and on the answer its address, also as a link that opens a calendar."""
        address = kwargs.get("address", "")
        subscribe_url = re.sub(r"^https?:", "webcal:", address)
        said = {"feed": self.feed, "address": address, "subscribe_url": subscribe_url}
        return super().get_context_data(**said | kwargs)


class CalendarStopPage(ConfirmPage):
    """Lets the address stop working."""

    permission = SIGNED_IN
    title = gettext_lazy("Stop your calendar address")
    submit_label = gettext_lazy("Stop the address")
    success_message = gettext_lazy("Your calendar address has stopped working.")
    success_url = PAGE

    @cached_property
    def object(self) -> CalendarFeed:
        """The person's own; 404 when there is none."""
        return get_object_or_404(CalendarFeed.objects.visible_to(self.person))

    def breadcrumbs(self) -> list[Crumb]:
        """The page of the address."""
        return [Crumb(CalendarPage.title, PAGE)]

    def consequences(self) -> list[str]:
        """What the calendar does then."""
        return [
            _("Your calendar gets no more deadlines from Taalregie. No mail is sent."),
            _("The address never works again; you can draw a new one at any time."),
        ]

    def perform(self, form: Any) -> None:
        """Stop it."""
        actions.stop_feed(by=self.person, at=timezone.now())


class FeedPage(Page):
    """What a calendar reads: the deadlines of the person whose address this is, in Dutch.

    The token is the key; who has lost it draws a new address. Whatever is wrong with it, or with
    its owner, is 404.
    """

    permission = PUBLIC

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """The calendar, for every organisation of its owner."""
        feed = CalendarFeed.objects.with_token(token).select_related("user").first()
        if feed is None:
            raise Http404
        with translation.override(settings.LANGUAGE_CODE):
            content = calendar(events_of(feed.user), name="Taalregie", now=timezone.now())
        self._note_fetch(feed)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="taalregie.ics"'
        patch_cache_control(response, private=True, max_age=0)
        return response

    def _note_fetch(self, feed: CalendarFeed) -> None:
        """Once a day, by a worker: a GET writes nothing."""
        today = timezone.localdate()
        if feed.last_fetched_on != today:
            later("accounts.note_fetch", feed_id=feed.pk, on=today.isoformat())
