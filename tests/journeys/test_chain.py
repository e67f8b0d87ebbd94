"""From tender to overrun, through the pages that people use.

One region tenders two lots; two schools bid on the first and nobody on the second; the first is
awarded and becomes a contract; the school delivers placements; the coordinator sees the seats and
the controller the overrun. Each step stands on the one before, so this is one test.
"""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent, User
from contracts.enums import ContractStatus, DeliveryStatus, PlacementStatus
from contracts.models import Contract, CostLine, Delivery, Placement
from procurement.actions import ranking_rows
from procurement.bid_drafts import lot_part
from procurement.enums import BidStatus, LotStatus, TenderStatus
from procurement.models import Bid, BidReceipt, LotBid, OpeningRecord, Tender
from procurement.tasks import close_tenders
from tests.procurement.bidding import typed_bid
from tests.support.forms import form_values
from tests.support.second_factor import code_of, with_app
from tests.support.vault import PASSPHRASE

pytestmark = [pytest.mark.journey, pytest.mark.django_db]

COLUMNS = (
    "kenmerk;gemeentecode;leerroute;doelgroep;niveau;geplande startdatum;geplande einddatum;"
    "startdatum;status;statusdatum;aangeboden uren;gevolgde uren"
)


class Stage:
    """Who does what next; each person opens and sends pages as a browser does."""

    def __init__(self, client_of, clock: time_machine.Traveller, committing) -> None:
        self.client_of = client_of
        self.clock = clock
        self.committing = committing
        self._clients: dict[int, Client] = {}

    def later(self, **span: int) -> None:
        """Time passes; sessions end meanwhile."""
        self.clock.shift(timedelta(**span))
        self._clients.clear()

    def as_(self, person: User) -> Client:
        return self._clients.setdefault(person.pk, self.client_of(person))

    def sees(self, person: User, path: str) -> str:
        response = self.as_(person).get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    def cannot_find(self, person: User, path: str) -> None:
        assert self.as_(person).get(path).status_code == 404, path

    def sends(self, person: User, path: str, **typed: object) -> str:
        """Open the page, fill it in, send it with what already stood there; where it leads."""
        shown = self.sees(person, path)
        with self.committing(execute=True):
            response = self.as_(person).post(path, form_values(shown) | typed)
        shown = _complaints(response) if response.status_code == 200 else ""
        assert response.status_code == 302, f"{path}: {shown}"
        return str(response.headers["Location"])

    def is_refused(self, person: User, path: str, **typed: object) -> str:
        response = self.as_(person).post(path, typed)
        assert response.status_code in (200, 404), path
        return response.content.decode()


def _complaints(response: Any) -> str:
    """What the page says is wrong, in the form and in rows under it."""
    rows = response.context.get("rows")
    return f"{response.context['form'].errors} {rows.errors if rows is not None else ''}"


