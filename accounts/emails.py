"""Mail of accounts."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import Invitation, Notification


def send_invitation(invitation: Invitation, token: str) -> None:
    """Mail the link with `token` to the invited address, in Dutch; OSError when no server takes it.

    The only place that ever shows the token.
    """
    with translation.override(settings.LANGUAGE_CODE):
        words = {
            "invitation": invitation,
            "organisation": invitation.organisation,
            "role": Role(invitation.role).label,
            "link": settings.PUBLIC_URL + reverse("accounts:invitation-accept", args=[token]),
        }
        send_mail(
            _("Invitation to work for %(organisation)s in Taalregie") % words,
            render_to_string("accounts/emails/invitation.txt", words),
            settings.DEFAULT_FROM_EMAIL,
            [invitation.email],
        )


def send_notification(notification: Notification, connection: Any) -> None:
    """Mail one notification, in Dutch; OSError when the server does not take it."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = notification.subject
        if notification.is_training:
            subject = _("[Practice] %(subject)s") % {"subject": subject}
        _send_notices(subject, [notification], connection)


def send_digest(notifications: Sequence[Notification], connection: Any) -> None:
    """Mail one person's notifications as one, in Dutch; OSError as for a single one."""
    with translation.override(settings.LANGUAGE_CODE):
        count = len(notifications)
        subject = ngettext(
            "%(count)s notification in Taalregie", "%(count)s notifications in Taalregie", count
        )
        _send_notices(subject % {"count": count}, notifications, connection)


def _send_notices(subject: str, rows: Sequence[Notification], connection: Any) -> None:
    """With a Message-ID that stays the same, should the mail ever go out a second time."""
    site = settings.PUBLIC_URL
    words = {
        "notices": [(row, site + row.get_absolute_url()) for row in rows],
        "preferences": site + reverse("accounts:notificationpreference-update"),
    }
    name = f"{rows[0].pk}.{rows[-1].pk}@{urlsplit(site).hostname}"
    EmailMessage(
        subject,
        render_to_string("accounts/emails/notifications.txt", words),
        to=[rows[0].user.email],
        headers={"Message-ID": f"<notification.{name}>", "Auto-Submitted": "auto-generated"},
        connection=connection,
    ).send()
