"""Four eyes on admission; what a suspension or block stops, and from when."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Invitation, Notification
from config.shared.errors import Refused
from contracts.workflows import CONTRACT
from procurement import actions as bidding
from providers import actions
from providers.access import barred
from providers.enums import AdmissionStatus
from providers.models import Admission, Provider
from tests.factories.contracts import ContractFactory
from tests.factories.procurement import TenderFactory
from tests.factories.providers import AdmissionFactory, RecognitionFactory, person_of
from tests.providers.conftest import NOW, TODAY


def url(admission, name: str) -> str:
    return reverse("providers:admission-transition", args=[admission.pk, name])


def suspend(admission, by, **days) -> Admission:
    given = {"first_on": TODAY, "last_on": None, "reason": "Onderzoek"} | days
    return actions.suspend_provider(admission=admission, by=by, at=NOW, **given)


# --- Proposing and deciding -----------------------------------------------------------------------


def test_a_colleague_admits(proposed, coordinator, client_of):
    client_of(coordinator).post(url(proposed, "admit"))

    proposed.refresh_from_db()
    assert proposed.status == AdmissionStatus.ADMITTED
    assert proposed.admitted_by == coordinator
    assert Provider.objects.admitted_on(TODAY, proposed.region).get() == proposed.provider


def test_who_proposed_does_not_decide(proposed, officer, client_of):
    page = client_of(officer).post(url(proposed, "admit")).content.decode()

    assert "een ander beslist" in page
    proposed.refresh_from_db()
    assert (proposed.status, proposed.admitted_at) == (AdmissionStatus.PROPOSED, None)
    assert not Invitation.objects.exists()


def test_the_database_keeps_four_eyes(proposed, officer):
    rows = Admission.objects.filter(pk=proposed.pk)
    with pytest.raises(IntegrityError, match="admission_four_eyes"), transaction.atomic():
        rows.update(admitted_at=NOW, admitted_by=officer)


def test_another_region_does_not_decide(proposed, zuid_coordinator, client_of):
    assert client_of(zuid_coordinator).get(url(proposed, "admit")).status_code == 404
    with pytest.raises(Refused):
        actions.admit_provider(admission=proposed, by=zuid_coordinator, at=NOW)


def test_admission_invites_an_administrator(
    proposed, coordinator, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        actions.admit_provider(admission=proposed, by=coordinator, at=NOW)

    assert Invitation.objects.get().email == proposed.provider.email
    assert proposed.provider.email in {to for one in mail.outbox for to in one.to}


def test_who_has_an_administrator_gets_no_invitation(proposed, coordinator):
    person_of(proposed.provider, "provider_administrator")
    actions.admit_provider(admission=proposed, by=coordinator, at=NOW)

    assert not Invitation.objects.exists()


def test_nobody_is_admitted_on_an_unchecked_mark(proposed, coordinator, client_of):
    RecognitionFactory(provider=proposed.provider, checked=False)
    page = client_of(coordinator).get(proposed.provider.get_absolute_url()).content.decode()

    assert "1 erkenning moet nog worden gecontroleerd." in page
    with pytest.raises(Refused, match="gecontroleerd"):
        actions.admit_provider(admission=proposed, by=coordinator, at=NOW)


def test_colleagues_hear_of_a_proposal_and_its_author_does_not(officer, coordinator, noord):
    given = {"legal_name": "Taalhuis", "kind": "roc"}
    actions.register_provider(region=noord, kvk_number="90001234", by=officer, at=NOW, **given)

    told = set(Notification.objects.values_list("user", flat=True))
    assert coordinator.pk in told
    assert officer.pk not in told


def test_a_refusal_needs_and_tells_a_reason(proposed, coordinator, client_of):
    administrator = person_of(proposed.provider, "provider_administrator")
    client = client_of(coordinator)
    assert "reason" in client.post(url(proposed, "refuse"), {}).context["form"].errors
    client.post(url(proposed, "refuse"), {"reason": "Geen lessen in de regio."})

    proposed.refresh_from_db()
    assert proposed.status == AdmissionStatus.REFUSED
    told = Notification.objects.get(user=administrator)
    assert "Geen lessen in de regio." in told.sentence


def test_a_refused_one_is_proposed_again(proposed, coordinator, officer):
    actions.refuse_admission(admission=proposed, reason="Te vroeg", by=coordinator, at=NOW)
    again = actions.propose_again(admission=proposed, by=coordinator, at=NOW)
    with pytest.raises(Refused, match="een ander beslist"):
        actions.admit_provider(admission=again, by=coordinator, at=NOW)
    actions.admit_provider(admission=again, by=officer, at=NOW)

    again.refresh_from_db()
    assert (again.status, again.reason) == (AdmissionStatus.ADMITTED, "")


# --- Suspending, blocking, ending -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["suspend", "block"])
def test_a_bar_stops_new_work_from_its_day(admission, coordinator, client_of, name):
    given = {"first_on": "2999-01-10", "last_on": "2999-02-10", "reason": "Onderzoek"}
    client_of(coordinator).post(url(admission, name), given)
    admission.refresh_from_db()
    first, last = admission.barred_from, admission.barred_until
    pair = (admission.provider_id, admission.region_id)

    assert barred(*pair, first - timedelta(days=1)) is None
    assert "geen nieuwe plaatsingen" in barred(*pair, first)
    assert "10 feb 2999" in barred(*pair, last)
    assert barred(*pair, last + timedelta(days=1)) is None


def test_a_bar_without_end_holds_until_it_is_lifted(admission, coordinator):
    row = suspend(admission, coordinator)
    far = TODAY + timedelta(days=4000)
    assert barred(row.provider_id, row.region_id, far)
    assert not Admission.objects.in_force(far).exists()
    actions.lift_bar(admission=row, reason="Opgelost", by=coordinator, at=NOW)

    assert barred(row.provider_id, row.region_id, TODAY) is None
    assert Admission.objects.in_force(TODAY).exists()


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"first_on": TODAY - timedelta(days=1)}, "first_on"),
        ({"last_on": TODAY - timedelta(days=1)}, "last_on"),
    ],
)
def test_days_that_cannot_be_are_refused(admission, coordinator, days, field):
    with pytest.raises(Refused) as refused:
        suspend(admission, coordinator, **days)

    assert refused.value.field == field
    admission.refresh_from_db()
    assert admission.status == AdmissionStatus.ADMITTED


def test_a_bar_holds_in_its_own_region(admission, coordinator, zuid):
    AdmissionFactory(provider=admission.provider, region=zuid)
    suspend(admission, coordinator)

    assert barred(admission.provider_id, zuid.pk, TODAY) is None


def test_a_barred_provider_does_not_bid(admission, coordinator, provider_user, noord):
    suspend(admission, coordinator)
    tender = TenderFactory(region=noord, published=True, closes_at=NOW + timedelta(days=4000))
    with pytest.raises(Refused, match="geschorst"):
        bidding.start_bid(tender=tender, provider=admission.provider, by=provider_user, at=NOW)


def test_a_barred_provider_gets_no_new_contract(admission, coordinator, noord):
    contract = ContractFactory(region=noord, provider=admission.provider)
    assert not any("geschorst" in one for one in CONTRACT.missing(contract, "offer", NOW))
    suspend(admission, coordinator)

    assert any("geschorst" in one for one in CONTRACT.missing(contract, "offer", NOW))


def test_a_barred_provider_is_told_why(admission, coordinator, provider_user):
    suspend(admission, coordinator)

    assert "Onderzoek" in Notification.objects.get(user=provider_user).sentence


def test_an_ended_admission_bars(admission, coordinator):
    actions.end_admission(admission=admission, reason="Gestopt", by=coordinator, at=NOW)

    assert "beëindigd" in barred(admission.provider_id, admission.region_id, TODAY)


def test_who_was_never_proposed_may_bid(provider, zuid):
    assert barred(provider.pk, zuid.pk, TODAY) is None


def test_a_reason_holds_no_personal_number(admission, coordinator):
    with pytest.raises(Refused, match="BSN"):
        suspend(admission, coordinator, reason="Klacht van 111222333")


def test_a_provider_sees_its_own_admission_alone(admission, provider_user, other_provider_user):
    assert list(Admission.objects.visible_to(provider_user)) == [admission]
    assert admission not in Admission.objects.visible_to(other_provider_user)


def test_a_provider_decides_nothing(admission, provider_user, client_of):
    assert client_of(provider_user).get(url(admission, "suspend")).status_code == 403
