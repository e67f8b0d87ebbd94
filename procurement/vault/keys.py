"""Key pairs, and private keys at rest: locked by a passphrase or printed on paper."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey
from nacl.utils import random

from procurement.vault.errors import WrongPassphrase

KEY_BYTES = 32
STRENGTHS = {
    "moderate": (argon2id.OPSLIMIT_MODERATE, argon2id.MEMLIMIT_MODERATE),
    "interactive": (argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE),
    "minimum": (argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN),
}
"""What a guess costs, as libsodium names it: 256 MiB and near a second, 64 MiB, next to nothing.

"minimum" protects nothing and exists for tests.
"""
LEAST_CHARACTERS = 16
LEAST_WORDS = 4
LEAST_VARIETY = 8
SHORTEST_WORD = 3
SHORTEST_PERSONAL = 4
_WORD = re.compile(rf"[^\W\d_]{{{SHORTEST_WORD},}}")


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Two keys of 32 bytes; the private one is kept out of what is printed or logged."""

    public: bytes
    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class LockedKey:
    """A private key under a passphrase, with all that unlocking needs but the passphrase."""

    salt: bytes
    opslimit: int
    memlimit: int
    ciphertext: bytes


def new_pair() -> KeyPair:
    """A new pair for sealed boxes (X25519)."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def new_signing_pair() -> KeyPair:
    """A new pair for signatures (Ed25519); `private` is the seed."""
    private = SigningKey.generate()
    return KeyPair(bytes(private.verify_key), bytes(private))


def public_of(private: bytes) -> bytes:
    """The public half that belongs to the private key of a sealed box."""
    return bytes(PrivateKey(private).public_key)


def lock_private(private: bytes, passphrase: str, *, strength: str = "moderate") -> LockedKey:
    """Put a private key under a passphrase; `strength` is a name in STRENGTHS."""
    opslimit, memlimit = STRENGTHS[strength]
    salt = random(argon2id.SALTBYTES)
    box = _box(passphrase, salt, opslimit, memlimit)
    return LockedKey(salt, opslimit, memlimit, bytes(box.encrypt(private)))


def unlock_private(locked: LockedKey, passphrase: str) -> bytes:
    """The private key; WrongPassphrase when the passphrase does not open it."""
    box = _box(passphrase, locked.salt, locked.opslimit, locked.memlimit)
    try:
        return box.decrypt(locked.ciphertext)
    except CryptoError as error:
        raise WrongPassphrase(_("This is not the passphrase of your vault key.")) from error


def _box(passphrase: str, salt: bytes, opslimit: int, memlimit: int) -> SecretBox:
    secret = _as_typed_anywhere(passphrase).encode("utf-8")
    return SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, secret, salt, opslimit, memlimit))


def _as_typed_anywhere(passphrase: str) -> str:
    """One spelling for what keyboards and systems write differently: accents and spaces."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def weaknesses(passphrase: str, personal: Iterable[str] = ()) -> list[str]:
    """Why a new passphrase would be too easy to guess, in sentences; none when it will do.

    `personal` are texts that others connect with the person: name, e-mail address, organisation.
    Whoever copies the database may guess for years, so this asks more than a login does.
    """
    text = _as_typed_anywhere(passphrase).casefold()
    found = [_length_weakness(text), _variety_weakness(text), _personal_weakness(text, personal)]
    return [sentence for sentence in found if sentence]


def _length_weakness(text: str) -> str:
    if len(text) >= LEAST_CHARACTERS or len(set(_WORD.findall(text))) >= LEAST_WORDS:
        return ""
    return _(
        "Use at least %(characters)s characters, or %(words)s different words: a shorter "
        "passphrase can be guessed by whoever has a copy of the database."
    ) % {"characters": LEAST_CHARACTERS, "words": LEAST_WORDS}


def _variety_weakness(text: str) -> str:
    is_repetition = len(text) > 1 and text in (text + text)[1:-1]
    if len(set(text)) >= LEAST_VARIETY and not is_repetition:
        return ""
    return _("Repeat less: the same characters or words again and again are guessed first.")


def _personal_weakness(text: str, personal: Iterable[str]) -> str:
    known = {part for words in personal for part in re.findall(r"\w+", words.casefold())}
    if any(part in text for part in known if len(part) >= SHORTEST_PERSONAL):
        return _(
            "Leave out your name, e-mail address and organisation: who wants to open the vault "
            "tries those first."
        )
    return ""
