"""Around publication: who may bid."""

from django.utils.translation import gettext as _

from procurement.enums import Procedure
from procurement.models import Invitation, Tender
from providers.models import Provider


def may_bid(tender: Tender, provider: Provider) -> str | None:
    """Why `provider` may not bid on `tender`, as a sentence for its own people; None if it may.

    About competition and invitation only: status and deadline are judged where a bid is made.
    One query in the procedures by invitation, else none.
    """
    if not tender.is_competitive:
        return _("Nobody bids here: apply for admission instead.")
    if not Procedure(tender.procedure).is_by_invitation:
        return None
    return _uninvited(tender.invitations.filter(provider=provider).first())


def _uninvited(invitation: Invitation | None) -> str | None:
    if invitation is None:
        return _("Only providers that the region invited may bid on this tender.")
    if invitation.rejected_at:
        return _("Your request to participate was not selected.")
    if not invitation.invited_at:
        return _("Your request to participate has not been decided on yet.")
    if invitation.declined_at:
        return _("Your organisation declined the invitation.")
    return None
