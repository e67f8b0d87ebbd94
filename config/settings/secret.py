"""The secret key of a development machine, and the keys that follow from it."""

import base64
import hmac
import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key


def development_key(data_dir: Path) -> str:
    """The key kept in `data_dir`, made at the first start and readable by its owner alone."""
    path = data_dir / "secret_key"
    if not path.exists():
        _create(path)
    return path.read_text().strip()


def derived_key(secret: str, purpose: str) -> str:
    """A key of 32 bytes in base64 for one purpose; without the secret nobody finds it."""
    return base64.b64encode(hmac.digest(secret.encode(), purpose.encode(), "sha256")).decode()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(get_random_secret_key())
    try:
        os.link(draft, path)  # of two processes that start at once, the first one's key stays
    except FileExistsError:
        pass
    finally:
        draft.unlink()
