"""How covenants and requests to join them move."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.enums import Permission
from config.shared.periods import amsterdam
from config.shared.workflow import Transition, Workflow
from contracts.covenant_rules import misplaced, sides_lacking
from contracts.enums import AccessionStatus, CovenantStatus
from providers.access import barred

if TYPE_CHECKING:
    from contracts.models import AccessionRequest, Covenant


def has_clauses(covenant: "Covenant", at: datetime) -> str | None:
    return None if covenant.clauses.exists() else _("Add clauses to the text.")


def parties_named(covenant: "Covenant", at: datetime) -> str | None:
    """Enough parties of each side, and none that has no place in this kind."""
    sides = list(covenant.parties.filter(left_on__isnull=True).values_list("side", flat=True))
    wrong = [
        sentence for side in sorted(set(sides)) if (sentence := misplaced(covenant.kind, side))
    ]
    lacking = sides_lacking(covenant.kind, sides)
    if lacking:
        lacking.insert(0, _("Name the parties."))
    return " ".join([*wrong, *lacking]) or None


def enough_signed(covenant: "Covenant", at: datetime) -> str | None:
    """Every gemeente that was named, and as many schools as the kind asks."""
    parties = covenant.parties.filter(left_on__isnull=True)
    waiting = parties.filter(signed_at__isnull=True, side="buyer").count()
    if waiting:
        return _("Gemeenten that have not signed yet: %(count)s.") % {"count": waiting}
    signed = parties.filter(signed_at__isnull=False).values_list("side", flat=True)
    lacking = sides_lacking(covenant.kind, list(signed))
    return " ".join([_("Not enough parties have signed."), *lacking]) if lacking else None


def signed_as_it_reads(covenant: "Covenant", at: datetime) -> str | None:
    """Every signature stands under the text as it reads now."""
    digest = covenant.text().digest()
    others = covenant.parties.filter(signed_at__isnull=False).exclude(signed_digest=digest)
    if others.exists():
        return _("Not all signatures stand under the text as it reads now.")
    return None


def provider_not_yet_party(request: "AccessionRequest", at: datetime) -> str | None:
    parties = request.covenant.parties.filter(provider=request.provider, left_on__isnull=True)
    return _("This provider is already a party.") if parties.exists() else None


def covenant_in_force(request: "AccessionRequest", at: datetime) -> str | None:
    if request.covenant.status == CovenantStatus.ACTIVE:
        return None
    return _("The covenant is not in force.")


def school_not_barred(request: "AccessionRequest", at: datetime) -> str | None:
    """A suspended or blocked school makes no new agreements."""
    return barred(request.provider_id, request.region_id, amsterdam(at))


COVENANT = Workflow(
    name="covenant",
    states=CovenantStatus,
    initial=(CovenantStatus.DRAFT,),
    acts={
        "commented": gettext_lazy("Commented on a clause"),
        "settled": gettext_lazy("Comment settled"),
        "agreed_clause": gettext_lazy("Clause agreed"),
        "accepted": pgettext_lazy("covenant", "Text accepted"),
        "signed_party": gettext_lazy("Signed by a party"),
        "left": gettext_lazy("A party left"),
        "published": gettext_lazy("Published"),
        "withdrawn": gettext_lazy("Publication withdrawn"),
        "checked": gettext_lazy("Checked on buying, ranking and steering"),
        "reviewed": gettext_lazy("Review held"),
    },
    transitions=(
        Transition(
            "offer",
            (CovenantStatus.DRAFT,),
            CovenantStatus.OFFERED,
            gettext_lazy("Put to the parties"),
            Permission.COVENANT_DRAFT,
            (has_clauses, parties_named),
            consequence=gettext_lazy(
                "The parties read the text, comment on single clauses, and accept and sign it. "
                "Schools get a message."
            ),
        ),
        Transition(
            "take_back",
            (CovenantStatus.OFFERED,),
            CovenantStatus.DRAFT,
            gettext_lazy("Take back to draft"),
            Permission.COVENANT_DRAFT,
            reason_required=True,
            consequence=gettext_lazy(
                "Acceptances and signatures lapse, and schools no longer see the text."
            ),
        ),
        Transition(
            "activate",
            (CovenantStatus.OFFERED,),
            CovenantStatus.ACTIVE,
            gettext_lazy("Bring into force"),
            Permission.CONTRACT_SIGN,
            (enough_signed, signed_as_it_reads),
            consequence=gettext_lazy(
                "The text can no longer be changed. Schools that have not signed yet can still "
                "join by signing it."
            ),
        ),
        Transition(
            "end",
            (CovenantStatus.ACTIVE,),
            CovenantStatus.ENDED,
            gettext_lazy("End"),
            Permission.CONTRACT_SIGN,
            stamp="ended",
            reason_required=True,
            consequence=gettext_lazy(
                "No new placements come under the covenant, and it is no longer published. "
                "All parties get a message. This cannot be undone."
            ),
        ),
    ),
)

ACCESSION = Workflow(
    name="accession_request",
    states=AccessionStatus,
    initial=(AccessionStatus.ASKED,),
    transitions=(
        Transition(
            "admit",
            (AccessionStatus.ASKED,),
            AccessionStatus.ADMITTED,
            pgettext_lazy("accession", "Admit"),
            Permission.COVENANT_DRAFT,
            (covenant_in_force, provider_not_yet_party, school_not_barred),
            stamp="decided",
            consequence=gettext_lazy(
                "The school becomes a party once it has accepted and signed the same text. "
                "It gets a message."
            ),
        ),
        Transition(
            "refuse",
            (AccessionStatus.ASKED,),
            AccessionStatus.REFUSED,
            pgettext_lazy("accession", "Do not admit"),
            Permission.COVENANT_DRAFT,
            stamp="decided",
            reason_required=True,
            consequence=gettext_lazy("The school gets a message with the reason."),
        ),
    ),
)
