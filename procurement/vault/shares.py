"""A private key cut into shares of which any two make it again, and one says nothing.

Shamir's scheme over GF(2^128) from pycryptodome takes 16 bytes, so both halves of a key are cut
under the same share numbers. It does not notice a wrong share: `rebuilt` does, by the public key.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from Crypto.Protocol.SecretSharing import Shamir
from django.utils.translation import gettext as _

from procurement.vault.errors import SharesDoNotFit
from procurement.vault.keys import KEY_BYTES, public_of

THRESHOLD = 2
MOST_SHARES = 255
_HALF = KEY_BYTES // 2


@dataclass(frozen=True, slots=True)
class Share:
    """One of the shares of a key: its number, from 1, and 32 bytes."""

    index: int
    data: bytes = field(repr=False)

    def packed(self) -> bytes:
        """The share as 33 bytes, to be sealed to whom it belongs."""
        return bytes([self.index]) + self.data

    @classmethod
    def unpacked(cls, packed: bytes) -> "Share":
        """The share that was packed so; SharesDoNotFit when it is none."""
        if len(packed) != 1 + KEY_BYTES or not packed[0]:
            raise SharesDoNotFit(_("This is not a share of a key."))
        return cls(packed[0], packed[1:])


def split(private: bytes, count: int) -> list[Share]:
    """`count` shares (2 to 255) of a key of 32 bytes, any two of which make it again."""
    if len(private) != KEY_BYTES:
        raise ValueError(f"A key has {KEY_BYTES} bytes.")
    if not THRESHOLD <= count <= MOST_SHARES:
        raise ValueError(f"A key is cut into {THRESHOLD} to {MOST_SHARES} shares.")
    left = Shamir.split(THRESHOLD, count, private[:_HALF])
    right = Shamir.split(THRESHOLD, count, private[_HALF:])
    return [
        Share(index, first + second)
        for (index, first), (_same, second) in zip(left, right, strict=True)
    ]


def combine(shares: Sequence[Share]) -> bytes:
    """The key that two shares make; whether it is the right one only `rebuilt` knows.

    SharesDoNotFit unless they are two, with different numbers.
    """
    if len({share.index for share in shares}) != THRESHOLD or len(shares) != THRESHOLD:
        raise SharesDoNotFit(_("Two different shares are needed to make the key."))
    left = Shamir.combine([(share.index, share.data[:_HALF]) for share in shares])
    right = Shamir.combine([(share.index, share.data[_HALF:]) for share in shares])
    return left + right


def rebuilt(shares: Sequence[Share], public: bytes) -> bytes:
    """The private key of `public`; SharesDoNotFit when the shares make another."""
    private = combine(shares)
    if public_of(private) != public:
        raise SharesDoNotFit(
            _("The two shares do not make the key of this tender: one of them was changed.")
        )
    return private
