"""Papers of contracts: what they freeze, how they are signed, and that they never change."""

import hashlib
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.timezone import get_default_timezone

from accounts.models import AuditEvent, Notification
from config.shared.documents import document_of, to_pdf
from config.shared.errors import Refused
from contracts.actions.clauses import ensure_library
from contracts.actions.contract_steps import offer_contract, take_back_contract
from contracts.actions.contracts import draft_from_award, remove_draft
from contracts.actions.papers import Wording, make, party_details
from contracts.actions.signing import Signed, record_signature, sign_outside, sign_paper
from contracts.enums import ContractStatus, PartySide
from contracts.models import Clause, ClauseVersion, Contract, Paper, PaperSignature
from contracts.papers import clause_values, contract_paper
from procurement.enums import LotStatus
from tests.contracts.conftest import AT
from tests.factories.contracts import CapacityLineFactory, TariffFactory, move
from tests.factories.papers import PDF, PaperFactory, PaperSignatureFactory
from tests.support.pdf import pages_of, squeezed

TODAY = AT.date()
SIGNED = Signed("Karel Contractmanager", "contractmanager", TODAY)
COUNTERSIGNED = Signed("Pia Aanbieder", "directeur", TODAY)


def scan(content: bytes = PDF, name: str = "scan.pdf") -> ContentFile:
    return ContentFile(content, name=name)


@pytest.fixture
def complete(draft) -> Contract:
    """A draft with a tariff and seats."""
    TariffFactory(contract=draft)
    CapacityLineFactory(contract=draft)
    Contract.objects.filter(pk=draft.pk).update(
        maximum_amount=Decimal(450_000), maximum_quantity=30
    )
    draft.refresh_from_db()
    return draft


@pytest.fixture
def offered(complete, contract_manager, provider_user) -> Contract:
    return offer_contract(contract=complete, by=contract_manager, at=AT)


@pytest.fixture
def paper(offered) -> Paper:
    return offered.papers.get()


# --- Making -------------------------------------------------------------------------------------


def test_offering_puts_the_contract_on_paper(offered, paper):
    assert offered.status == ContractStatus.OFFERED
    assert hashlib.sha256(paper.pdf.read()).hexdigest() == paper.sha256
    text = squeezed(" ".join(pages_of(paper.pdf.open("rb").read())))
    for said in (offered.title, "Taalschool De Vliegerhof", "Waterveen", "15.000", "Artikel 1"):
        assert squeezed(said) in text
    assert paper.docx.read(2) == b"PK"


def test_offering_tells_who_signs_for_the_provider(offered, paper, provider_user):
    told = Notification.objects.get(user=provider_user)
    assert (told.url, told.kind) == (paper.get_absolute_url(), "contracts.contract_offered")


def test_paper_keeps_what_stood_there(paper, offered):
    before = paper.facts
    offered.provider.legal_name = "Anders B.V."
    offered.provider.save()
    Clause.objects.order_by("pk").first().versions.create(
        number=2, text="Anders.", reason="Anders", made_at=AT
    )
    kept = Paper.objects.get(pk=paper.pk)
    assert kept.facts == before
    assert kept.facts["provider"]["name"] == "Taalschool De Vliegerhof"
    document = document_of(kept.facts["document"])
    assert hashlib.sha256(to_pdf(document)).hexdigest() == kept.sha256


def test_first_paper_of_a_region_begins_its_library(offered, noord):
    assert Clause.objects.filter(region=noord).count() >= 24
    assert len(offered.papers.get().facts["clauses"]) >= 12


def test_chosen_clauses_alone_stand_on_the_paper(complete, contract_manager, noord):
    ensure_library(region=noord, at=AT)
    chosen = ClauseVersion.objects.filter(clause__code="klachten", clause__use="contract")
    sides = party_details(complete, contract_manager)
    wording = Wording(*sides, tuple(chosen.select_related("clause")))
    offered = offer_contract(contract=complete, by=contract_manager, at=AT, wording=wording)
    assert [clause["code"] for clause in offered.papers.get().facts["clauses"]] == ["klachten"]


def test_parties_are_those_of_the_last_paper(paper, contract_manager, complete):
    facts = dict(paper.facts)
    facts["buyer"] = facts["buyer"] | {"address": "Raadhuisplein 1", "role": "wethouder"}
    PaperFactory(
        contract=paper.contract, number=9, facts=facts, voided_at=AT, voided_by=paper.made_by
    )
    buyer, provider = party_details(complete, contract_manager)
    assert (buyer.address, buyer.role) == ("Raadhuisplein 1", "wethouder")
    assert provider.register_number == complete.provider.kvk_number


