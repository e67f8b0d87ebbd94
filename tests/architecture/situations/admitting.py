"""Applications for an admission: being filled in, to be judged, and judged not to meet it."""

from django.utils import timezone

from accounts.models import Region, User
from procurement.actions import applications as actions
from procurement.actions.applications import Filled, Judgement
from procurement.enums import Procedure, TenderKind, TenderStatus
from procurement.models import Application, Requirement, Tender
from tests.architecture.situations.scenes import Scene, opens
from tests.factories.procurement import PUBLISHED_AT, TenderFactory, move


@opens("procurement:application-update")
def application_to_fill_in(noord, officer, provider, provider_user) -> Scene:
    asked = {"tender": admission(noord, officer), "provider": provider}
    begun = actions.start_application(**asked, by=provider_user, at=timezone.now())
    return Scene(provider_user, (begun.pk,))


@opens("procurement:application-judge")
def application_to_judge(noord, officer, provider, provider_user) -> Scene:
    scene, at = application_to_fill_in(noord, officer, provider, provider_user), timezone.now()
    application = Application.objects.get(pk=scene.arguments[0])
    answers = {application.tender.requirements.get().pk: "Ja, sinds 2022."}
    said = Filled("Pia", "pia@voorbeeld.test", "Wij doen graag mee.", answers)
    actions.fill_application(application=application, filled=said, by=provider_user, at=at)
    actions.submit_application(application=application, by=provider_user, at=at)
    return Scene(officer, (application.pk,))


@opens("procurement:application-transition")
def application_to_refuse(noord, officer, provider, provider_user) -> Scene:
    scene = application_to_judge(noord, officer, provider, provider_user)
    application = Application.objects.get(pk=scene.arguments[0])
    found = {application.tender.requirements.get().pk: Judgement(False, "Verlopen.")}
    actions.judge_application(
        application=application, judgements=found, by=officer, at=timezone.now()
    )
    return Scene(officer, (application.pk, "refuse"))


def admission(region: Region, officer: User) -> Tender:
    """A covenant that schools can join at any time, with one requirement."""
    tender = TenderFactory(
        region=region,
        created_by=officer,
        kind=TenderKind.COVENANT_ACCESSION,
        procedure=Procedure.OPEN_HOUSE,
        closes_at=None,
    )
    Requirement.objects.create(tender=tender, number=1, kind="minimum", text="Keurmerk")
    tender.published_at, tender.published_by = PUBLISHED_AT, officer
    tender.save(update_fields=["published_at", "published_by"])
    move(tender, TenderStatus.IN_REVIEW, TenderStatus.PUBLISHED)
    return tender
