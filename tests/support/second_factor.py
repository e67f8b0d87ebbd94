"""The app that gives a person's second factor."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt
from django.test import Client

from accounts.models import User

PERIOD = 30
ON_ITS_WAY = 8
"""Seconds that a code must hold yet, so that it still does where a busy machine reads it."""


def with_app(user: User) -> str:
    """The secret of the user's app, which they get when they have none."""
    app = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    app = app or TOTP.activate(user, generate_totp_secret()).instance
    return decrypt(app.data["secret"])


def code_of(secret: str) -> str:
    """What the app shows now."""
    left = PERIOD - time.time() % PERIOD
    if left < ON_ITS_WAY:
        time.sleep(left)
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD))


def give_second_factor(client: Client) -> None:
    """Let the session of `client` be one in which the code of an app was given just now."""
    record = {"method": "mfa", "type": "totp", "at": time.time(), "reauthenticated": True}
    session = client.session
    session["account_authentication_methods"] = [record]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
