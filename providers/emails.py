"""Mail to people who have no account yet."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from providers.models import ProviderRegistration


def send_confirmation(registration: ProviderRegistration, token: str) -> None:
    """Mail the link that confirms the address, in Dutch; OSError when no server takes it."""
    link = settings.PUBLIC_URL + reverse("providers:registration-confirm", args=[token])
    _send(registration, _("Confirm your registration in Taalregie"), "confirm", link=link)


def send_refusal(registration: ProviderRegistration) -> None:
    """Mail the contact why the organisation is not taken in, in Dutch."""
    _send(registration, _("Your registration in Taalregie"), "refused")


def _send(registration: ProviderRegistration, subject: object, name: str, **words: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            str(subject),
            render_to_string(
                f"providers/emails/registration_{name}.txt", {"registration": registration} | words
            ),
            settings.DEFAULT_FROM_EMAIL,
            [registration.contact_email],
        )
