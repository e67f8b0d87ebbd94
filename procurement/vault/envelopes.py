"""Content sealed to a public key: who seals it cannot read it back, nor can who stores it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from procurement.vault.canonical import canonical, parsed
from procurement.vault.errors import CannotUnseal

BLOCK = 4096
"""Content is padded to a multiple of this, so that the length of an envelope tells little."""


def seal(content: dict[str, Any], public: bytes, *, about: str = "") -> bytes:
    """An envelope with `content`: text, whole numbers, lists and objects; amounts are text.

    `about` says where it belongs, such as the tender, the bidder and the kind: it is sealed with
    the content, so that nobody can lay one bidder's envelope under another's name.
    """
    return seal_bytes(sodium_pad(_wrapped(content, about), BLOCK), public)


def unseal(ciphertext: bytes, private: bytes, *, about: str = "") -> dict[str, Any]:
    """The content; CannotUnseal when it was changed, or sealed for another key or `about`."""
    padded = unseal_bytes(ciphertext, private)
    try:
        return _unwrapped(sodium_unpad(padded, BLOCK), about)
    except (CryptoError, ValueError) as error:
        raise CannotUnseal(_("The envelope does not hold what an envelope should.")) from error


def _wrapped(content: dict[str, Any], about: str) -> bytes:
    return canonical({"about": about, "content": content})


def _unwrapped(text: bytes, about: str) -> dict[str, Any]:
    match parsed(text):
        case {"about": str() as stated, "content": dict() as content}:
            if stated != about:
                raise CannotUnseal(_("The envelope belongs to another tender or another bid."))
            return content
    raise ValueError("The content of an envelope is an object.")


def seal_bytes(plain: bytes, public: bytes) -> bytes:
    """Bytes sealed to a public key (libsodium's sealed box), 48 bytes longer."""
    return bytes(SealedBox(PublicKey(public)).encrypt(plain))


def unseal_bytes(ciphertext: bytes, private: bytes) -> bytes:
    """The bytes; CannotUnseal when they were changed or sealed for another key."""
    box = SealedBox(PrivateKey(private))
    try:
        return box.decrypt(ciphertext)
    except CryptoError as error:
        raise CannotUnseal(_("This key does not open the envelope, or it was changed.")) from error


def digest(ciphertext: bytes) -> str:
    """SHA-256 of a sealed envelope, as 64 hexadecimal digits."""
    return hashlib.sha256(ciphertext).hexdigest()


def digest_of_all(digests: Iterable[str]) -> str:
    """One digest for the sealed files of a bid: SHA-256 over theirs, sorted, each on a line.

    So that a bidder who has the files can make it with `sha256sum` and `sort`.
    """
    return hashlib.sha256("".join(f"{one}\n" for one in sorted(digests)).encode()).hexdigest()
