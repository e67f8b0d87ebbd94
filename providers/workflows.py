"""The states of registrations, admissions and proposed changes, and who may move between them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy, ngettext

from accounts.enums import Permission
from config.shared.workflow import Transition, Workflow
from providers.enums import AdmissionStatus, ChangeStatus, RegistrationStatus

if TYPE_CHECKING:
    from providers.models import Admission

LET_IN = (AdmissionStatus.ADMITTED, AdmissionStatus.SUSPENDED, AdmissionStatus.BLOCKED)
BARRED = (AdmissionStatus.SUSPENDED, AdmissionStatus.BLOCKED)


def marks_checked(admission: "Admission", at: datetime) -> str | None:
    """Nobody is admitted on a mark that no region has looked at."""
    count = admission.provider.recognitions.unchecked().count()
    if not count:
        return None
    sentence = ngettext(
        "%(count)s recognition still has to be checked.",
        "%(count)s recognitions still have to be checked.",
        count,
    )
    return sentence % {"count": count}


PROVIDER_REGISTRATION = Workflow(
    name="provider_registration",
    states=RegistrationStatus,
    initial=(RegistrationStatus.UNCONFIRMED,),
    transitions=(
        Transition(
            "confirm",
            (RegistrationStatus.UNCONFIRMED,),
            RegistrationStatus.CONFIRMED,
            gettext_lazy("Confirm the e-mail address"),
        ),
        Transition(
            "propose",
            (RegistrationStatus.CONFIRMED,),
            RegistrationStatus.PROPOSED,
            gettext_lazy("Propose for admission"),
            Permission.PROVIDER_MANAGE,
            stamp="decided",
            consequence=gettext_lazy(
                "The organisation comes into the register and is proposed for admission in your "
                "region. A colleague decides on the admission."
            ),
        ),
        Transition(
            "refuse",
            (RegistrationStatus.CONFIRMED,),
            RegistrationStatus.REFUSED,
            gettext_lazy("Do not take into the register"),
            Permission.PROVIDER_MANAGE,
            stamp="decided",
            reason_required=True,
            consequence=gettext_lazy("The contact gets a mail with the reason."),
        ),
    ),
)

ADMISSION = Workflow(
    name="admission",
    states=AdmissionStatus,
    initial=(AdmissionStatus.PROPOSED,),
    transitions=(
        Transition(
            "admit",
            (AdmissionStatus.PROPOSED,),
            AdmissionStatus.ADMITTED,
            gettext_lazy("Admit to the region"),
            Permission.PROVIDER_MANAGE,
            (marks_checked,),
            stamp="admitted",
            consequence=gettext_lazy(
                "The provider can be given work in your region. Who is known of it without an "
                "account gets an invitation by mail."
            ),
        ),
        Transition(
            "refuse",
            (AdmissionStatus.PROPOSED,),
            AdmissionStatus.REFUSED,
            gettext_lazy("Refuse the admission"),
            Permission.PROVIDER_MANAGE,
            stamp="refused",
            reason_required=True,
            consequence=gettext_lazy(
                "The provider is not given work in your region. Its people are told the reason."
            ),
        ),
        Transition(
            "propose_again",
            (AdmissionStatus.REFUSED, AdmissionStatus.ENDED),
            AdmissionStatus.PROPOSED,
            gettext_lazy("Propose again"),
            Permission.PROVIDER_MANAGE,
            stamp="proposed",
            consequence=gettext_lazy("A colleague decides on the admission."),
        ),
        Transition(
            "suspend",
            (AdmissionStatus.ADMITTED,),
            AdmissionStatus.SUSPENDED,
            gettext_lazy("Suspend the provider"),
            Permission.PROVIDER_MANAGE,
            stamp="barred",
            reason_required=True,
            consequence=gettext_lazy(
                "From that day no new placements, bids or contracts. What runs goes on. The "
                "provider's people are told the reason."
            ),
        ),
        Transition(
            "block",
            (AdmissionStatus.ADMITTED, AdmissionStatus.SUSPENDED),
            AdmissionStatus.BLOCKED,
            gettext_lazy("Block the provider"),
            Permission.PROVIDER_MANAGE,
            stamp="barred",
            reason_required=True,
            consequence=gettext_lazy(
                "From that day no new placements, bids or contracts. What runs goes on. The "
                "provider's people are told the reason."
            ),
        ),
        Transition(
            "lift",
            BARRED,
            AdmissionStatus.ADMITTED,
            gettext_lazy("Lift the suspension or block"),
            Permission.PROVIDER_MANAGE,
            reason_required=True,
            consequence=gettext_lazy("The provider can be given new work at once."),
        ),
        Transition(
            "end",
            LET_IN,
            AdmissionStatus.ENDED,
            gettext_lazy("End the admission"),
            Permission.PROVIDER_MANAGE,
            stamp="ended",
            reason_required=True,
            consequence=gettext_lazy(
                "The provider gets no new work in your region. What runs goes on."
            ),
        ),
    ),
)

PROVIDER_CHANGE = Workflow(
    name="provider_change",
    states=ChangeStatus,
    initial=(ChangeStatus.OPEN,),
    transitions=(
        Transition(
            "accept",
            (ChangeStatus.OPEN,),
            ChangeStatus.ACCEPTED,
            gettext_lazy("Accept"),
            Permission.PROVIDER_MANAGE,
            stamp="decided",
            consequence=gettext_lazy(
                "The register changes on the day of the change. Every region sees it."
            ),
        ),
        Transition(
            "refuse",
            (ChangeStatus.OPEN,),
            ChangeStatus.REFUSED,
            gettext_lazy("Refuse"),
            Permission.PROVIDER_MANAGE,
            stamp="decided",
            reason_required=True,
            consequence=gettext_lazy("The register stays as it is. Who proposed it is told why."),
        ),
        Transition(
            "withdraw",
            (ChangeStatus.OPEN,),
            ChangeStatus.WITHDRAWN,
            gettext_lazy("Withdraw"),
            Permission.PROVIDER_EDIT,
            consequence=gettext_lazy("The proposal disappears from the region's list."),
        ),
    ),
)
