"""Open data: complete, valid, and never more than what is public."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse

from procurement import actions
from procurement.models import PlannedBudget, PlannedTender, Rectification, Tender
from procurement.ocds import package, release
from tests.factories.procurement import TenderFactory

CHECKER = settings.ROOT.parent / "shared" / "checks" / "ocds_check.py"
PRICES = ("15000", "16000", "15.000", "16.000")


def release_of(tender: Tender, at) -> dict:
    return release(Tender.objects.get(pk=tender.pk), at=at)


def faults(file: Path, profile: str) -> str:
    """What the published schemas and code lists say of the file; skips where they are not."""
    if not CHECKER.exists():
        pytest.skip(f"the collection beside the project has the checker: {CHECKER} is absent")
    done = subprocess.run(
        [sys.executable, CHECKER, str(file), "--profile", profile],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture
def planned(published, officer, at) -> Tender:
    line = PlannedTender.objects.create(
        region=published.region,
        title="Leerroutes",
        year=2026,
        owner=officer,
        note="Alleen voor onszelf.",
        status="planned",
        created_at=at,
        created_by=officer,
    )
    PlannedBudget.objects.create(planned=line, source="spuk", amount=1_234_567)
    PlannedTender.objects.filter(pk=line.pk).update(tender=published, status="started")
    Rectification.objects.create(
        tender=published,
        text="Een week langer.",
        closed_at_before=published.closes_at,
        closes_at_after=published.closes_at,
        published_at=at,
        published_by=officer,
    )
    return published


STAGES = ("draft", "published", "planned", "with_bids", "closed", "opened", "locked", "sent")


@pytest.mark.parametrize("profile", ["core", "eforms"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_release_package_has_no_faults_at_any_stage(stage, profile, request, at, tmp_path):
    found = request.getfixturevalue(stage)
    tender = found if isinstance(found, Tender) else found.tender
    file = tmp_path / "package.json"
    fresh = Tender.objects.get(pk=tender.pk)
    file.write_text(json.dumps(package([fresh], at=at)), encoding="utf-8")
    assert faults(file, profile) == ""


def test_the_checker_would_see_a_fault(published, at, tmp_path):
    made = package([Tender.objects.get(pk=published.pk)], at=at)
    made["releases"][0]["tender"]["status"] = "halfway"
    file = tmp_path / "package.json"
    file.write_text(json.dumps(made), encoding="utf-8")
    assert "halfway" in faults(file, "core")


def test_before_the_opening_nothing_of_bids_is_told(closed, at):
    told = json.dumps(release_of(closed, at))
    assert "bids" not in release_of(closed, at)
    assert "Vliegerhof" not in told
    assert "Letterbrug" not in told


def test_after_the_opening_bidders_are_named_and_prices_are_not(opened, at):
    told = release_of(opened, at)
    assert {bid["status"] for bid in told["bids"]["details"]} == {"valid"}
    assert [one["value"] for one in told["bids"]["statistics"]] == [2, 0]
    assert not [price for price in PRICES if price in json.dumps(told)]


def test_a_decision_is_not_told_before_the_bidders_know(decided, at):
    awards = release_of(decided.tender, at)["awards"]
    assert [one["relatedLots"] for one in awards] == [["LOT-0002"]]


def test_an_award_is_pending_during_the_standstill_without_the_price(sent, at):
    told = release_of(sent.tender, at)
    award = next(one for one in told["awards"] if one["relatedLots"] == ["LOT-0001"])
    assert award["status"] == "pending"
    assert award["suppliers"][0]["name"] == "Stichting Letterbrug"
    assert not [price for price in PRICES if price in json.dumps(told)]


def test_a_lot_without_bids_says_so_in_the_eforms_code(closed, at):
    awards = release_of(closed, at)["awards"]
    assert [(one["status"], one["statusDetails"]) for one in awards] == [
        ("unsuccessful", "no-rece")
    ]


def test_the_calendar_tells_the_source_of_money_and_not_the_amount(planned, at):
    told = json.dumps(release_of(planned, at))
    assert "SPUK" in told
    assert "1234567" not in told
    assert "Alleen voor onszelf" not in told


def test_a_tender_that_follows_another_names_it(published, at):
    earlier = TenderFactory(region=published.region, reference="OUD 1")
    Tender.objects.filter(pk=published.pk).update(follows=earlier)
    related = release_of(published, at)["relatedProcesses"]
    assert related[0]["identifier"].endswith("-oud-1")


def test_the_command_writes_what_is_published_and_leaves_practice_out(published, tmp_path):
    TenderFactory(region=published.region)
    practice = TenderFactory(published=True)
    type(practice.region).objects.filter(pk=practice.region_id).update(is_training=True)
    file = tmp_path / "tenders.json"
    call_command("export_ocds", output=file)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert [one["tender"]["id"] for one in written["releases"]] == [published.reference]


def test_the_command_says_which_tender_it_does_not_know(db, tmp_path):
    with pytest.raises(CommandError, match="'ONBEKEND'"):
        call_command("export_ocds", tender="ONBEKEND", output=tmp_path / "x.json")


def test_the_command_says_when_the_file_cannot_be_written(published, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_ocds", output=tmp_path / "nergens" / "x.json")


def test_the_desk_downloads_its_own_tender(published, officer, zuid_officer, client_of):
    url = reverse("procurement:tender-open-data", args=[published.pk])
    answer = client_of(officer).get(url)
    assert answer.json()["releases"][0]["tender"]["title"] == "Leerroutes"
    assert "attachment" in answer["Content-Disposition"]
    assert client_of(zuid_officer).get(url).status_code == 404


def test_a_final_award_has_its_price(sent, officer, at):
    later = at + timedelta(days=365)
    actions.award(lot=sent, by=officer, at=later)
    told = release_of(sent.tender, later)
    award = next(one for one in told["awards"] if one["relatedLots"] == ["LOT-0001"])
    assert award["status"] == "active"
    assert award["items"][0]["unit"]["value"] == {"amount": 16000, "currency": "EUR"}
