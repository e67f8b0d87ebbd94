"""What stands on the tabs of a provider's page."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.enums import Permission
from config.shared.views import Panel
from providers.models import Admission, DataAgreement, ProviderChange
from providers.tables import (
    AdmissionTable,
    AgreementTable,
    ContactTable,
    LocationTable,
    NameTable,
    OfferingTable,
    ProviderMembershipTable,
    RecognitionTable,
)


def recognitions(page: Any) -> list[Panel]:
    """What it holds, held and will hold."""
    rows = page.object.recognitions.all()
    table = RecognitionTable(rows, on=timezone.localdate(), prefix="recognitions-")
    return [Panel(_("Recognitions"), table=table, count=rows.count())]


def offerings(page: Any) -> list[Panel]:
    """Routes by gemeente and location."""
    rows = page.object.offerings.all()
    may_change = page.may(Permission.OFFERING_EDIT, page.object)
    table = OfferingTable(rows, may_change=may_change, prefix="offerings-")
    return [Panel(_("Offerings"), table=table, count=rows.count())]


def locations(page: Any) -> list[Panel]:
    """Where it teaches, taught and will teach."""
    rows = page.object.locations.all()
    may_change = page.may(Permission.OFFERING_EDIT, page.object)
    table = LocationTable(rows, may_change=may_change, prefix="locations-")
    return [Panel(_("Locations"), table=table, count=rows.count())]


def contacts(page: Any) -> list[Panel]:
    """Whom to reach about what."""
    rows = page.object.contacts.all()
    may_change = page.may(Permission.OFFERING_EDIT, page.object)
    table = ContactTable(rows, may_change=may_change, prefix="contacts-")
    return [Panel(_("Contacts"), table=table, count=rows.count())]


def admissions(page: Any) -> list[Panel]:
    """Where it stands in the regions that one may see."""
    rows = Admission.objects.visible_to(page.person).filter(provider=page.object)
    return [Panel(_("Admissions"), table=AdmissionTable(rows, prefix="admissions-"))]


def agreements(page: Any) -> list[Panel]:
    """The data agreements that one may see; nothing for who sees none by role."""
    rows = DataAgreement.objects.visible_to(page.person).filter(provider=page.object)
    table = AgreementTable(rows, prefix="agreements-")
    return [Panel(_("Data agreements"), table=table, count=rows.count())]


def changes(page: Any) -> list[Panel]:
    """Proposed changes, as a list of their own."""
    rows = ProviderChange.objects.visible_to(page.person).filter(provider=page.object)
    if not rows.exists():
        return []
    url = f"{reverse('providers:providerchange-list')}?provider={page.object.pk}&_panel=1"
    return [Panel(_("Changes"), url=url, count=rows.open().count())]


def names(page: Any) -> list[Panel]:
    """Former and coming names, where there are any."""
    rows = page.object.names.all()
    if not rows.exists():
        return []
    return [Panel(_("Names"), table=NameTable(rows, prefix="names-"))]


def supervision(page: Any) -> list[Panel]:
    """Visits, complaints, samples and the card of results, for who supervises."""
    if not page.may(Permission.SUPERVISION_VIEW):
        return []
    pk = page.object.pk
    lists = (
        (_("Visits"), "providers:sitevisit-list"),
        (_("Complaints"), "providers:providercomplaint-list"),
        (_("Sample checks"), "contracts:samplecheck-list"),
    )
    card = Panel(_("Results"), url=reverse("contracts:provider-kpi", args=[pk]) + "?_panel=1")
    return [
        card,
        *(Panel(title, url=f"{reverse(name)}?provider={pk}&_panel=1") for title, name in lists),
    ]


def contracts(page: Any) -> list[Panel]:
    """The list of the floor above, by its address."""
    if not page.may(Permission.CONTRACT_VIEW):
        return []
    url = f"{reverse('contracts:contract-list')}?provider={page.object.pk}&_panel=1"
    return [Panel(_("Contracts"), url=url)]


def people(page: Any) -> list[Panel]:
    """Its own people, for themselves alone."""
    if not page.is_own:
        return []
    rows = page.object.memberships.active()
    table = ProviderMembershipTable(rows, prefix="people-")
    return [Panel(_("People"), table=table, count=rows.count())]


PANELS = (
    recognitions,
    offerings,
    locations,
    admissions,
    agreements,
    contracts,
    supervision,
    changes,
    contacts,
    names,
    people,
)
"""The tabs in their order; each gives none, one or several."""