@pytest.fixture
def stage(client_of, django_capture_on_commit_callbacks) -> Iterator[Stage]:
    """The clock begins now, as the database judges deadlines by its own."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield Stage(client_of, clock, django_capture_on_commit_callbacks)


def local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def test_from_tender_to_overrun(
    stage,
    noord,
    waterveen,
    meerdorp,
    officer,
    second_officer,
    coordinator,
    contract_manager,
    region_controller,
    controller,
    provider_user,
    other_provider_user,
    zuid_officer,
    tmp_path,
    capsys,
):
    tender = drafts_and_publishes(stage, officer, second_officer, waterveen, meerdorp)
    stage.cannot_find(zuid_officer, f"/procurement/tenders/{tender.pk}/")
    two_schools_bid(stage, tender, officer, provider_user, other_provider_user)
    the_deadline_passes(stage, tender, provider_user)
    two_officers_open(stage, tender, officer, second_officer)
    lot = scores_and_decides(stage, tender, officer, second_officer)
    signers = (contract_manager, other_provider_user)
    contract = becomes_a_contract(stage, lot, officer, signers, waterveen, meerdorp)
    delivers(stage, contract, other_provider_user, waterveen, meerdorp)
    seats_are_seen(stage, contract, coordinator, provider_user)
    costs_are_seen(stage, contract, region_controller, controller, waterveen, meerdorp)
    without_a_browser(contract, provider_user, waterveen, tmp_path, capsys)
    audit.seal_all(at=timezone.now())
    assert audit.verify().broken is None
    assert AuditEvent.objects.filter(action="award").exists()


def drafts_and_publishes(stage, officer, second_officer, waterveen, meerdorp) -> Tender:
    """Step 1: the steps of the preparation, the review by a colleague, the notice."""
    stage.sends(
        officer,
        "/procurement/tenders/new/",
        reference="ON-01",
        title="Leerroutes",
        lead_gemeente=waterveen.pk,
        estimated_amount="900000",
    )
    tender = Tender.objects.get()
    where = f"/procurement/tenders/{tender.pk}/"
    stage.sends(officer, f"{where}procedure/", procedure="social")
    stage.sends(officer, f"{where}gemeenten/", gemeenten=[waterveen.pk, meerdorp.pk])
    stage.sends(
        officer,
        f"{where}mandates/new/",
        gemeenten=[meerdorp.pk],
        given_on=str(timezone.localdate()),
        signatory="College van Meerdorp",
        evidence="Besluit 12",
    )
    adds_lots(stage, officer, where)
    says_how_it_is_awarded(stage, officer, where)
    assert "40" in stage.is_refused(officer, f"{where}ask_review/")  # not 100 without quality
    says_how_it_is_awarded(stage, officer, where, quality=True)
    plans_and_names(stage, officer, second_officer, where)
    for member in (officer, second_officer):
        stage.sends(officer, f"{where}panel/new/", email=member.email)
    reviews_and_publishes(stage, officer, second_officer, where)
    tender.refresh_from_db()
    assert tender.status == TenderStatus.PUBLISHED
    return tender


def adds_lots(stage, officer, where: str) -> None:
    year = timezone.localdate().year
    for title, route in (("Onderwijsroute", "O"), ("B1-route", "B")):
        stage.sends(
            officer,
            f"{where}lots/new/",
            title=title,
            route=route,
            area="Waterveen",
            expected_low=20,
            expected=30,
            expected_high=45,
            ceiling_price="17000",
            group_minimum=10,
            group_maximum=16,
            start_guarantee_weeks=8,
            first_on=f"{year}-01-01",
            last_on=f"{year + 2}-12-31",
        )


def says_how_it_is_awarded(stage, officer, where: str, *, quality: bool = False) -> None:
    typed: dict[str, object] = {"price_name": "Prijs", "formula": "relative", "price_weight": "40"}
    if quality:
        typed |= {"rows-0-name": "Aanpak", "rows-0-question": "Hoe werkt u?", "rows-0-weight": "60"}
    stage.sends(officer, f"{where}award-rules/", **typed)


def plans_and_names(stage, officer, second_officer, where: str) -> None:
    """Legal dates, and two officers who have made their vault keys."""
    now = timezone.now()
    stage.sends(
        officer,
        f"{where}planning/",
        planned_publication_at=local(now + timedelta(minutes=1)),
        questions_close_at=local(now + timedelta(days=20)),
        clarification_planned_at=local(now + timedelta(days=28)),
        closes_at=local(now + timedelta(days=40)),
    )
    for person in (officer, second_officer):
        twice = {"new": PASSPHRASE, "again": PASSPHRASE}
        stage.sends(person, "/procurement/vault-key/new/", understood="on", **twice)
        stage.sends(officer, f"{where}officers/", user=person.pk)


def reviews_and_publishes(stage, officer, second_officer, where: str) -> None:
    stage.sends(officer, f"{where}ask_review/")
    stage.is_refused(officer, f"{where}review/", verdict="approved")
    stage.sends(second_officer, f"{where}review/", verdict="approved", comment="Akkoord.")
    stage.is_refused(officer, f"{where}publish/")  # above the threshold TenderNed comes first
    stage.sends(
        officer,
        f"{where}notices/new/",
        kind="contract",
        number="TN-1",
        published_at=local(timezone.now() - timedelta(minutes=2)),
    )
    stage.sends(officer, f"{where}publish/")


def two_schools_bid(stage, tender, officer, provider_user, other_provider_user) -> None:
    """Step 2: submit, replace, and nobody on the buying side reads along."""
    lot = tender.lots.get(route="O")
    bids(stage, provider_user, tender, lot, price="16000")
    bids(stage, other_provider_user, tender, lot, price="15500")
    replaced = Bid.objects.get(created_by=provider_user)
    bids(stage, provider_user, tender, lot, price="15000")
    assert [receipt.sequence for receipt in replaced.receipts.order_by("sequence")] == [1, 2]
    for page in (f"bids/{replaced.pk}/", f"lots/{lot.pk}/", f"tenders/{tender.pk}/?tab=bids"):
        response = stage.as_(officer).get(f"/procurement/{page}")
        assert "geheim antwoord" not in response.content.decode()
    stage.cannot_find(officer, f"/procurement/bids/{replaced.pk}/")
    stage.cannot_find(other_provider_user, f"/procurement/bids/{replaced.pk}/")


def bids(stage, person, tender, lot, *, price: str) -> None:
    """Begin or go on, fill in every part, and submit."""
    where = "/procurement/bids/{}/".format
    if not Bid.objects.filter(created_by=person).exists():
        stage.sends(person, f"/procurement/tenders/{tender.pk}/bid/")
    bid = Bid.objects.get(created_by=person)
    typed = typed_bid(lot)
    part = typed[lot_part(lot.number)]
    answers = dict.fromkeys((name for name in part if name.startswith("answer")), "geheim antwoord")
    typed[lot_part(lot.number)] = part | answers | {"price": price, "offered_places": "24"}
    for name, fields in typed.items():
        stage.sends(person, f"{where(bid.pk)}parts/{name}/", **fields)
    with stage.committing(execute=True):
        answer = stage.as_(person).post(f"{where(bid.pk)}submit/")
    assert answer.status_code == 200
    assert "data:application/json" in answer.content.decode()


def the_deadline_passes(stage, tender, provider_user) -> None:
    # No test can move the database's clock, so the deadline comes to it.
    soon = F("published_at") + timedelta(milliseconds=1)
    Tender.objects.update(questions_close_at=None, clarification_planned_at=None, closes_at=soon)
    close_tenders()
    tender.refresh_from_db()
    assert tender.status == TenderStatus.CLOSED
    assert tender.lots.get(route="B").outcome.reason == "no-rece"
    bid = Bid.objects.get(created_by=provider_user)
    receipts = BidReceipt.objects.count()
    stage.is_refused(provider_user, f"/procurement/bids/{bid.pk}/submit/")
    stage.is_refused(provider_user, f"/procurement/bids/{bid.pk}/withdraw/")
    bid.refresh_from_db()
    assert (bid.status, BidReceipt.objects.count()) == (BidStatus.SUBMITTED, receipts)


def opens(stage, tender, kind: str, officer, second_officer) -> OpeningRecord:
    """Two acts; one officer alone opens nothing."""
    where = f"/procurement/tenders/{tender.pk}/{kind}/"
    act(stage, officer, where)
    stage.is_refused(officer, where, passphrase=PASSPHRASE)
    record = OpeningRecord.objects.latest("pk")
    assert record.second_at is None
    act(stage, second_officer, where)
    record.refresh_from_db()
    assert record.second_at is not None
    return record


def act(stage, person: User, where: str) -> None:
    """The second factor just given, with the code of an app, then the passphrase."""
    stage.later(minutes=1)  # a code serves once
    person.refresh_from_db()
    code = code_of(with_app(person))
    stage.as_(person).post(reverse("mfa_reauthenticate"), {"code": code})
    stage.sends(person, where, passphrase=PASSPHRASE)


def two_officers_open(stage, tender, officer, second_officer) -> None:
    """Step 3, first half: one officer alone opens nothing."""
    bid = Bid.objects.get(provider__legal_name="Stichting Letterbrug")
    stage.cannot_find(officer, f"/procurement/bids/{bid.pk}/")
    record = opens(stage, tender, "opening", officer, second_officer)
    assert record.bids_opened == 2
    tender.refresh_from_db()
    assert tender.status == TenderStatus.OPENED
    stage.sees(officer, f"/procurement/bids/{bid.pk}/")
    for seat in tender.panel.select_related("user"):
        stage.sends(seat.user, f"/procurement/panel/{seat.pk}/declare/", conflict="none")
    stage.sends(officer, f"/procurement/tenders/{tender.pk}/evaluate/")
    for lot_bid in LotBid.objects.order_by("pk"):
        stage.sends(officer, f"/procurement/lot-bids/{lot_bid.pk}/admit/")


def scores_and_decides(stage, tender, officer, second_officer):
    """Step 3, second half: quality first, then prices, the ranking and the standstill."""
    lot = tender.lots.get(route="O")
    criterion = tender.criteria.get(kind="quality")
    cheap = LotBid.objects.get(lot=lot, bid__provider__legal_name="Taalschool De Vliegerhof")
    dear = LotBid.objects.get(lot=lot, bid__provider__legal_name="Stichting Letterbrug")
    assert "15.000" not in stage.sees(officer, f"/procurement/lots/{lot.pk}/")
    for person in (officer, second_officer):
        for lot_bid, score in ((cheap, 6), (dear, 8)):
            stage.sends(
                person,
                f"/procurement/lot-bids/{lot_bid.pk}/criteria/{criterion.pk}/",
                score=score,
                motivation="Goed onderbouwd.",
            )
        stage.sends(person, f"/procurement/lots/{lot.pk}/scoring/hand-in/")
    stage.sends(officer, f"/procurement/lots/{lot.pk}/lock/")
    assert "15.000" not in stage.sees(officer, f"/procurement/lots/{lot.pk}/")
    opens(stage, tender, "opening-prices", officer, second_officer)
    assert "15.000" in stage.sees(officer, f"/procurement/lots/{lot.pk}/")
    # 60 x 0.8 + 40 x 15000/15500 = 86.71 against 60 x 0.6 + 40 = 76.00
    decide = f"/procurement/lots/{lot.pk}/decide/"
    stage.is_refused(officer, decide, winner=cheap.pk, motivation="x")
    stage.sends(officer, decide, winner=dear.pk, motivation="Beste aanpak.")
    lot.refresh_from_db()
    ranking = [(row["rank"], row["total"]) for row in ranking_rows(lot)]
    assert ranking == [(1, Decimal("86.71")), (2, Decimal("76.00"))]
    stage.sends(officer, f"/procurement/lots/{lot.pk}/send_decision/")
    lot.refresh_from_db()
    assert lot.status == LotStatus.STANDSTILL
    assert lot.decision.standstill_ends_on >= timezone.localdate() + timedelta(days=20)
    return lot


def becomes_a_contract(stage, lot, officer, signers, waterveen, meerdorp) -> Contract:
    """Step 4: the paper is offered, and signed by the region after the standstill alone."""
    contract_manager, school = signers
    where = stage.sends(officer, f"/contracts/from-award/{lot.decision.pk}/")
    contract = Contract.objects.get()
    stage.cannot_find(school, where)
    paper = is_offered(stage, contract_manager, where, contract)
    signature = {"signatory_role": "directeur", "agrees": "on"}
    stage.sends(school, f"{paper}countersign/", **signature)
    last_day = lot.decision.standstill_ends_on
    assert "opschortende termijn" in stage.is_refused(contract_manager, f"{paper}sign/")
    stage.is_refused(contract_manager, f"{where}sign/")
    stage.is_refused(officer, f"/procurement/lots/{lot.pk}/award/")
    contract.refresh_from_db()
    assert contract.status == ContractStatus.OFFERED
    stage.later(days=(last_day - timezone.localdate()).days + 1)
    stage.sends(officer, f"/procurement/lots/{lot.pk}/award/")
    lot.tender.refresh_from_db()
    assert lot.tender.status == TenderStatus.CONCLUDED
    line = contract.capacity_lines.get()
    assert line.number == 24
    assert {share.gemeente: share.number for share in line.shares.all()} == {
        waterveen: 18,
        meerdorp: 6,
    }
    tariff = contract.tariffs.get()
    assert sum(part.amount for part in tariff.instalments.all()) == Decimal("15500.00")
    today = timezone.localdate()
    stage.sends(contract_manager, f"{paper}sign/", **signature)
    stage.sends(contract_manager, f"{where}activate/")
    contract.refresh_from_db()
    assert contract.status == ContractStatus.ACTIVE
    assert contract.first_on <= today
    return contract


def is_offered(stage, contract_manager, where: str, contract: Contract) -> str:
    """Put on paper with who stands for each side; the address of the paper."""
    details = {
        "buyer_address": "Raadhuisplein 1, Waterveen",
        "buyer_role": "wethouder",
        "provider_address": "Molenweg 2, Meerdorp",
        "provider_representative": "Piet Aanbieder",
        "provider_role": "directeur",
    }
    stage.sends(contract_manager, f"{where}offer/", **details)
    return str(contract.papers.get().get_absolute_url())


def sheet(*rows: str) -> io.BytesIO:
    file = io.BytesIO("\r\n".join([COLUMNS, *rows]).encode("cp1252"))
    file.name = "plaatsingen.csv"
    return file


def a_row(reference: str, gemeente, hours: str = "40;35,5") -> str:
    first, last = started_on(), started_on() + timedelta(days=400)
    return (
        f"{reference};{gemeente.code};Onderwijsroute;statushouder;B1;{first:%d-%m-%Y};"
        f"{last:%Y-%m-%d};{first:%d-%m-%Y};gestart;{first:%d-%m-%Y};{hours}"
    )


def started_on() -> date:
    return timezone.localdate() - timedelta(days=2)


def delivers(stage, contract, provider_user, waterveen, meerdorp) -> None:
    """Step 5: all errors at once, then the right sheet, and the same sheet again."""
    assert stage.as_(provider_user).get("/deliveries/template/").status_code == 200
    wrong = sheet(
        a_row("TV-1", waterveen),
        a_row("TV-1", waterveen),
        a_row("111222333", waterveen),
        a_row("TV-3", waterveen, hours="10;12"),
        f"TV-4;9999;{a_row('', meerdorp).split(';', 2)[2]}",
    )
    where = stage.sends(provider_user, "/deliveries/new/", contract=contract.pk, file=wrong)
    delivery = Delivery.objects.get()
    assert delivery.status == DeliveryStatus.CHECKED
    assert set(delivery.findings.values_list("row_number", flat=True)) == {2, 3, 4, 5, 6}
    assert stage.as_(provider_user).get(f"{where}errors/").status_code == 200
    stage.is_refused(provider_user, f"{where}confirm/")
    assert not Placement.objects.exists()
    stage.sends(provider_user, f"{where}reject/")
    right = [a_row(f"TV-{number}", waterveen) for number in range(18)]
    right += [a_row(f"TV-M{number}", meerdorp) for number in range(6)]
    for applied in range(2):
        where = stage.sends(
            provider_user, "/deliveries/new/", contract=contract.pk, file=sheet(*right)
        )
        delivery = Delivery.objects.latest("pk")
        counts = (delivery.rows_new, delivery.rows_unchanged, delivery.rows_refused)
        assert counts == ((0, 24, 0) if applied else (24, 0, 0))
        reason = {"warnings_reason": "Zo begonnen."} if delivery.rows_warned else {}
        stage.sends(provider_user, f"{where}confirm/", **reason)
        delivery.refresh_from_db()
        assert delivery.status == DeliveryStatus.APPLIED
    assert Placement.objects.filter(status=PlacementStatus.STARTED).count() == 24
    assert Placement.objects.filter(delivery=delivery).count() == 0


def seats_are_seen(stage, contract, coordinator, provider_user) -> None:
    """Step 6: the line is full, and refuses one more."""
    page = stage.sees(coordinator, "/capacity/")
    assert "Stichting Letterbrug" in page
    line = contract.capacity_lines.with_use(on=timezone.localdate()).get()
    assert (line.contracted, line.used, line.free) == (24, 24, 0)
    one_more = {
        "reference": "TV-99",
        "gemeente": contract.gemeenten.first().pk,
        "target_group": "status_holder",
        "level": "B1",
        "literacy": "NVT",
        "mode": "day",
        "planned_first_on": f"{timezone.localdate():%Y-%m-%d}",
        "planned_last_on": f"{timezone.localdate() + timedelta(days=300):%Y-%m-%d}",
    }
    stage.is_refused(coordinator, f"/capacity/lines/{line.pk}/placements/new/", **one_more)
    assert Placement.objects.count() == 24


def costs_are_seen(stage, contract, region_controller, controller, waterveen, meerdorp) -> None:
    """Step 7: 24 starts of 40% of 15,500 euro are 148,800 euro; each opens to its lines."""
    year = started_on().year
    budget = {
        "region": contract.region_id,
        "gemeente": waterveen.pk,
        "year": year,
        "route": "O",
        "cost_type": "learning_routes",
        "amount": "100000",
        "planned_heads": 18,
        "planned_units_per_head": "0,4",
        "planned_unit_price": "15500",
    }
    stage.sends(controller, "/reports/budgets/new/", **budget)
    page = stage.sees(region_controller, f"/reports/overruns/?year={year}")
    assert "148.800" in page
    assert CostLine.objects.filter(due_on=started_on()).count() == 24
    own = stage.sees(controller, f"/reports/overruns/?year={year}")
    assert "111.600" in own  # 18 x 6,200: the gemeente's own learners only
    assert "148.800" not in own
    assert "11.600" in own  # above its budget of 100,000
    export = stage.as_(region_controller).get(f"/reports/overruns/?year={year}&_export=csv")
    text = b"".join(export.streaming_content) if export.streaming else export.content
    assert "37200,00" in text.decode("utf-8-sig")


def without_a_browser(contract, provider_user, waterveen, tmp_path: Path, capsys) -> None:
    """Step 8: the same from the command line, with its exit codes."""
    file = tmp_path / "plaatsingen.csv"
    file.write_bytes(sheet(a_row("TV-0", waterveen, hours="60;50")).getvalue())
    named = {"provider": contract.provider.kvk_number, "contract": contract.reference}
    call_command("import_placements", str(file), reason="Zo begonnen.", **named)
    assert Placement.objects.get(reference="TV-0").offered_hours == 60
    file.write_bytes(sheet(a_row("TV-NIEUW", waterveen)).getvalue())
    with pytest.raises(CommandError) as refused:
        call_command("import_placements", str(file), **named)
    assert refused.value.returncode == 1
    with pytest.raises(CommandError) as unusable:
        call_command("import_placements", str(tmp_path / "weg.csv"), **named)
    assert unusable.value.returncode == 2
    capsys.readouterr()
    year = started_on().year
    call_command("report", "overruns", year=str(year), format="json")
    rows = json.loads(capsys.readouterr().out)["rows"]
    realised = sum(Decimal(row["realised"]) for row in rows)
    assert realised == Decimal("148800.00")
    call_command("report", "overruns", year=str(year), format="csv")
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out), delimiter=";"))
    assert len(lines) >= 3
