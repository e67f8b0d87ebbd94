"""The cryptography of the bid vault: bytes in, bytes out; no database, no clock, no network.

docs/vault.md tells how the parts work together and what they do not stop.
"""

from procurement.vault.drafts import (
    KeyRing,
    WrappedKey,
    new_draft_key,
    open_draft,
    rewrap,
    seal_draft,
)
from procurement.vault.envelopes import (
    digest,
    digest_of_all,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)
from procurement.vault.errors import (
    BrokenStream,
    CannotUnseal,
    MistypedKey,
    SharesDoNotFit,
    UnknownDraftKey,
    VaultError,
    WrongPassphrase,
)
from procurement.vault.keys import (
    KeyPair,
    LockedKey,
    lock_private,
    new_pair,
    new_signing_pair,
    public_of,
    unlock_private,
    weaknesses,
)
from procurement.vault.paper import from_printed, printed
from procurement.vault.records import OPENING, RECEIPT, signed
from procurement.vault.shares import Share, combine, rebuilt, split
from procurement.vault.streams import StreamSealer, unsealed
from procurement.vault.verifying import Finding, verify

__all__ = [
    "OPENING",
    "RECEIPT",
    "BrokenStream",
    "CannotUnseal",
    "Finding",
    "KeyPair",
    "KeyRing",
    "LockedKey",
    "MistypedKey",
    "Share",
    "SharesDoNotFit",
    "StreamSealer",
    "UnknownDraftKey",
    "VaultError",
    "WrappedKey",
    "WrongPassphrase",
    "combine",
    "digest",
    "digest_of_all",
    "from_printed",
    "lock_private",
    "new_draft_key",
    "new_pair",
    "new_signing_pair",
    "open_draft",
    "printed",
    "public_of",
    "rebuilt",
    "rewrap",
    "seal",
    "seal_bytes",
    "seal_draft",
    "signed",
    "split",
    "unlock_private",
    "unseal",
    "unseal_bytes",
    "unsealed",
    "verify",
    "weaknesses",
]
