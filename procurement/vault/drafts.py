"""Drafts of bids: a key per bid, wrapped by a key that stands outside the database.

Whoever has the database or a backup but not the environment reads no draft; who has both does.
"""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NewType

from django.utils.translation import gettext as _
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.secret import Aead
from nacl.utils import random

from procurement.vault.canonical import canonical, parsed
from procurement.vault.envelopes import BLOCK
from procurement.vault.errors import CannotUnseal, UnknownDraftKey

WrappedKey = NewType("WrappedKey", bytes)
"""A draft's key under a key of the ring: 8 bytes that name that key, then the sealed one."""
_NAME_BYTES = 8


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The wrapping keys by name; new draft keys are wrapped by the newest."""

    newest: bytes
    keys: dict[bytes, bytes] = field(repr=False)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "KeyRing":
        """A ring from keys of 32 bytes in base64, the newest first.

        ValueError with a sentence when there is none or one is malformed.
        """
        keys = [_decoded(text) for text in texts]
        if not keys:
            raise ValueError("At least one key for drafts is needed.")
        named = {_name(key): key for key in keys}
        return cls(_name(keys[0]), named)


def _decoded(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise ValueError("A key for drafts is not valid base64.") from error
    if len(key) != Aead.KEY_SIZE:
        raise ValueError(f"A key for drafts has {Aead.KEY_SIZE} bytes in base64.")
    return key


def _name(key: bytes) -> bytes:
    return hashlib.sha256(b"draft key " + key).digest()[:_NAME_BYTES]


def new_draft_key(ring: KeyRing) -> WrappedKey:
    """A new key for one draft, wrapped by the ring's newest; keep it beside the draft."""
    return _wrap(random(Aead.KEY_SIZE), ring)


def rewrap(wrapped: WrappedKey, ring: KeyRing) -> WrappedKey:
    """The same key under the ring's newest; the draft itself need not be written again."""
    if wrapped[:_NAME_BYTES] == ring.newest:
        return wrapped
    return _wrap(_unwrap(wrapped, ring), ring)


def _wrap(key: bytes, ring: KeyRing) -> WrappedKey:
    box = Aead(ring.keys[ring.newest])
    return WrappedKey(ring.newest + bytes(box.encrypt(key, ring.newest)))


def _unwrap(wrapped: WrappedKey, ring: KeyRing) -> bytes:
    name, sealed = wrapped[:_NAME_BYTES], wrapped[_NAME_BYTES:]
    if name not in ring.keys:
        raise UnknownDraftKey(_("The key that protects this draft is no longer there."))
    return _opened(sealed, ring.keys[name], name)


def seal_draft(
    content: dict[str, Any], wrapped: WrappedKey, ring: KeyRing, *, about: str = ""
) -> bytes:
    """The draft under its key. `about` names the bid: a draft laid under another does not open."""
    box = Aead(_unwrap(wrapped, ring))
    return bytes(box.encrypt(sodium_pad(canonical(content), BLOCK), about.encode("utf-8")))


def open_draft(
    ciphertext: bytes, wrapped: WrappedKey, ring: KeyRing, *, about: str = ""
) -> dict[str, Any]:
    """The draft's content; CannotUnseal when it was changed or is another bid's."""
    padded = _opened(ciphertext, _unwrap(wrapped, ring), about.encode("utf-8"))
    content: dict[str, Any] = parsed(sodium_unpad(padded, BLOCK))
    return content


def _opened(ciphertext: bytes, key: bytes, about: bytes) -> bytes:
    try:
        return Aead(key).decrypt(ciphertext, about)
    except CryptoError as error:
        raise CannotUnseal(_("The draft was changed or belongs to another bid.")) from error
