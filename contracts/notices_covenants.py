"""What people are told about covenants, and the reviews in inbox and calendar."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import MailChoice, Permission
from accounts.models import User
from accounts.notices import (
    Due,
    NoticeKind,
    People,
    people_with,
    register_events,
    register_kind,
    register_reminders,
)
from accounts.roles import PROVIDER_ROLES, roles_with
from config.shared.display import weekday
from config.shared.feeds import Event
from config.shared.periods import amsterdam
from contracts.actions.covenants import telling
from contracts.models import CovenantReview
from procurement.terms.clock import start_of

DRAFTERS = tuple(roles_with(Permission.COVENANT_DRAFT))
BOTH = (*DRAFTERS, *PROVIDER_ROLES)
AT_ONCE, DAILY = MailChoice.AT_ONCE, MailChoice.DAILY


def register() -> None:
    """Make kinds, reminders and calendar events known; once, at start-up."""
    room = gettext_lazy("Covenants")
    for name, label, roles, by_mail in (
        (telling.OFFERED, gettext_lazy("A covenant is put to you"), PROVIDER_ROLES, AT_ONCE),
        (telling.COMMENTED, gettext_lazy("A comment on a clause"), BOTH, DAILY),
        (telling.CHANGED, gettext_lazy("A text that you accepted has changed"), BOTH, AT_ONCE),
        (telling.SIGNED, gettext_lazy("A party signs a covenant"), DRAFTERS, DAILY),
        (telling.IN_FORCE, gettext_lazy("A covenant comes into force"), BOTH, AT_ONCE),
        (telling.ENDED, gettext_lazy("A covenant ends, or a party leaves it"), BOTH, AT_ONCE),
        (telling.ASKED, gettext_lazy("A school asks to join a covenant"), DRAFTERS, AT_ONCE),
        (telling.DECIDED, gettext_lazy("The region decides on joining"), PROVIDER_ROLES, AT_ONCE),
        (telling.REVIEW, gettext_lazy("A review of a covenant comes near"), BOTH, DAILY),
    ):
        register_kind(NoticeKind(name, label, room, roles, by_mail))
    register_reminders(coming_reviews)
    register_events(review_events)


def coming_reviews(at: datetime) -> Iterator[Due]:
    """Reviews within the longest reminder, for the drafters and for each school that is a party."""
    today = amsterdam(at)
    last = today + timedelta(days=max(settings.REMINDER_DAYS, default=0))
    rows = CovenantReview.objects.coming().filter(due_on__range=(today, last))
    for review in rows.select_related("covenant__region"):
        region = review.covenant.region
        people = people_with(Permission.COVENANT_DRAFT, region=region)
        yield _due(review, people, f"region:{region.pk}")
        schools = review.covenant.parties.in_force().filter(provider__isnull=False)
        for party in schools.order_by("pk"):
            signers = people_with(Permission.COVENANT_AGREE, provider_id=party.provider_id)
            yield _due(review, signers, f"provider:{party.provider_id}")


def _due(review: CovenantReview, people: People, organisation: str) -> Due:
    words = {"covenant": review.covenant, "day": weekday(review.due_on)}
    return Due(
        kind=telling.REVIEW,
        key=f"covenant-review:{review.pk}:{organisation}",
        to=people,
        subject=lambda: _("Review of covenant %(covenant)s") % words,
        sentence=lambda: _("The review is due on %(day)s.") % words,
        url=review.get_absolute_url(),
        due_at=start_of(review.due_on),
        about=review.covenant,
        organisation=organisation,
        is_training=review.covenant.region.is_training,
    )


def review_events(user: User) -> Iterator[Event]:
    """The reviews to come of the covenants that the person sees."""
    rows = CovenantReview.objects.visible_to(user).coming()
    for review in rows.select_related("covenant__region"):
        summary = _("Review of covenant %(covenant)s") % {"covenant": review.covenant}
        is_training = review.covenant.region.is_training
        yield Event(
            uid=f"covenant-review-{review.pk}",
            start=review.due_on,
            summary=f"{_('PRACTICE')}: {summary}" if is_training else summary,
            url=settings.PUBLIC_URL + review.get_absolute_url(),
            categories=(str(_("Covenants")),),
            alarm_days=(7,),
        )
