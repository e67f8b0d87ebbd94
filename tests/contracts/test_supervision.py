"""Samples: drawn so that anyone can repeat it, judged, heard and concluded; the provider's card."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import get_default_timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.supervision import (
    SamplePlan,
    add_evidence,
    ask_evidence,
    conclude_sample,
    draw_sample,
    drawn_from,
    judge_item,
    record_hearing,
)
from contracts.alert_causes import results_not_reached
from contracts.enums import (
    ContractStatus,
    KpiIndicator,
    PlacementStatus,
    SampleOutcome,
    SampleStatus,
    Sanction,
    TargetDirection,
)
from contracts.indicators import measured, measured_by, placements_of, share
from contracts.models import ContractKpi, Placement, ProgressConversation, SampleCheck
from contracts.workflows.supervision import SAMPLE_CHECK
from tests.factories.contracts import (
    SIGNED_AT,
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    move,
)
from tests.factories.supervision import SampleCheckFactory

FIRST_ON, LAST_ON = date(2026, 1, 1), date(2026, 6, 30)
REPLY_BY_ON = date(2026, 8, 1)
ids = st.lists(st.integers(1, 10_000), unique=True, min_size=1, max_size=80).map(sorted)
percentages = st.decimals("0.01", 100, places=2)


@pytest.fixture
def line(noord, provider, waterveen):
    contract = ContractFactory(region=noord, provider=provider, gemeenten_given=[waterveen])
    return CapacityLineFactory(contract=contract)


@pytest.fixture
def placements(line, waterveen):
    rows = PlacementFactory.create_batch(10, capacity_line=line, gemeente=waterveen, started=True)
    PlacementFactory(capacity_line=line, gemeente=waterveen)
    return rows


@pytest.fixture
def plan(noord, provider) -> SamplePlan:
    return SamplePlan(
        region=noord,
        provider=provider,
        first_on=FIRST_ON,
        last_on=LAST_ON,
        percentage=Decimal(25),
        seed="7 juli, 4182",
        evidence_asked="Presentielijsten",
        reply_by_on=REPLY_BY_ON,
    )


@pytest.fixture
def check(plan, placements, coordinator, at) -> SampleCheck:
    return draw_sample(plan=plan, by=coordinator, at=at)


@pytest.fixture
def asked(check, coordinator, at) -> SampleCheck:
    return ask_evidence(sample_check=check, by=coordinator, at=at)


@pytest.fixture
def at() -> Iterator[datetime]:
    return datetime(2026, 7, 7, 10, tzinfo=get_default_timezone())


def paper(name: str = "lijst.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")


def judge_all(check: SampleCheck, by, at, *, in_order: bool) -> None:
    for item in check.items.order_by("pk"):
        remark = "" if in_order else "Geen lijst van mei"
        judge_item(item=item, is_in_order=in_order, remark=remark, by=by, at=at)


# --- The draw -------------------------------------------------------------------------------------


@given(ids=ids, percentage=percentages, seed=st.text(max_size=20))
def test_a_draw_can_be_repeated_and_has_the_share_rounded_up(ids, percentage, seed):
    drawn = drawn_from(ids, percentage=percentage, seed=seed)
    assert drawn == drawn_from(ids[::-1], percentage=percentage, seed=seed)
    assert set(drawn) <= set(ids)
    assert len(drawn) - 1 < len(ids) * percentage / 100 <= len(drawn)


def test_another_seed_draws_others():
    people = range(1, 1001)
    one, other = (drawn_from(people, percentage=Decimal(5), seed=seed) for seed in "ab")
    assert one != other


def test_the_draw_is_from_who_was_taught_in_the_period(check, placements):
    assert check.population == 10
    drawn = [item.placement for item in check.items.order_by("pk")]
    assert len(drawn) == 3
    assert set(drawn) < set(placements)


def test_who_ended_before_the_period_is_not_in_it(plan, placements, coordinator, at):
    Placement.objects.filter(pk=placements[0].pk).update(actual_first_on=date(2026, 7, 1))
    assert draw_sample(plan=plan, by=coordinator, at=at).population == 9


def test_nothing_to_draw_from_is_said(plan, coordinator, at):
    with pytest.raises(Refused, match="geen les") as caught:
        draw_sample(plan=plan, by=coordinator, at=at)
    assert caught.value.field == "first_on"
    assert not SampleCheck.objects.exists()


def test_only_the_own_region_draws(plan, placements, officer, zuid, coordinator, at):
    with pytest.raises(Refused):
        draw_sample(plan=plan, by=officer, at=at)
    strange = SamplePlan(**{**_facts(plan), "region": zuid})
    with pytest.raises(Refused) as caught:
        draw_sample(plan=strange, by=coordinator, at=at)
    assert caught.value.field == "region"


def _facts(plan: SamplePlan) -> dict[str, object]:
    return {name: getattr(plan, name) for name in SamplePlan.__dataclass_fields__}


# --- Evidence -------------------------------------------------------------------------------------


def test_the_provider_sees_a_sample_once_it_is_asked(check, provider_user, coordinator, at):
    assert not SampleCheck.objects.visible_to(provider_user).exists()
    ask_evidence(sample_check=check, by=coordinator, at=at)
    assert SampleCheck.objects.visible_to(provider_user).get() == check
    told = Notification.objects.get(user=provider_user)
    assert told.url == reverse("contracts:samplecheck-evidence", args=[check.pk])
    assert "1 aug 2026" in told.sentence


def test_evidence_is_kept_with_its_hash_and_a_new_file_asks_a_new_judgement(
    asked, provider_user, coordinator, at
):
    item = asked.items.order_by("pk").first()
    add_evidence(item=item, file=paper(), by=provider_user, at=at)
    judge_item(item=item, is_in_order=True, remark="", by=coordinator, at=at)
    again = add_evidence(item=item, file=paper("beter.pdf"), by=provider_user, at=at)
    assert (again.filename, again.is_in_order, again.evidence_by) == (
        "beter.pdf",
        None,
        provider_user,
    )
    assert len(again.sha256) == 64


def test_the_region_is_told_when_the_last_piece_is_in(asked, provider_user, coordinator, at):
    items = list(asked.items.order_by("pk"))
    for item in items[:-1]:
        add_evidence(item=item, file=paper(), by=provider_user, at=at)
    assert not Notification.objects.filter(user=coordinator).exists()
    add_evidence(item=items[-1], file=paper(), by=provider_user, at=at)
    assert Notification.objects.get(user=coordinator).url == asked.get_absolute_url()


def test_evidence_is_refused_from_others_and_before_it_is_asked(
    check, provider_user, other_provider_user, coordinator, at
):
    item = check.items.order_by("pk").first()
    with pytest.raises(Refused, match="geen bewijs gevraagd"):
        add_evidence(item=item, file=paper(), by=provider_user, at=at)
    ask_evidence(sample_check=check, by=coordinator, at=at)
    with pytest.raises(Refused, match="aanbieder zelf"):
        add_evidence(item=item, file=paper(), by=other_provider_user, at=at)
    with pytest.raises(Refused):
        add_evidence(item=item, file=paper("lijst.exe"), by=provider_user, at=at)
    item.refresh_from_db()
    assert not item.file


# --- Judging, hearing and concluding --------------------------------------------------------------


def test_a_shortcoming_needs_a_remark_and_a_hearing(asked, coordinator, at):
    item = asked.items.order_by("pk").first()
    with pytest.raises(Refused) as caught:
        judge_item(item=item, is_in_order=False, remark=" ", by=coordinator, at=at)
    assert caught.value.field == "remark"
    judge_all(asked, coordinator, at, in_order=False)
    with pytest.raises(Refused, match="Hoor"):
        conclude(asked, coordinator, at, SampleOutcome.SHORTCOMINGS, Sanction.WARNING)
    with pytest.raises(Refused) as caught:
        hear(asked, coordinator, at, heard_on=at.date() + timedelta(days=1))
    assert caught.value.field == "heard_on"
    heard = hear(asked, coordinator, at)
    done = conclude(heard, coordinator, at, SampleOutcome.SHORTCOMINGS, Sanction.WARNING)
    assert (done.status, done.concluded_by, done.heard_on) == (
        SampleStatus.CONCLUDED,
        coordinator,
        at.date(),
    )


def test_no_conclusion_before_everything_was_judged(asked, coordinator, at):
    with pytest.raises(Refused, match="nog 3"):
        conclude(asked, coordinator, at, SampleOutcome.IN_ORDER, Sanction.NONE)
    judge_all(asked, coordinator, at, in_order=True)
    assert conclude(asked, coordinator, at, SampleOutcome.IN_ORDER, Sanction.NONE).outcome


@pytest.mark.parametrize(
    ("outcome", "sanction", "amount", "field"),
    [
        (SampleOutcome.IN_ORDER, Sanction.NONE, None, "outcome"),
        (SampleOutcome.REMARKS, Sanction.WARNING, None, "sanction"),
        (SampleOutcome.SHORTCOMINGS, Sanction.RECOVERY, None, "recovered_amount"),
    ],
)
def test_what_follows_has_to_fit_what_was_found(
    asked, coordinator, at, outcome, sanction, amount, field
):
    judge_all(asked, coordinator, at, in_order=False)
    hear(asked, coordinator, at)
    with pytest.raises(Refused) as caught:
        conclude(asked, coordinator, at, outcome, sanction, amount)
    assert caught.value.field == field
    asked.refresh_from_db()
    assert asked.status == SampleStatus.HEARD


def test_an_amount_is_kept_only_when_it_is_claimed_back(asked, coordinator, at):
    judge_all(asked, coordinator, at, in_order=False)
    hear(asked, coordinator, at)
    amount = Decimal("1250.50")
    done = conclude(asked, coordinator, at, SampleOutcome.SHORTCOMINGS, Sanction.RECOVERY, amount)
    assert done.recovered_amount == amount


def test_a_number_of_a_person_is_refused_in_the_hearing(asked, coordinator, at):
    with pytest.raises(Refused) as caught:
        hear(asked, coordinator, at, hearing="Het ging om 111222333.")
    assert caught.value.field == "hearing"


def test_a_withdrawn_sample_asks_nothing(asked, provider_user, coordinator, at):
    gone = SAMPLE_CHECK.apply(asked, "withdraw", by=coordinator, at=at, reason="Verkeerde periode")
    with pytest.raises(Refused):
        add_evidence(item=gone.items.order_by("pk").first(), file=paper(), by=provider_user, at=at)


def conclude(check, by, at, outcome, sanction, amount=None) -> SampleCheck:
    return conclude_sample(
        check=check,
        outcome=outcome,
        conclusion="Zie de bevindingen.",
        sanction=sanction,
        recovered_amount=amount,
        by=by,
        at=at,
    )


def hear(check, by, at, *, heard_on: date | None = None, hearing: str = "Lijsten volgen."):
    return record_hearing(
        check=check, heard_on=heard_on or at.date(), hearing=hearing, by=by, at=at
    )


# --- Pages ----------------------------------------------------------------------------------------


def test_a_sample_goes_through_the_pages(client, plan, placements, coordinator, provider_user, at):
    client.force_login(coordinator)
    posted = {
        **_facts(plan),
        "region": plan.region.pk,
        "provider": plan.provider.pk,
        "percentage": "25",
        "reply_by_on": "2099-01-01",
    }
    made = client.post(reverse("contracts:samplecheck-create"), posted)
    check = SampleCheck.objects.get()
    assert made.url == check.get_absolute_url()
    assert "3 van 10" in client.get(made.url).content.decode()
    client.post(reverse("contracts:samplecheck-transition", args=[check.pk, "ask"]))

    client.force_login(provider_user)
    item = check.items.order_by("pk").first()
    own = client.get(reverse("contracts:samplecheck-evidence", args=[check.pk]))
    assert str(item.placement) in own.content.decode()
    sent = client.post(reverse("contracts:sampleitem-evidence", args=[item.pk]), {"file": paper()})
    assert sent.status_code == 302
    assert client.get(check.get_absolute_url()).status_code == 403

    client.force_login(coordinator)
    judge = reverse("contracts:sampleitem-judge", args=[item.pk])
    assert "lijst.pdf" in client.get(judge).content.decode()
    file = client.get(reverse("contracts:sampleitem-file", args=[item.pk]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    refused = client.post(judge, {"is_in_order": "no", "remark": ""})
    assert "Zeg wat niet in orde is" in refused.content.decode()


def test_another_provider_does_not_find_the_sample(client, asked, other_provider_user):
    client.force_login(other_provider_user)
    item = asked.items.order_by("pk").first()
    for name, pk in (("samplecheck-evidence", asked.pk), ("sampleitem-evidence", item.pk)):
        assert client.get(reverse(f"contracts:{name}", args=[pk])).status_code == 404


def test_lists_cost_the_same_for_more_rows(client, asked, coordinator, query_budget):
    client.force_login(coordinator)
    address = reverse("contracts:samplecheck-list")
    with query_budget("contracts:samplecheck-list"):
        client.get(address)
    SampleCheckFactory.create_batch(3, region=asked.region, provider=asked.provider)
    with query_budget("contracts:samplecheck-list"):
        page = client.get(address).content.decode()
    assert page.count("/samples/") >= 4


# --- The card -------------------------------------------------------------------------------------


def test_the_card_measures_what_was_delivered(line, waterveen, provider):
    one, other, late = PlacementFactory.create_batch(
        3, capacity_line=line, gemeente=waterveen, started=True
    )
    hours = Placement.objects.filter(pk__in=[one.pk, other.pk])
    hours.update(offered_hours=100, attended_hours=80)
    end = {"actual_last_on": date(2026, 6, 1), "status": PlacementStatus.COMPLETED}
    Placement.objects.filter(pk=one.pk).update(**end, outcome="diploma", diploma_on=LAST_ON)
    end["status"] = PlacementStatus.DROPPED_OUT
    Placement.objects.filter(pk=late.pk).update(**end)
    for held_on in (date(2026, 3, 1), date(2026, 3, 9)):
        ProgressConversation.objects.create(
            placement=other,
            due_on=held_on.replace(day=min(held_on.day, 5)),
            held_on=held_on,
            outcome="on_course",
        )
    rows = placements_of(provider.pk, Placement.objects.all())
    found = {m.indicator: m for m in measured(rows, first_on=FIRST_ON, last_on=LAST_ON)}
    assert (found["attendance"].value, found["attendance"].rests_on) == (Decimal("80.0"), 200)
    assert (found["diplomas"].value, found["diplomas"].rests_on) == (Decimal("50.0"), 2)
    assert found["dropouts"].value == Decimal("50.0")
    assert found["reports_in_time"].value == Decimal("50.0")
    assert found["fill_rate"].value is None


def test_nothing_measured_is_not_nought():
    assert share(0, 0) is None
    assert share(0, 4) == 0


def test_the_card_says_whether_promises_are_kept(client, line, coordinator, provider, query_budget):
    contract = line.contract
    promise = ContractKpi.objects.create(
        contract=contract,
        indicator=KpiIndicator.ATTENDANCE,
        direction=TargetDirection.AT_LEAST,
        target=Decimal(90),
    )
    move(contract, ContractStatus.SIGNED, signed_at=SIGNED_AT, signed_by=contract.created_by)
    client.force_login(coordinator)
    url = reverse("contracts:provider-kpi", args=[provider.pk])
    with query_budget("contracts:provider-kpi"):
        page = client.get(url).content.decode()
    assert promise.promise in page
    assert "Nog geen cijfer" in page
    part = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_a_result_that_is_not_reached_is_a_cause_of_its_contract(line, waterveen):
    contract = line.contract
    attendance = {"indicator": KpiIndicator.ATTENDANCE, "direction": TargetDirection.AT_LEAST}
    ContractKpi.objects.create(contract=contract, target=90, **attendance)
    PlacementFactory(
        capacity_line=line,
        gemeente=waterveen,
        started=True,
        offered_hours=100,
        attended_hours=80,
    )
    on = date(2026, 7, 7)
    assert list(results_not_reached(on)) == []
    move(contract, ContractStatus.SIGNED, signed_at=SIGNED_AT, signed_by=contract.created_by)
    [cause] = results_not_reached(on)
    assert (cause.contract_id, cause.due_on) == (contract.pk, date(2026, 6, 30))
    assert "80,0" in cause.sentence
    ContractKpi.objects.update(target=80)
    assert list(results_not_reached(on)) == []


def test_figures_by_contract_equal_those_of_each_contract(line, waterveen):
    other = CapacityLineFactory(contract=ContractFactory(region=line.contract.region))
    for each, attended in ((line, 50), (other, 75)):
        PlacementFactory.create_batch(
            2,
            capacity_line=each,
            gemeente=waterveen,
            started=True,
            offered_hours=100,
            attended_hours=attended,
        )
    days = {"first_on": FIRST_ON, "last_on": LAST_ON}
    together = measured_by("contract_id", Placement.objects.all(), **days)
    for each in (line, other):
        alone = measured(Placement.objects.filter(contract=each.contract), **days)
        assert together[each.contract_id] == alone
    assert measured(Placement.objects.none(), **days)[0].rests_on == 0


def test_placements_of_a_sample_lead_each_role_where_it_may_go(
    asked, client_of, coordinator, reader
):
    item = asked.items.select_related("placement").first()
    judging = reverse("contracts:sampleitem-judge", args=[item.pk])
    for person, address in ((coordinator, judging), (reader, item.placement.get_absolute_url())):
        page = client_of(person).get(asked.get_absolute_url()).content.decode()
        assert f'href="{address}"' in page
    assert judging not in page