def test_everything_agreed_is_in_the_document(complete, paper):
    document = contract_paper(paper.facts, at=AT)
    text = squeezed(" ".join(pages_of(to_pdf(document))))
    for said in ("450.000,00", "30", "Perceel" if complete.decision else "Meerdorp", "40%"):
        assert squeezed(said) in text


def test_each_place_in_a_clause_has_a_value(paper):
    values = clause_values(paper.facts)
    assert values["provider"] == "Taalschool De Vliegerhof"
    assert values["start_guarantee_weeks"] == "–"
    assert values["routes"] == "onderwijsroute"


def test_second_paper_waits_for_the_first_to_be_taken_back(offered, contract_manager):
    with pytest.raises(Refused, match="terug"):
        make(contract=offered, by=contract_manager, at=AT)
    assert offered.papers.count() == 1


# --- Signing ------------------------------------------------------------------------------------


def test_both_signatures_conclude_the_contract(paper, offered, contract_manager, provider_user):
    sign_paper(paper=paper, side=PartySide.PROVIDER, signed=COUNTERSIGNED, by=provider_user, at=AT)
    offered.refresh_from_db()
    assert offered.status == ContractStatus.OFFERED
    sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    offered.refresh_from_db()
    assert (offered.status, offered.signed_by) == (ContractStatus.SIGNED, contract_manager)
    assert (offered.original_amount, offered.original_quantity) == (Decimal(450_000), 30)


def test_countersignature_concludes_in_the_name_of_who_signed_for_the_region(
    paper, offered, contract_manager, provider_user
):
    sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    later = AT + timedelta(days=3)
    sign_paper(
        paper=paper,
        side=PartySide.PROVIDER,
        signed=Signed("Pia Aanbieder", "directeur", later.date()),
        by=provider_user,
        at=later,
    )
    offered.refresh_from_db()
    assert (offered.status, offered.signed_at, offered.signed_by) == (
        ContractStatus.SIGNED,
        later,
        contract_manager,
    )


def test_signature_leaves_a_line_with_the_digest_and_no_name(paper, contract_manager):
    sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    line = AuditEvent.objects.get(action="signature")
    assert line.after["sha256"] == paper.sha256
    assert "Karel" not in f"{line.after}{line.reason}"


@pytest.mark.parametrize("person", ["coordinator", "other_provider_user", "provider_user"])
def test_only_who_may_signs_for_the_region(paper, person, request):
    with pytest.raises(Refused):
        sign_paper(
            paper=paper,
            side=PartySide.BUYER,
            signed=SIGNED,
            by=request.getfixturevalue(person),
            at=AT,
        )
    assert not PaperSignature.objects.exists()


def test_other_provider_does_not_countersign(paper, other_provider_user):
    with pytest.raises(Refused):
        sign_paper(
            paper=paper,
            side=PartySide.PROVIDER,
            signed=COUNTERSIGNED,
            by=other_provider_user,
            at=AT,
        )


@pytest.mark.parametrize("days", [-1, 1])
def test_day_of_the_signature_lies_from_the_paper_to_today(paper, contract_manager, days):
    signed = Signed("Karel", "contractmanager", TODAY + timedelta(days=days))
    with pytest.raises(Refused, match="2 mrt 2026"):
        sign_paper(paper=paper, side=PartySide.BUYER, signed=signed, by=contract_manager, at=AT)


def test_a_side_signs_once(paper, contract_manager):
    sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    with pytest.raises(Refused, match="al ondertekend"):
        sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)


def test_region_does_not_sign_during_the_standstill(award, contract_manager, provider_user):
    contract = draft_from_award(award=award, by=contract_manager, at=AT)
    paper = offer_contract(contract=contract, by=contract_manager, at=AT).papers.get()
    sign_paper(paper=paper, side=PartySide.PROVIDER, signed=COUNTERSIGNED, by=provider_user, at=AT)
    with pytest.raises(Refused, match="23 mrt 2026"):
        sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    move(award.lot, LotStatus.AWARDED)
    sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    contract.refresh_from_db()
    assert contract.status == ContractStatus.SIGNED


def test_signature_in_ink_is_recorded_with_its_scan(paper, contract_manager):
    signature = record_signature(
        paper=paper,
        side=PartySide.PROVIDER,
        signed=COUNTERSIGNED,
        file=scan(),
        by=contract_manager,
        at=AT,
    )
    assert signature.sha256 == hashlib.sha256(PDF).hexdigest()
    assert signature.file.read() == PDF


def test_scan_is_looked_into(paper, contract_manager):
    with pytest.raises(Refused, match="PDF"):
        record_signature(
            paper=paper,
            side=PartySide.PROVIDER,
            signed=COUNTERSIGNED,
            file=scan(b"MZ not a scan", "scan.exe"),
            by=contract_manager,
            at=AT,
        )
    assert not PaperSignature.objects.exists()


