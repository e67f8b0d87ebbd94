"""Amendments: copied, changed, judged, brought into the contract, refused where they collide."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.enums import Role
from accounts.models import Notification
from config.shared import history
from config.shared.errors import Refused
from contracts.actions.agreement import write_terms
from contracts.actions.amendment_steps import (
    offer_amendment,
    record_notice,
    sign_amendment,
    take_back_amendment,
    withdraw_amendment,
)
from contracts.actions.amendments import (
    bring_up_to_date,
    choose_gemeenten,
    continue_tariff,
    divide_seats,
    draft_amendment,
    draft_renewal,
    put_row,
    rename_amendment,
    state_ground,
    take_row_out,
)
from contracts.amending.grounds import Reason, Statement
from contracts.amending.merge import Side
from contracts.amending.paths import in_section, rows_of
from contracts.enums import AmendmentStatus, ContractKind, ContractStatus, PlacementStatus
from contracts.ledger import Differences, check_costs
from contracts.models import Amendment, Contract, CostLine, Paper, RenewalOption
from contracts.models.agreement import terms_of
from contracts.workflows import AMENDMENT
from tests.contracts.conftest import AT
from tests.factories.amendments import AmendmentFactory
from tests.factories.contracts import ContractFactory, PlacementFactory, move
from tests.factories.providers import person_of

pytestmark = pytest.mark.django_db

TARIFF = ("tariffs", ("O", "trajectory", "", "2026-01-01"))
LINE = ("lines", ("O", "Waterveen", "places", "2026-01-01"))
NUMBER = "lines.O.Waterveen.places.2026-01-01.number"
TITLE, LAST, MAXIMUM = "facts.title", "facts.last_on", "facts.maximum_amount"


@pytest.fixture
def amendment(contract: Contract, contract_manager) -> Amendment:
    """A fresh copy of the contract, to take effect on 1 January 2027."""
    return draft_amendment(
        contract=contract,
        title="Meer plaatsen",
        effective_on=date(2027, 1, 1),
        by=contract_manager,
        at=AT,
    )


@pytest.fixture
def valued(contract: Contract) -> Contract:
    """The contract, signed at a million euro."""
    Contract.objects.filter(pk=contract.pk).update(
        maximum_amount=Decimal(1_000_000), original_amount=Decimal(1_000_000)
    )
    contract.refresh_from_db()
    return contract


@pytest.fixture
def countersigner(provider):
    """Who signs for the provider."""
    return person_of(provider, Role.PROVIDER_ADMINISTRATOR)


def offered(contract: Contract, changes: dict, **fields) -> Amendment:
    return AmendmentFactory(contract=contract, changes=changes, offered=True, **fields)


# --- The copy -------------------------------------------------------------------------------------


def test_a_copy_says_what_the_contract_says(amendment, contract):
    rows = rows_of(amendment.base)

    assert amendment.base == amendment.proposed == terms_of(contract)
    assert (amendment.number, str(amendment)) == (1, f"Wijziging 1 van {contract.reference}")
    assert rows[TARIFF]["price"] == "15000"
    assert rows[TARIFF]["instalment_halfway"] == "30"
    assert rows[LINE]["number"] == 20
    assert sum(fields["number"] for fields in in_section(amendment.base, "shares").values()) == 20
    assert len(in_section(amendment.base, "gemeenten")) == 2


@pytest.mark.parametrize("status", [ContractStatus.ENDED, ContractStatus.TERMINATED])
def test_a_contract_that_is_over_is_not_amended(contract, contract_manager, status):
    move(contract, status)

    with pytest.raises(Refused, match="niet van kracht"):
        draft_amendment(
            contract=contract, title="x", effective_on=AT.date(), by=contract_manager, at=AT
        )


def test_a_reader_does_not_draft(contract, reader):
    with pytest.raises(Refused):
        draft_amendment(contract=contract, title="x", effective_on=AT.date(), by=reader, at=AT)


def test_an_amendment_takes_effect_within_the_contract(contract, contract_manager):
    with pytest.raises(Refused) as refused:
        draft_amendment(
            contract=contract,
            title="x",
            effective_on=date(2028, 1, 2),
            by=contract_manager,
            at=AT,
        )

    assert refused.value.field == "effective_on"


def test_more_seats_are_divided_as_they_were(amendment, contract_manager):
    changed = put_row(
        amendment=amendment,
        row=LINE,
        fields={"last_on": "2027-12-31", "number": 30},
        by=contract_manager,
        at=AT,
    )

    shares = in_section(changed.proposed, "shares")
    assert sorted(fields["number"] for fields in shares.values()) == [15, 15]
    assert changed.base == amendment.base


def test_seats_can_be_divided_otherwise(amendment, contract_manager):
    changed = divide_seats(
        amendment=amendment,
        key=LINE[1],
        numbers={"9001": 14, "9002": 6},
        by=contract_manager,
        at=AT,
    )

    shares = in_section(changed.proposed, "shares")
    assert {key[-1]: fields["number"] for key, fields in shares.items()} == {"9001": 14, "9002": 6}
    with pytest.raises(Refused, match="19"):
        divide_seats(
            amendment=changed, key=LINE[1], numbers={"9001": 19}, by=contract_manager, at=AT
        )


def test_seats_go_with_their_shares(amendment, contract_manager):
    changed = take_row_out(amendment=amendment, row=LINE, by=contract_manager, at=AT)

    assert in_section(changed.proposed, "lines") == {}
    assert in_section(changed.proposed, "shares") == {}
    with pytest.raises(Refused):
        take_row_out(amendment=changed, row=("facts", ()), by=contract_manager, at=AT)


def test_a_new_price_follows_the_old_one(amendment, contract_manager):
    changed = follow(amendment, contract_manager)

    tariffs = in_section(changed.proposed, "tariffs")
    assert [fields["last_on"] for _key, fields in sorted(tariffs.items())] == [
        "2026-12-31",
        "2027-12-31",
    ]
    with pytest.raises(Refused) as refused:
        follow(changed, contract_manager, first_on=date(2028, 1, 1))
    assert refused.value.field == "first_on"


def follow(amendment: Amendment, by, first_on: date = date(2027, 1, 1)) -> Amendment:
    price = rows_of(amendment.base)[TARIFF] | {"price": "16000"}
    return continue_tariff(
        amendment=amendment, key=TARIFF[1], first_on=first_on, fields=price, by=by, at=AT
    )


def test_a_gemeente_that_leaves_with_seats_is_a_problem(amendment, contract_manager):
    changed = choose_gemeenten(amendment=amendment, codes=["9001"], by=contract_manager, at=AT)

    missing = " ".join(AMENDMENT.missing(changed, "offer", AT))
    assert "Meerdorp heeft plekken" in missing
    with pytest.raises(Refused):
        choose_gemeenten(amendment=amendment, codes=[], by=contract_manager, at=AT)


def test_what_was_offered_is_not_changed(contract, contract_manager):
    fixed = offered(contract, {TITLE: "Anders"})

    with pytest.raises(Refused, match="kan niet meer"):
        rename_amendment(
            amendment=fixed, title="x", effective_on=date(2027, 1, 1), by=contract_manager, at=AT
        )


# --- Offering -------------------------------------------------------------------------------------


def ground(amendment: Amendment, by, reason: Reason = Reason.CLAUSE, **facts) -> Amendment:
    standard = {
        "statements": [Statement.CLEAR_CLAUSE.value],
        "clause": "Artikel 4",
        "explanation": "Meer inburgeraars.",
    }
    return state_ground(amendment=amendment, reason_code=reason, by=by, at=AT, **standard | facts)


def test_what_is_missing_is_said(amendment):
    said = " ".join(AMENDMENT.missing(amendment, "offer", AT))

    assert "Er verandert nog niets" in said
    assert "Kies de grond" in said


def test_offering_fixes_verdict_and_paper_and_tells_the_provider(
    amendment, contract_manager, countersigner
):
    ground(follow(amendment, contract_manager), contract_manager)

    done = offer_amendment(amendment=amendment, by=contract_manager, at=AT)

    assert done.status == AmendmentStatus.OFFERED
    assert (done.offered_at, done.offered_by) == (AT, contract_manager)
    assert (done.verdict["article"], done.verdict["outcome"]) == ("2.163c Aw 2012", "allowed")
    paper = Paper.objects.get(amendment=done)
    assert "€ 16.000,00" in " ".join(paper.facts["changes"])
    told = Notification.objects.filter(user=countersigner)
    assert told.filter(url=done.get_absolute_url()).exists()


def test_not_allowed_is_not_offered(valued, contract_manager):
    large = AmendmentFactory(
        contract=valued,
        changes={MAXIMUM: "1100000"},
        reason_code=Reason.MINOR,
        statements=[Statement.SAME_NATURE.value],
    )

    with pytest.raises(Refused, match=r"2\.163b"):
        offer_amendment(amendment=large, by=contract_manager, at=AT)

    large.refresh_from_db()
    assert (large.status, large.verdict) == (AmendmentStatus.DRAFT, None)
    assert not Paper.objects.filter(amendment=large).exists()


def test_a_change_of_unknown_worth_is_not_offered_on_a_limited_ground(contract, contract_manager):
    unknown = AmendmentFactory(
        contract=contract,
        changes={NUMBER: 20, TITLE: "Anders"},
        reason_code=Reason.MINOR,
        statements=[Statement.SAME_NATURE.value],
    )

    with pytest.raises(Refused, match="waard"):
        offer_amendment(amendment=unknown, by=contract_manager, at=AT)


def test_what_the_database_would_refuse_is_not_put_on_paper(contract, place, contract_manager):
    place()
    gone = AmendmentFactory(
        contract=contract,
        changes={path: None for path in terms_of(contract) if path.startswith(("lines", "shares"))},
    )

    with pytest.raises(Refused, match="kan niet weg"):
        offer_amendment(amendment=gone, by=contract_manager, at=AT)

    assert contract.capacity_lines.exists()


def test_a_procurement_officer_does_not_offer(contract, officer):
    draft = AmendmentFactory(contract=contract, changes={TITLE: "Anders"})

    with pytest.raises(Refused):
        offer_amendment(amendment=draft, by=officer, at=AT)


def test_taking_back_voids_the_paper(contract, contract_manager):
    out = offered(contract, {TITLE: "Anders"})

    back = take_back_amendment(amendment=out, reason="Fout", by=contract_manager, at=AT)

    assert (back.status, back.offered_at) == (AmendmentStatus.DRAFT, None)
    assert not back.papers.standing().exists()


def test_withdrawing_leaves_the_contract(contract, contract_manager):
    out = offered(contract, {TITLE: "Anders"})

    gone = withdraw_amendment(amendment=out, reason="Niet nodig", by=contract_manager, at=AT)

    assert (gone.status, gone.withdrawn_by) == (AmendmentStatus.WITHDRAWN, contract_manager)
    assert not gone.papers.standing().exists()
    contract.refresh_from_db()
    assert contract.title == "Onderwijsroute"


# --- Into the contract ----------------------------------------------------------------------------


def test_signing_writes_facts_prices_seats_and_gemeenten(contract, contract_manager, waterveen):
    done = full_change(contract)

    signed = sign_amendment(amendment=done, by=contract_manager, at=AT)

    contract.refresh_from_db()
    first, second = contract.tariffs.order_by("first_on")
    line = contract.capacity_lines.get()
    assert signed.status == AmendmentStatus.SIGNED
    assert (contract.title, contract.maximum_amount) == ("Onderwijsroute Noord", Decimal(500_000))
    assert (first.last_on, second.first_on) == (date(2026, 12, 31), date(2027, 1, 1))
    assert (second.follows, second.price) == (first, Decimal(16_000))
    assert [part.amount for part in second.instalments.order_by("pk")] == [6400, 4800, 4800]
    assert line.number == 25
    assert list(line.shares.values_list("gemeente__code", "number")) == [("9001", 25)]
    assert list(contract.gemeenten.all()) == [waterveen]
    assert terms_of(contract) == signed.proposed


def full_change(contract: Contract) -> Amendment:
    later = "tariffs.O.trajectory..2027-01-01"
    old = "tariffs.O.trajectory..2026-01-01"
    share = "shares.O.Waterveen.places.2026-01-01"
    changes = {
        TITLE: "Onderwijsroute Noord",
        MAXIMUM: "500000",
        NUMBER: 25,
        f"{share}.9001.number": 25,
        f"{share}.9002.number": None,
        "gemeenten.9002.takes_part": None,
        f"{old}.last_on": "2026-12-31",
        f"{later}.last_on": "2027-12-31",
        f"{later}.price": "16000",
        f"{later}.charges_other_groups": False,
        f"{later}.instalment_start": "40",
        f"{later}.instalment_halfway": "30",
        f"{later}.instalment_completion": "30",
    }
    return offered(contract, changes, effective_on=date(2027, 1, 1))


def test_who_begins_later_gets_the_new_price_and_costs_follow(contract, place, contract_manager):
    early = place(started=True, planned_first_on=date(2026, 9, 1))
    late = place(
        status=PlacementStatus.SCHEDULED,
        planned_first_on=date(2027, 2, 1),
        planned_last_on=date(2027, 11, 30),
    )

    sign_amendment(amendment=full_change(contract), by=contract_manager, at=AT)

    early.refresh_from_db()
    late.refresh_from_db()
    assert (early.tariff.price, late.tariff.price) == (15_000, 16_000)
    lines = CostLine.objects.filter(placement=late)
    assert sum(line.amount for line in lines) == 16_000
    assert check_costs([early.pk, late.pk]) == Differences(0, 0)


def test_nothing_is_written_without_both_signatures(contract, contract_manager):
    draft = AmendmentFactory(contract=contract, changes={TITLE: "Anders"})
    stamps = {"offered_at": AT, "offered_by": contract_manager, "verdict": {}}
    move(draft, AmendmentStatus.OFFERED, **stamps)

    with pytest.raises(Refused, match="Beide partijen"):
        sign_amendment(amendment=draft, by=contract_manager, at=AT)

    contract.refresh_from_db()
    assert contract.title == "Onderwijsroute"


def test_a_price_that_leaves_placements_without_one_is_refused_whole(
    contract, place, contract_manager
):
    place(planned_first_on=date(2027, 2, 1), planned_last_on=date(2027, 11, 30))
    shorter = offered(
        contract,
        {"tariffs.O.trajectory..2026-01-01.last_on": "2026-12-31", TITLE: "Anders"},
        effective_on=date(2027, 1, 1),
    )

    with pytest.raises(Refused, match="geen tarief"):
        sign_amendment(amendment=shorter, by=contract_manager, at=AT)

    contract.refresh_from_db()
    assert contract.title == "Onderwijsroute"
    assert contract.tariffs.get().last_on == date(2027, 12, 31)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_amendments_of_different_facts_give_the_same_contract(contract, contract_manager, order):
    both = [
        offered(contract, {TITLE: "Anders"}),
        offered(contract, {MAXIMUM: "500000", "facts.start_guarantee_weeks": 6}),
    ]

    for place_ in order:
        sign_amendment(amendment=both[place_], by=contract_manager, at=AT)

    contract.refresh_from_db()
    assert (contract.title, contract.maximum_amount) == ("Anders", Decimal(500_000))
    assert contract.start_guarantee_weeks == 6


def test_of_two_that_touch_the_same_fact_the_second_is_refused(contract, contract_manager):
    first = offered(contract, {MAXIMUM: "500000"})
    second = offered(contract, {MAXIMUM: "450000", TITLE: "Anders"})
    sign_amendment(amendment=first, by=contract_manager, at=AT)

    with pytest.raises(Refused, match=r"Maximale waarde .*€ 450\.000,00.*€ 500\.000,00"):
        sign_amendment(amendment=second, by=contract_manager, at=AT)

    contract.refresh_from_db()
    assert (contract.title, contract.maximum_amount) == ("Onderwijsroute", Decimal(500_000))


@pytest.mark.parametrize(("side", "left"), [(Side.MINE, "450000"), (Side.THEIRS, "500000")])
def test_a_conflict_is_settled_by_choosing(contract, contract_manager, side, left):
    mine = AmendmentFactory(contract=contract, changes={MAXIMUM: "450000", TITLE: "Anders"})
    first = offered(contract, {MAXIMUM: "500000"})
    sign_amendment(amendment=first, by=contract_manager, at=AT)

    with pytest.raises(Refused):
        bring_up_to_date(amendment=mine, choices={}, by=contract_manager, at=AT)
    merged = bring_up_to_date(amendment=mine, choices={MAXIMUM: side}, by=contract_manager, at=AT)

    assert merged.base[MAXIMUM] == "500000"
    assert (merged.proposed[MAXIMUM], merged.proposed[TITLE]) == (left, "Anders")


def test_b_amendments_are_judged_together_again_when_signed(valued, contract_manager):
    minor = {"reason_code": Reason.MINOR, "statements": [Statement.SAME_NATURE.value]}
    first = offered(valued, {MAXIMUM: "1060000"}, **minor)
    second = offered(valued, {TITLE: "Anders"}, **minor)
    for each in (first, second):
        Amendment.objects.filter(pk=each.pk).update(change_amount=60_000)
    sign_amendment(amendment=first, by=contract_manager, at=AT)

    with pytest.raises(Refused, match=r"€ 120\.000,00"):
        sign_amendment(amendment=second, by=contract_manager, at=AT)


def test_a_signed_amendment_stands(contract, contract_manager):
    signed = sign_amendment(
        amendment=offered(contract, {TITLE: "Anders"}), by=contract_manager, at=AT
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=signed.pk).update(proposed={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Amendment.objects.filter(pk=signed.pk).delete()


def test_the_history_of_the_contract_says_what_changed(contract, contract_manager):
    sign_amendment(amendment=offered(contract, {TITLE: "Anders"}), by=contract_manager, at=AT)

    newest = history.lines(contract)[0]
    assert "Onderwijsroute wordt Anders" in newest.reason


# --- Renewal and notice ---------------------------------------------------------------------------


def test_a_renewal_carries_the_contract_on(contract, contract_manager):
    option = RenewalOption.objects.create(
        contract=contract,
        number=1,
        first_on=date(2028, 1, 1),
        last_on=date(2028, 12, 31),
        decide_by_on=date(2027, 6, 30),
    )

    renewal = draft_renewal(option=option, by=contract_manager, at=AT)

    ends = {
        fields["last_on"]
        for row, fields in rows_of(renewal.proposed).items()
        if row in (TARIFF, LINE, ("facts", ()))
    }
    assert ends == {"2028-12-31"}
    assert renewal.reason == Reason.CLAUSE
    assert AMENDMENT.missing(renewal, "offer", AT) == []


def test_intake_is_counted_anew_in_the_renewed_period(contract, contract_manager):
    contract.capacity_lines.update(counts="intake")
    option = RenewalOption.objects.create(
        contract=contract,
        number=1,
        first_on=date(2028, 1, 1),
        last_on=date(2028, 12, 31),
        decide_by_on=date(2027, 6, 30),
    )

    renewal = draft_renewal(option=option, by=contract_manager, at=AT)

    lines = in_section(renewal.proposed, "lines")
    assert {key[-1]: (each["last_on"], each["number"]) for key, each in lines.items()} == {
        "2026-01-01": ("2027-12-31", 20),
        "2028-01-01": ("2028-12-31", 20),
    }


def test_the_notice_of_a_signed_amendment_is_written_down(valued, contract_manager):
    extra = [Statement.EXTRA_NEEDED.value, Statement.NO_OTHER_PROVIDER.value]
    large = offered(valued, {MAXIMUM: "1400000"}, reason_code=Reason.EXTRA, statements=extra)
    day = AT.date() + timedelta(days=9)
    with pytest.raises(Refused, match="ondertekende"):
        record_notice(amendment=large, notice_number="1", notice_on=day, by=contract_manager, at=AT)
    Amendment.objects.filter(pk=large.pk).update(change_amount=None)
    signed = sign_amendment(amendment=large, by=contract_manager, at=AT)
    assert signed.needs_notice
    assert list(Amendment.objects.lacking_notice()) == [signed]

    record_notice(
        amendment=signed, notice_number="2026/S 44-1", notice_on=day, by=contract_manager, at=AT
    )

    assert not Amendment.objects.lacking_notice().exists()


def test_a_provider_sees_what_was_offered_and_no_drafts(contract, countersigner, reader):
    draft = AmendmentFactory(contract=contract, changes={TITLE: "Anders"})
    out = offered(contract, {TITLE: "Nog anders"})

    assert list(Amendment.objects.visible_to(countersigner)) == [out]
    assert set(Amendment.objects.visible_to(reader)) == {draft, out}
    assert not Amendment.objects.visible_to(PlacementFactory().contract.created_by).exists()


def test_a_call_off_does_not_outgrow_its_framework(contract, noord, provider, waterveen):
    framework = ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen],
        kind=ContractKind.FRAMEWORK,
        maximum_amount=Decimal(900_000),
        stamped=True,
        active=True,
    )
    Contract.objects.filter(pk=contract.pk).update(
        kind=ContractKind.CALL_OFF, framework=framework, maximum_amount=Decimal(800_000)
    )
    row = Contract.objects.get(pk=contract.pk)
    before = terms_of(row)
    with pytest.raises(Refused), transaction.atomic():
        write_terms(row, before, {**before, MAXIMUM: "900000.01"})
    row = Contract.objects.get(pk=contract.pk)
    assert row.maximum_amount == Decimal(800_000)
    write_terms(row, before, {**before, MAXIMUM: "900000.00"})
    assert Contract.objects.get(pk=contract.pk).maximum_amount == Decimal(900_000)
