"""Joining a covenant that is in force, and becoming a party by admission in a tender."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.errors import Refused, refuse_if
from config.shared.validity import valid
from contracts.actions.covenants import telling
from contracts.actions.covenants.parties import make_party
from contracts.covenant_rules import RULES
from contracts.enums import CovenantStatus
from contracts.models import AccessionRequest, Covenant, CovenantParty
from contracts.workflows import ACCESSION
from contracts.workflows.covenants import (
    covenant_in_force,
    provider_not_yet_party,
    school_not_barred,
)
from procurement.actions.common import locked, note
from procurement.enums import ApplicationStatus
from procurement.models import Application
from providers.models import Provider


@transaction.atomic
def ask_accession(
    *, covenant: Covenant, provider: Provider, motivation: str, by: User, at: datetime
) -> AccessionRequest:
    """Ask to join a covenant in force, saying how its conditions are met."""
    request = AccessionRequest(
        covenant=covenant, provider=provider, motivation=motivation, asked_at=at, asked_by=by
    )
    require(by, Permission.COVENANT_AGREE, provider)
    if not RULES[covenant.kind].takes_accession:
        raise Refused(_("Schools are no party to this kind of covenant."))
    conditions = (covenant_in_force, provider_not_yet_party, school_not_barred)
    refuse_if(condition(request, at) for condition in conditions)
    valid(request).save(force_insert=True)
    ACCESSION.record_created(request, by=by, at=at)
    telling.tell_region(
        covenant,
        telling.ASKED,
        lambda: _("%(provider)s asks to join.") % {"provider": provider},
        by=by,
        at=at,
        url=request.get_absolute_url(),
    )
    return request


@transaction.atomic
def admit_request(
    *, accession_request: AccessionRequest, by: User, at: datetime
) -> AccessionRequest:
    """Make the school a party, bound once it has accepted and signed the same text."""
    row = ACCESSION.apply(accession_request, "admit", by=by, at=at)
    party = make_party(locked(row.covenant), provider=row.provider)
    note(row.covenant, "updated", by=by, at=at, reason=_party_words(party))
    telling.tell_provider(
        row.covenant,
        row.provider_id,
        telling.DECIDED,
        lambda: _("You may join. Accept the text and sign it."),
        at=at,
    )
    return row


@transaction.atomic
def refuse_request(
    *, accession_request: AccessionRequest, by: User, at: datetime, reason: str
) -> AccessionRequest:
    """Say no, with the condition that is not met."""
    row = ACCESSION.apply(accession_request, "refuse", by=by, at=at, reason=reason)
    row.reason = reason
    row.save(update_fields=["reason"])
    telling.tell_provider(
        row.covenant,
        row.provider_id,
        telling.DECIDED,
        lambda: _("You may not join: %(reason)s") % {"reason": reason},
        at=at,
    )
    return row


@transaction.atomic
def accede_from_admission(*, application: Application, by: User, at: datetime) -> CovenantParty:
    """Make a provider that was admitted in a covenant tender a party to the tender's covenant.

    Returns the party that exists already when it is asked again. The provider is bound once it
    accepts and signs the text. Refused for an application that was not admitted, and when no
    covenant that has not ended belongs to the tender.
    """
    if standing := CovenantParty.objects.filter(application=application).first():
        return standing
    covenant = _covenant_of(application)
    require(by, Permission.COVENANT_DRAFT, covenant)
    if application.status != ApplicationStatus.ADMITTED:
        raise Refused(_("Only a provider that was admitted becomes a party."))
    parties = covenant.parties.filter(provider=application.provider_id, left_on__isnull=True)
    party = parties.first() or make_party(covenant, provider=application.provider)
    party.application = application
    valid(party).save(update_fields=["application"])
    note(covenant, "updated", by=by, at=at, reason=_party_words(party))
    if covenant.status != CovenantStatus.DRAFT:
        telling.tell_provider(
            covenant,
            application.provider_id,
            telling.DECIDED,
            lambda: _("You are admitted. Accept the text and sign it."),
            at=at,
        )
    return party


def _covenant_of(application: Application) -> Covenant:
    """The covenant of the tender, locked; the earliest where there are several."""
    rows = Covenant.objects.exclude(status=CovenantStatus.ENDED).select_for_update(of=("self",))
    covenant = rows.filter(tender=application.tender_id).order_by("pk").first()
    if covenant is None:
        raise Refused(_("Draft the covenant of this tender first."))
    return covenant


def _party_words(party: CovenantParty) -> str:
    return _("Parties: %(names)s") % {"names": party}
