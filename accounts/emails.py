"""Mail of accounts."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.models import Invitation


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