# --- Taking back --------------------------------------------------------------------------------


def test_taken_back_paper_no_longer_counts(paper, offered, contract_manager, provider_user):
    sign_paper(paper=paper, side=PartySide.PROVIDER, signed=COUNTERSIGNED, by=provider_user, at=AT)
    taken = take_back_contract(
        contract=offered, reason="Prijs klopt niet", by=contract_manager, at=AT
    )
    assert taken.status == ContractStatus.DRAFT
    assert not Paper.objects.standing().exists()
    with pytest.raises(Refused):
        sign_paper(paper=paper, side=PartySide.BUYER, signed=SIGNED, by=contract_manager, at=AT)
    again = offer_contract(contract=taken, by=contract_manager, at=AT)
    assert again.papers.standing().get().number == 2


def test_provider_sees_no_paper_that_was_taken_back(
    paper, offered, contract_manager, provider_user, reader
):
    assert Paper.objects.visible_to(provider_user).get() == paper
    take_back_contract(contract=offered, reason="Fout", by=contract_manager, at=AT)
    assert not Paper.objects.visible_to(provider_user).exists()
    assert Paper.objects.visible_to(reader).get() == paper


def test_draft_is_removed_with_papers_that_nobody_signed(offered, contract_manager):
    taken = take_back_contract(contract=offered, reason="Fout", by=contract_manager, at=AT)
    remove_draft(contract=taken, by=contract_manager, at=AT)
    assert not Paper.objects.exists()


def test_draft_with_a_signed_paper_stays(paper, offered, contract_manager, provider_user):
    sign_paper(paper=paper, side=PartySide.PROVIDER, signed=COUNTERSIGNED, by=provider_user, at=AT)
    taken = take_back_contract(contract=offered, reason="Fout", by=contract_manager, at=AT)
    with pytest.raises(Refused, match="dossier"):
        remove_draft(contract=taken, by=contract_manager, at=AT)
    assert Contract.objects.filter(pk=taken.pk).exists()


# --- Outside ------------------------------------------------------------------------------------


def test_contract_signed_outside_has_the_scan_as_its_paper(complete, contract_manager):
    signed = sign_outside(
        contract=complete,
        buyer=Signed("Wies Wethouder", "wethouder", date(2025, 12, 1)),
        provider=Signed("Pia Aanbieder", "directeur", date(2025, 12, 4)),
        file=scan(name="contract.pdf"),
        by=contract_manager,
        at=AT,
    )
    assert (signed.status, signed.signed_outside_on) == (ContractStatus.SIGNED, date(2025, 12, 4))
    assert signed.original_amount == Decimal(450_000)
    kept = signed.papers.get()
    assert (kept.pdf.read(), kept.signed_outside, kept.signatures.count()) == (PDF, True, 2)


def test_signature_outside_does_not_lie_in_the_future(complete, contract_manager):
    with pytest.raises(Refused, match="toekomst"):
        sign_outside(
            contract=complete,
            buyer=Signed("Wies Wethouder", "wethouder", TODAY + timedelta(days=1)),
            provider=COUNTERSIGNED,
            file=scan(),
            by=contract_manager,
            at=AT,
        )
    complete.refresh_from_db()
    assert complete.status == ContractStatus.DRAFT


def test_incomplete_draft_is_not_recorded_as_signed_outside(draft, contract_manager):
    with pytest.raises(Refused, match="tarief"):
        sign_outside(
            contract=draft,
            buyer=SIGNED,
            provider=COUNTERSIGNED,
            file=scan(),
            by=contract_manager,
            at=AT,
        )
    assert not Paper.objects.exists()


# --- What the database keeps ---------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"facts": {}}, {"title": "Anders"}])
def test_paper_never_changes(paper, change):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(**change)


def test_standing_paper_is_not_thrown_away(paper):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        paper.delete()


def test_signature_never_changes(paper, contract_manager):
    signature = PaperSignatureFactory(paper=paper)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PaperSignature.objects.filter(pk=signature.pk).update(signatory_name="Ander")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        signature.delete()


def test_two_papers_of_a_contract_do_not_stand(paper):
    with pytest.raises(IntegrityError, match="paper_one_stands"), transaction.atomic():
        PaperFactory(contract=paper.contract, number=2)


@pytest.mark.django_db
def test_paper_is_of_a_contract_or_a_covenant():
    with pytest.raises(IntegrityError, match="paper_of_contract"), transaction.atomic():
        PaperFactory(contract=None, title="-")


def test_moment_of_the_paper_makes_the_same_bytes(paper):
    at = datetime(2026, 1, 1, tzinfo=get_default_timezone())
    assert to_pdf(contract_paper(paper.facts, at=at)) == to_pdf(contract_paper(paper.facts, at=at))
