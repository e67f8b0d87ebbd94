"""What the vault says when it cannot do what was asked; each carries a sentence for a person.

They are refusals, so a page shows them at its form. None holds a key, a passphrase or content.
"""

from collections.abc import Iterable

from config.shared.errors import Refused


class VaultError(Refused):
    """Anything that the vault refuses."""


class WrongPassphrase(VaultError):
    """The passphrase does not open this key, or the locked key was changed."""


class MistypedKey(VaultError):
    """A key typed from paper is not what was printed.

    `groups` are the numbers (from 1) of the groups that cannot be right, in order; empty when
    each is right by itself or when their number is wrong.
    """

    def __init__(self, sentence: object, groups: Iterable[int] = ()) -> None:
        self.groups = tuple(groups)
        super().__init__(sentence)


class SharesDoNotFit(VaultError):
    """Two shares do not make the private key of this public key."""


class CannotUnseal(VaultError):
    """Sealed bytes were changed, or were sealed for another key or another place."""


class UnknownDraftKey(VaultError):
    """No key of the ring opens this one: the key it was wrapped with was taken away."""


class BrokenStream(VaultError):
    """A sealed file was cut short, changed or put in another order."""
