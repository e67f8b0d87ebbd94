"""What a contract says beside seats: units, bands, settlements, options, targets, call-offs."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import get_default_timezone

from config.shared.display import unbroken
from config.shared.errors import Refused
from contracts.actions.conditions import (
    OptionTerms,
    record_social_return,
    set_kpis,
    set_renewals,
    set_settlement_rules,
)
from contracts.actions.contracts import change_contract, draft_contract
from contracts.actions.renewals import decline_renewal, reopen_renewal, use_renewal
from contracts.actions.terms import TariffTerms, default_instalments, set_tariff
from contracts.enums import AmendmentStatus, ContractKind, ContractStatus, RenewalStatus
from contracts.models import (
    Contract,
    ContractKpi,
    RenewalOption,
    SettlementRule,
    SocialReturn,
    TariffBand,
)
from tests.factories.contracts import (
    CapacityLineFactory,
    ContractFactory,
    PlacementFactory,
    TariffFactory,
    move,
)
from tests.factories.terms import RenewalOptionFactory
from tests.support.forms import row_fields

AT = datetime(2026, 3, 2, 10, tzinfo=get_default_timezone())


def url(name: str, *args) -> str:
    return reverse(f"contracts:{name}", args=args)


# --- Tariffs in every unit ------------------------------------------------------------------------


def tariff_terms(contract: Contract, **changes) -> TariffTerms:
    standard = {
        "route": "O",
        "price": Decimal("42.5"),
        "first_on": contract.first_on,
        "last_on": contract.last_on,
        "instalments": {},
        "unit": "hour",
    }
    return TariffTerms(**standard | changes)


def test_an_hour_has_no_instalments_and_stands_beside_a_trajectory(draft, contract_manager):
    for terms in (
        tariff_terms(draft),
        tariff_terms(draft, unit="trajectory", instalments=default_instalments()),
        tariff_terms(draft, unit="fee", name="Examen"),
        tariff_terms(draft, unit="fee", name="Reiskosten"),
    ):
        set_tariff(contract=draft, terms=terms, by=contract_manager, at=AT)
    assert draft.tariffs.count() == 4
    assert draft.tariffs.get(unit="hour").instalments.count() == 0


@pytest.mark.parametrize("wrong", [{"unit": "fee"}, {"name": "Examen"}])
def test_a_fee_says_for_what_and_nothing_else_does(draft, contract_manager, wrong):
    with pytest.raises(Refused, match="vergoeding"):
        set_tariff(contract=draft, terms=tariff_terms(draft, **wrong), by=contract_manager, at=AT)
    assert not draft.tariffs.exists()


def test_bands_are_replaced_as_a_whole(draft, contract_manager):
    first = tariff_terms(draft, bands={21: Decimal(40), 41: Decimal(38)})
    tariff = set_tariff(contract=draft, terms=first, by=contract_manager, at=AT)
    again = tariff_terms(draft, bands={31: Decimal(39)})
    set_tariff(contract=draft, terms=again, by=contract_manager, at=AT, tariff=tariff)
    assert list(tariff.bands.values_list("from_number", "price")) == [(31, Decimal(39))]


def test_a_band_begins_after_the_first(draft, contract_manager):
    terms = tariff_terms(draft, bands={1: Decimal(40)})
    with pytest.raises(Refused, match="tweede eenheid"):
        set_tariff(contract=draft, terms=terms, by=contract_manager, at=AT)
    assert not draft.tariffs.exists()


def test_the_database_keeps_bands_apart_and_above_nought(draft):
    tariff = TariffFactory(contract=draft)
    tariff.bands.create(from_number=10, price=1)
    for number, price in ((10, 2), (1, 2), (11, -1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            TariffBand.objects.create(tariff=tariff, from_number=number, price=price)


def test_a_tariff_with_a_band_is_made_on_its_page(draft, client_of, contract_manager):
    typed = {
        "route": "O",
        "unit": "month",
        "price": "800",
        "first_on": "2026-01-01",
        "last_on": "2027-12-31",
        "start": "40",
        "halfway": "30",
        "completion": "30",
    }
    bands = row_fields([{"from_number": 10, "price": "750"}, {"from_number": "", "price": ""}])
    client = client_of(contract_manager)
    assert client.post(url("tariff-create", draft.pk), typed | bands).status_code == 302
    tariff = draft.tariffs.get()
    assert (tariff.unit, tariff.bands.get().price) == ("month", Decimal(750))
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "per maand" in page
    assert "vanaf aantal 10" in page
    assert 'value="10"' in client.get(url("tariff-update", tariff.pk)).content.decode()


# --- Settlements and targets ----------------------------------------------------------------------

HALF = {"event": "dropout", "basis": "percentage", "percentage": Decimal(50)}


def test_settlement_rules_are_written_as_a_whole(draft, contract_manager):
    absence = {"event": "absence", "basis": "none", "threshold_percentage": Decimal(20)}
    for rules in ([HALF, absence], [HALF]):
        set_settlement_rules(contract=draft, rules=rules, by=contract_manager, at=AT)
    assert [str(rule) for rule in draft.settlement_rules.all()] == ["Uitval: 50%"]


@pytest.mark.parametrize(
    "rules",
    [
        [HALF, HALF],
        [{"event": "dropout", "basis": "percentage"}],
        [{"event": "dropout", "basis": "amount", "percentage": Decimal(5)}],
        [{"event": "dropout", "basis": "none", "amount": Decimal(5)}],
        [HALF | {"percentage": Decimal(101)}],
        [HALF | {"threshold_percentage": Decimal(20)}],
        [{"event": "no_show", "basis": "amount", "amount": Decimal(-1)}],
    ],
)
def test_a_settlement_that_cannot_be_is_refused(draft, contract_manager, rules):
    set_settlement_rules(contract=draft, rules=[HALF], by=contract_manager, at=AT)
    with pytest.raises(Refused):
        set_settlement_rules(contract=draft, rules=rules, by=contract_manager, at=AT)
    assert SettlementRule.objects.count() == 1


def test_targets_say_which_way_they_go(draft, contract_manager):
    kpis = [
        {"indicator": "attendance", "direction": "at_least", "target": Decimal("82.50")},
        {"indicator": "complaints", "direction": "at_most", "target": Decimal(3)},
    ]
    set_kpis(contract=draft, kpis=kpis, by=contract_manager, at=AT)
    attendance, complaints = draft.kpis.order_by("indicator")
    assert attendance.promise == "ten minste 82,5"
    assert (attendance.is_met_by(Decimal("82.5")), attendance.is_met_by(Decimal(80))) == (
        True,
        False,
    )
    assert (complaints.is_met_by(Decimal(3)), complaints.is_met_by(Decimal(4))) == (True, False)
    with pytest.raises(Refused, match="streefwaarde"):
        set_kpis(contract=draft, kpis=[kpis[0], kpis[0]], by=contract_manager, at=AT)
    assert ContractKpi.objects.count() == 2


@pytest.mark.parametrize("change", [set_settlement_rules, set_kpis, set_renewals])
def test_what_binds_is_not_changed_here(contract, contract_manager, change):
    name = {set_settlement_rules: "rules", set_kpis: "kpis", set_renewals: "options"}[change]
    with pytest.raises(Refused, match="niet meer"):
        change(contract=contract, **{name: []}, by=contract_manager, at=AT)


def test_rules_and_targets_are_typed_on_their_pages(draft, client_of, contract_manager):
    client = client_of(contract_manager)
    rule = {"event": "no_show", "basis": "amount", "amount": "250", "within_weeks": "2"}
    client.post(url("contract-settlements", draft.pk), row_fields([rule]))
    kpi = {"indicator": "fill_rate", "direction": "at_least", "target": "90"}
    client.post(url("contract-kpis", draft.pk), row_fields([kpi]))
    page = client.get(draft.get_absolute_url() + "?tab=afspraken").content.decode()
    assert "€ 250,00" in page
    assert "binnen 2 weken" in page
    assert "ten minste 90" in page
    assert 'value="250' in client.get(url("contract-settlements", draft.pk)).content.decode()


# --- Social return --------------------------------------------------------------------------------


def social_return(contract: Contract) -> SocialReturn:
    return SocialReturn(
        contract=contract, on=date(2026, 2, 2), description="Leerplek", amount=Decimal(1500)
    )


def test_social_return_is_recorded_of_a_contract_that_asks_it(contract, contract_manager):
    with pytest.raises(Refused, match="geen social return"):
        record_social_return(social_return=social_return(contract), by=contract_manager, at=AT)
    Contract.objects.filter(pk=contract.pk).update(social_return_percentage=5)
    made = record_social_return(social_return=social_return(contract), by=contract_manager, at=AT)
    assert made.recorded_by == contract_manager


def test_a_draft_owes_no_social_return(draft, contract_manager, reader):
    Contract.objects.filter(pk=draft.pk).update(social_return_percentage=5)
    with pytest.raises(Refused, match="ondertekening"):
        record_social_return(social_return=social_return(draft), by=contract_manager, at=AT)
    with pytest.raises(Refused, match="rol"):
        record_social_return(social_return=social_return(draft), by=reader, at=AT)
    assert not SocialReturn.objects.exists()


def test_the_page_says_what_is_still_to_be_done(contract, client_of, contract_manager):
    Contract.objects.filter(pk=contract.pk).update(social_return_percentage=5)
    client = client_of(contract_manager)
    typed = {"on": "2026-02-02", "description": "Leerplek", "amount": "1500"}
    client.post(url("socialreturn-create", contract.pk), typed)
    page = client.get(contract.get_absolute_url() + "?tab=afspraken").content.decode()
    assert unbroken("€ 1.500,00 is vastgelegd") in page


# --- Renewal options ------------------------------------------------------------------------------

TWO_YEARS = [
    OptionTerms(date(2028, 12, 31), date(2027, 9, 30)),
    OptionTerms(date(2029, 12, 31), date(2028, 9, 30)),
]


def test_options_follow_each_other_without_a_gap(draft, contract_manager):
    set_renewals(contract=draft, options=TWO_YEARS, by=contract_manager, at=AT)
    first, second = draft.renewal_options.order_by("number")
    assert (first.first_on, second.first_on) == (date(2028, 1, 1), date(2029, 1, 1))
    set_renewals(contract=draft, options=[], by=contract_manager, at=AT)
    assert not draft.renewal_options.exists()


@pytest.mark.parametrize(
    "option",
    [
        OptionTerms(date(2027, 12, 30), date(2027, 9, 30)),
        OptionTerms(date(2028, 12, 31), date(2028, 1, 1)),
    ],
)
def test_an_option_that_cannot_be_is_refused(draft, contract_manager, option):
    with pytest.raises(Refused):
        set_renewals(contract=draft, options=[option], by=contract_manager, at=AT)
    assert not draft.renewal_options.exists()


def test_the_first_option_follows_another_last_day(draft, contract_manager):
    set_renewals(contract=draft, options=TWO_YEARS, by=contract_manager, at=AT)

    def last_on(day: date) -> Contract:
        gemeenten = list(draft.gemeenten.all())
        return change_contract(
            contract=draft, gemeenten=gemeenten, by=contract_manager, at=AT, last_on=day
        )

    last_on(date(2028, 3, 31))
    assert draft.renewal_options.get(number=1).first_on == date(2028, 4, 1)
    with pytest.raises(Refused, match="wijzig eerst de opties"):
        last_on(date(2029, 3, 31))
    draft.refresh_from_db()
    assert draft.last_on == date(2028, 3, 31)


@pytest.fixture
def option(contract) -> RenewalOption:
    """One more year of the running contract."""
    return RenewalOptionFactory(contract=contract)


def test_using_an_option_drafts_its_amendment(option, contract_manager, provider_user):
    amendment = use_renewal(renewal_option=option, by=contract_manager, at=AT)
    assert "31 dec 2028" in provider_user.notifications.get().sentence
    option.refresh_from_db()
    assert (option.status, option.decided_by) == (RenewalStatus.USED, contract_manager)
    assert amendment.status == AmendmentStatus.DRAFT
    assert amendment.proposed["facts.last_on"] == "2028-12-31"


def test_an_option_is_used_in_time_and_in_turn(option, contract_manager):
    second = RenewalOptionFactory(
        contract=option.contract,
        number=2,
        first_on=date(2029, 1, 1),
        last_on=date(2029, 12, 31),
        decide_by_on=date(2028, 9, 30),
    )
    with pytest.raises(Refused, match="Optie 1 gaat voor"):
        use_renewal(renewal_option=second, by=contract_manager, at=AT)
    late = AT.replace(year=2027, month=10)
    with pytest.raises(Refused, match="30 sep 2027"):
        use_renewal(renewal_option=option, by=contract_manager, at=late)
    assert RenewalOption.objects.undecided().count() == 2
    assert not option.contract.amendments.exists()


def test_only_who_signs_decides(option, officer):
    with pytest.raises(Refused, match="rol"):
        use_renewal(renewal_option=option, by=officer, at=AT)


def test_an_option_is_declined_with_a_reason_and_decided_anew(option, contract_manager):
    moment = {"by": contract_manager, "at": AT}
    with pytest.raises(Refused, match="reden"):
        decline_renewal(renewal_option=option, reason=" ", **moment)
    decline_renewal(renewal_option=option, reason="Te weinig instroom", **moment)
    again = reopen_renewal(renewal_option=option, reason="Toch nodig", **moment)
    assert (again.status, again.decided_at) == (RenewalStatus.OPEN, None)


def test_an_option_in_an_open_amendment_stays_decided(option, contract_manager):
    use_renewal(renewal_option=option, by=contract_manager, at=AT)
    with pytest.raises(Refused, match="Trek eerst"):
        reopen_renewal(renewal_option=option, by=contract_manager, at=AT, reason="Toch niet")


def test_the_database_refuses_options_that_overlap(option):
    with pytest.raises(IntegrityError), transaction.atomic():
        RenewalOptionFactory(contract=option.contract, number=2)


def test_options_are_listed_and_decided_about_on_pages(
    option, client_of, contract_manager, reader, counted_page, time_machine
):
    time_machine.move_to(AT)
    client = client_of(contract_manager)
    text = counted_page(client, "contracts:renewaloption-list", url("renewaloption-list"))
    assert option.contract.reference in text
    detail = option.contract.get_absolute_url() + "?tab=afspraken"
    use = url("renewaloption-transition", option.pk, "use")
    assert use in client.get(detail).content.decode()
    assert use not in client_of(reader).get(detail).content.decode()
    assert "1 jan 2028" in client.get(use).content.decode()
    amendment = option.contract.amendments
    assert client.post(use).url == amendment.get().get_absolute_url()


def test_options_are_typed_on_their_page(draft, client_of, contract_manager):
    client, address = client_of(contract_manager), url("contract-renewals", draft.pk)
    line = {"last_on": "2028-12-31", "decide_by_on": "2027-09-30"}
    assert client.post(address, row_fields([line])).status_code == 302
    assert draft.renewal_options.get().first_on == date(2028, 1, 1)
    assert "2028-12-31" in client.get(address).content.decode()


# --- Framework agreements -------------------------------------------------------------------------


@pytest.fixture
def framework(noord, provider, waterveen, meerdorp) -> Contract:
    """In force through 2026 and 2027, for at most 100,000 euro and 10 trajectories."""
    return ContractFactory(
        region=noord,
        provider=provider,
        gemeenten_given=[waterveen, meerdorp],
        active=True,
        kind=ContractKind.FRAMEWORK,
        maximum_amount=100_000,
        maximum_quantity=10,
    )


def call_off(framework: Contract, by, **changes) -> Contract:
    facts = {
        "kind": ContractKind.CALL_OFF,
        "framework": framework,
        "region": framework.region,
        "provider": framework.provider,
        "reference": f"NO-{framework.call_offs.count() + 1}",
        "title": "Nadere overeenkomst",
        "first_on": framework.first_on,
        "last_on": framework.last_on,
        "maximum_amount": Decimal(60_000),
        "maximum_quantity": 6,
    }
    gemeenten = list(framework.gemeenten.all())
    return draft_contract(contract=Contract(**facts | changes), gemeenten=gemeenten, by=by, at=AT)


def test_call_offs_stay_within_the_maximum_together(framework, contract_manager):
    call_off(framework, contract_manager)
    with pytest.raises(Refused) as refused:
        call_off(framework, contract_manager)
    assert len(refused.value.messages) == 2
    assert "€ 40.000,00" in refused.value.messages[0]
    call_off(framework, contract_manager, maximum_amount=40_000, maximum_quantity=4)
    assert framework.call_offs.count() == 2


def test_a_terminated_call_off_leaves_its_room(framework, contract_manager):
    first = call_off(framework, contract_manager)
    for status in (ContractStatus.OFFERED, ContractStatus.SIGNED, ContractStatus.TERMINATED):
        move(first, status, signed_at=AT, signed_by=contract_manager)
    call_off(framework, contract_manager)
    assert framework.call_offs.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"maximum_amount": None}, "nog € 100.000,00"),
        ({"last_on": date(2028, 1, 1)}, "binnen de raamovereenkomst"),
    ],
)
def test_a_call_off_that_does_not_fit_is_refused(framework, contract_manager, change, sentence):
    with pytest.raises(Refused, match=sentence):
        call_off(framework, contract_manager, **change)
    assert not framework.call_offs.exists()


def test_a_call_off_stands_under_a_framework_in_force(draft, contract, contract_manager):
    for wrong in (draft, contract):
        with pytest.raises(Refused, match="van kracht"):
            call_off(wrong, contract_manager)


def test_a_call_off_has_the_parties_of_its_framework(framework, other_provider, contract_manager):
    with pytest.raises(Refused, match="de regio en de aanbieder"):
        call_off(framework, contract_manager, provider=other_provider)


def test_a_framework_counts_what_is_used_under_its_call_offs(framework, contract_manager):
    under = call_off(framework, contract_manager)
    line = CapacityLineFactory(contract=under)
    placed = {"capacity_line": line, "gemeente": framework.gemeenten.first()}
    PlacementFactory(**placed, started=True)
    PlacementFactory(**placed)
    own = framework.capacity_lines.get()
    PlacementFactory(capacity_line=own, gemeente=placed["gemeente"], started=True)
    counted = Contract.objects.with_quantity().with_spent()
    assert counted.get(pk=framework.pk).quantity == 2
    assert counted.get(pk=under.pk).quantity == 1
    assert counted.get(pk=framework.pk).quantity_meter.percentage == 20
    assert counted.get(pk=under.pk).meter.spent == 0


def test_a_call_off_is_made_from_the_page_of_its_framework(
    framework, waterveen, client_of, contract_manager
):
    client = client_of(contract_manager)
    address = url("contract-call-off", framework.pk)
    assert address in client.get(framework.get_absolute_url()).content.decode()
    typed = {
        "reference": "NO-1",
        "title": "Waterveen",
        "gemeenten": [waterveen.pk],
        "first_on": "2026-01-01",
        "last_on": "2026-12-31",
        "maximum_amount": "200000",
        "maximum_quantity": "5",
        "over_target_policy": "block",
    }
    assert "nog € 100.000,00" in client.post(address, typed).content.decode()
    client.post(address, typed | {"maximum_amount": "50000"})
    made = framework.call_offs.get()
    assert (made.provider, made.kind) == (framework.provider, ContractKind.CALL_OFF)
    listed = client.get(url("contract-list"), {"framework": framework.pk}).content.decode()
    assert "NO-1" in listed


def test_nothing_is_called_off_under_another_contract(contract, client_of, contract_manager):
    page = client_of(contract_manager).get(url("contract-call-off", contract.pk))
    assert page.status_code == 404


# --- The desk -------------------------------------------------------------------------------------


def test_the_desk_shows_options_and_numbers_that_fill_up(
    option, framework, client_of, contract_manager, time_machine
):
    time_machine.move_to(datetime(2027, 6, 1, 10, tzinfo=get_default_timezone()))
    line = framework.capacity_lines.get()
    PlacementFactory.create_batch(
        7, capacity_line=line, gemeente=framework.gemeenten.first(), started=True
    )
    text = client_of(contract_manager).get(url("desk")).content.decode()
    assert "Over 1 verlengingsoptie moet" in text
    assert option.contract.reference in text
    assert "70%" in text
    assert framework.reference in text
