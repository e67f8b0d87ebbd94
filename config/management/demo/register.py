"""What the register knows of the schools: admission, agreement, places, and what waits there."""

from typing import TYPE_CHECKING

from config.management.demo.days import Days
from providers import actions as register
from providers.actions.supervision import (
    Promise,
    Report,
    Seen,
    hear_sides,
    receive_complaint,
    record_visit,
)
from providers.agreement_text import VERSION, standard_text
from providers.enums import ComplaintSubject, ContactSubject, VisitTopic
from providers.models import Provider

if TYPE_CHECKING:
    from config.management.demo.cast import Cast

PLACES = {
    "polderzicht": ("Lesplein", "Voorbeeldkade 12", "1112XX", 0),
    "vliegerhof": ("", "Verzonnenlaan 3", "1191XX", 1),
    "letterbrug": ("De Brug", "Bedachtplein 7", "1422XX", 2),
}
"""Name, address and postcode of a school's location, and the place of its gemeente in the list."""


def admit(cast: "Cast", key: str, days: Days) -> None:
    """A second person admits the school; it signs its agreement and lists a location."""
    provider = cast.providers[key]
    admission = provider.admissions.get(region=cast.region)
    decider = cast.people["coordinator"]
    register.admit_provider(admission=admission, by=decider, at=days.at(-479))
    _agree(cast, provider, key, days)
    name, address, postcode, place = PLACES[key]
    register.add_location(
        provider=provider,
        name=name,
        address=address,
        postcode=postcode,
        gemeente=cast.gemeenten[place],
        is_accessible=True,
        by=cast.of(key),
        at=days.at(-470),
    )
    register.add_contact(
        provider=provider,
        subject=ContactSubject.PLACEMENTS,
        name="Planning",
        email=f"planning.{key}@demo.example",
        by=cast.of(key),
        at=days.at(-470),
    )


def supervise(cast: "Cast", days: Days) -> None:
    """A visit with an agreed action, a complaint in hand and a change that waits."""
    _visit(cast, cast.providers["vliegerhof"], days)
    _complain(cast, cast.providers["letterbrug"], days)
    register.propose_changes(
        provider=cast.providers["letterbrug"],
        values={"trade_name": "Letterbrug Taal"},
        effective_on=days.on(30),
        reason="Nieuwe huisstijl.",
        by=cast.of("letterbrug"),
        at=days.at(-3),
    )


def _agree(cast: "Cast", provider: Provider, key: str, days: Days) -> None:
    agreement = register.offer_agreement(
        provider=provider,
        region=cast.region,
        version=VERSION,
        text=standard_text(
            region=str(cast.region), provider=provider.legal_name, kvk_number=provider.kvk_number
        ),
        first_on=days.on(-478),
        last_on=None,
        by=cast.officer,
        at=days.at(-478),
    )
    register.sign_agreement(
        agreement=agreement,
        signatory_name=cast.of(key).name,
        signatory_role="Directeur",
        by=cast.of(key),
        at=days.at(-477),
    )


def _visit(cast: "Cast", provider: Provider, days: Days) -> None:
    report = Report(
        visited_on=days.on(-40),
        conclusion="De lessen zijn op orde; de presentielijsten worden te laat bijgewerkt.",
        findings={
            VisitTopic.TEACHER: Seen("Bevoegde docent voor de groep.", is_in_order=True),
            VisitTopic.ATTENDANCE: Seen("Lijst van vorige week ontbrak.", is_in_order=False),
        },
        promises=[Promise("Presentie binnen twee dagen bijwerken.", days.on(5))],
        location=provider.locations.order_by("pk").first(),
    )
    record_visit(
        provider=provider,
        region=cast.region,
        report=report,
        by=cast.people["coordinator"],
        at=days.at(-39),
    )


def _complain(cast: "Cast", provider: Provider, days: Days) -> None:
    handler = cast.people["contractmanager"]
    complaint = receive_complaint(
        provider=provider,
        region=cast.region,
        received_on=days.on(-12),
        subject=ComplaintSubject.GROUP,
        text="Een inburgeraar vindt de groep te groot en het niveau te verschillend.",
        handler=handler,
        by=handler,
        at=days.at(-12),
    )
    hear_sides(
        complaint=complaint,
        complainant_heard_on=days.on(-9),
        complainant_view="Er zitten meer inburgeraars in de groep dan afgesproken.",
        by=handler,
        at=days.at(-9),
    )
