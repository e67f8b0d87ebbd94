"""The grounds on which a running contract may be changed, and what each asks.

Articles 2.163b to 2.163g Aanbestedingswet 2012; the conditions are those of Directive
2014/24/EU, article 72, which these articles carry over.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    """Why a contract may be changed without a new tender: the letter of the article."""

    MINOR = "b", _("b: small change")
    CLAUSE = "c", _("c: the contract itself foresees it")
    EXTRA = "d", _("d: extra services by the same provider")
    UNFORESEEN = "e", _("e: unforeseen circumstances")
    REPLACEMENT = "f", _("f: another provider takes over")
    NOT_SUBSTANTIAL = "g", _("g: not substantial")

    @property
    def article(self) -> str:
        return f"2.163{self.value} Aw 2012"

    @property
    def notice_code(self) -> str:
        """The code of eForms for the reason of a modification."""
        return {
            "b": "mod-minv",
            "c": "mod-rev",
            "d": "add-wss",
            "e": "mod-cir",
            "f": "mod-repl",
            "g": "mod-nons",
        }[self.value]

    @property
    def is_limited(self) -> bool:
        """Whether the ground holds up to a percentage of the value."""
        return self == Reason.MINOR or self in NOTICED


NOTICED = (Reason.EXTRA, Reason.UNFORESEEN)
"""Grounds after which a modification notice (38) follows, above the threshold."""
TEST_ORDER = (
    Reason.CLAUSE,
    Reason.EXTRA,
    Reason.UNFORESEEN,
    Reason.REPLACEMENT,
    Reason.MINOR,
    Reason.NOT_SUBSTANTIAL,
)
"""c to f are tested before b: a change that they carry uses nothing of the room of b."""


class Statement(TextChoices):
    """What the person who proposes a change declares about it."""

    SAME_NATURE = "same_nature", _("The nature of the contract stays the same.")
    CLEAR_CLAUSE = (
        "clear_clause",
        _("A clause of the contract foresees this change: clear, precise and unequivocal."),
    )
    EXTRA_NEEDED = (
        "extra_needed",
        _("Extra services have become necessary that were not in the contract."),
    )
    NO_OTHER_PROVIDER = (
        "no_other_provider",
        _(
            "Another provider is not possible for economic or technical reasons, and would mean "
            "considerable inconvenience or double costs."
        ),
    )
    NOT_FORESEEABLE = (
        "not_foreseeable",
        _("A careful buyer could not have foreseen the circumstances."),
    )
    SUCCESSOR = (
        "successor",
        _(
            "The new provider succeeds the old one after a merger, takeover or insolvency, and "
            "meets the original suitability requirements."
        ),
    )
    REPLACEMENT_CLAUSE = (
        "replacement_clause",
        _("A clear clause of the contract foresees that this provider can be replaced."),
    )
    OTHER_BIDDERS = (
        "other_bidders",
        _("With these terms others could have been admitted, or another bid could have won."),
    )
    PROVIDER_GAINS = (
        "provider_gains",
        _("The economic balance moves in favour of the provider."),
    )
    WIDER_SCOPE = (
        "wider_scope",
        _("The scope of the contract becomes considerably larger."),
    )


SUBSTANTIAL = (Statement.OTHER_BIDDERS, Statement.PROVIDER_GAINS, Statement.WIDER_SCOPE)
"""Any one of these makes a change substantial, so that g does not carry it (art. 72 lid 4)."""


class Outcome(TextChoices):
    """What the limits say about a change."""

    ALLOWED = "allowed", _("Allowed")
    WARNING = "warning", _("Allowed, with a warning")
    NOT_ALLOWED = "not_allowed", _("Not allowed")

    @property
    def tone(self) -> str:
        return {"allowed": "good", "warning": "attention"}.get(self.value, "wrong")
