"""Strict reading of the environment: a wrong or missing value stops the start with a sentence."""

import base64
import binascii
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}
POSTGRES_SCHEMES = ("postgres", "postgresql")
KEY_BYTES = 32


def text(name: str, default: str | None = None) -> str:
    """The variable's value; without a default it must be set and not be empty."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return default


def flag(name: str, *, default: bool) -> bool:
    """True for 1, true, yes or on; False for 0, false, no or off."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0 (or true, false, yes, no), not '{value}'.")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """A whole number of at least `least`, and at most `most` if given."""
    return _whole(name, text(name, str(default)), least, most)


def integers(name: str, default: str, *, least: int = 0) -> list[int]:
    """The whole numbers, each at least `least`, of a comma-separated value."""
    return [_whole(name, part, least) for part in listing(name, default)]


def _whole(name: str, value: str, least: int, most: int | None = None) -> int:
    if value.isdecimal() and least <= int(value) and (most is None or int(value) <= most):
        return int(value)
    limits = f"from {least}" if most is None else f"from {least} to {most}"
    raise ImproperlyConfigured(f"{name} must be a whole number {limits}, not '{value}'.")


def listing(name: str, default: str | None = None) -> list[str]:
    """The parts of a comma-separated value, without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choice(name: str, default: str, allowed: Sequence[str]) -> str:
    """One of the words in `allowed`."""
    value = text(name, default)
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not '{value}'.")


def secret_keys(name: str, default: str | None = None) -> list[str]:
    """Comma-separated keys of 32 bytes in base64; a malformed one is told without showing it."""
    keys = listing(name, default)
    if keys and all(_is_key(key) for key in keys):
        return keys
    raise ImproperlyConfigured(f"{name} must hold keys of {KEY_BYTES} bytes in base64.")


def _is_key(value: str) -> bool:
    try:
        return len(base64.b64decode(value, validate=True)) == KEY_BYTES
    except binascii.Error:
        return False


def folder(name: str, default: Path) -> Path:
    """An absolute path; a relative value is taken from the default's parent."""
    return (default.parent / Path(text(name, str(default))).expanduser()).resolve()


def database(name: str, default: str | None = None) -> dict[str, Any]:
    """Django's settings for `postgres://user:password@host:port/name?option=value`.

    `host` may also be given as an option: the folder of a unix socket. Other
    options (`sslmode`, `sslrootcert`, ...) are handed to the driver.
    """
    url = text(name, default)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a valid address: {error}.") from error
    if parts.scheme not in POSTGRES_SCHEMES or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} must look like postgres://user:password@host:5432/database."
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
