"""Invoices: taken in once, compared with what is due, disputed, granted once, and paid."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Notification
from config.shared.errors import Refused
from contracts.actions.invoice_matching import compare_again, match_by_hand
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.actions.invoices import (
    answer_invoice,
    approve_invoice,
    approve_matching,
    decide_line,
    dispute_invoice,
    pay_invoice,
    refuse_invoice,
    settle_invoice,
    withdraw_invoice,
)
from contracts.actions.statements import make_statements
from contracts.enums import FindingLevel, TariffUnit
from contracts.enums.payments import (
    InvoiceSource,
    InvoiceStatus,
    LineDecision,
    MatchVerdict,
)
from contracts.invoices import to_ubl
from contracts.invoices.comparing import Asked, Due, compare, share_over
from contracts.models import CourseGroup, Invoice, InvoiceMatch, Tariff
from contracts.statements.proposal import proposed_invoice
from contracts.views.asked import asked_of
from tests.factories.contracts import ContractFactory, CourseGroupFactory
from tests.factories.payments import learners
from tests.support.invoicing import AT, FEBRUARY, IN_FEBRUARY, charge, invoice_of, two_learners
from tests.support.ubl import GROUND, HOSTILE, TAXED, Draft, Row, reference


@pytest.fixture
def placements(line):
    return two_learners(line)


@pytest.fixture
def draft(provider, contract) -> Draft:
    return invoice_of(provider, contract)


@pytest.fixture
def send(provider_user):
    """`send(draft)`: what becomes of the invoice when the provider uploads it."""

    def sent(draft: Draft | bytes, *, by=provider_user, **given) -> Invoice:
        content = draft.xml() if isinstance(draft, Draft) else draft
        file = ContentFile(content, name="factuur.xml")
        sender = Sender(by, InvoiceSource.PAGE)
        return receive_invoice(file=file, sender=sender, at=AT, **given)

    return sent


@pytest.fixture
def invoice(send, draft, placements) -> Invoice:
    """Received, checked, and it matches."""
    return send(draft)


def verdicts(invoice: Invoice) -> list[str]:
    return list(invoice.lines.order_by("position").values_list("verdict", flat=True))


# --- Comparing (pure) -----------------------------------------------------------------------------

euros = st.decimals(-9_999, 9_999, places=2)
months = st.dictionaries(st.dates(date(2026, 1, 1), date(2026, 12, 1)), euros, min_size=1)


@given(euros, months)
def test_parts_by_month_add_up_and_take_no_more_than_is_left(amount, left):
    shares = share_over(amount, left)
    assert sum(shares.values()) == amount
    for month in sorted(left)[:-1]:
        assert min(Decimal(0), left[month]) <= shares[month] <= max(Decimal(0), left[month])


@given(st.lists(euros.filter(bool), min_size=1, max_size=6), st.randoms())
def test_what_asks_exactly_what_is_due_matches_in_any_order(amounts, random):
    due = [Due(FEBRUARY, amount, Decimal(1), "hour") for amount in amounts]
    asked = [Asked(key, amount, Decimal(1), "HUR") for key, amount in enumerate(amounts)]
    random.shuffle(asked)
    found = compare(asked, due, {})
    assert {each.verdict for each in found.values()} == {MatchVerdict.MATCHES}
    assert sum(each.difference for each in found.values()) == 0


@pytest.mark.parametrize(
    ("asked", "due", "granted", "verdict", "difference"),
    [
        (("100", "1", "C62"), [("100", "0.4", "trajectory")], "0", MatchVerdict.MATCHES, "0"),
        (("120", "1", "C62"), [("100", "1", "trajectory")], "0", MatchVerdict.PRICE, "20"),
        (("80", "1", "C62"), [("100", "1", "trajectory")], "0", MatchVerdict.PRICE, "-20"),
        (("150", "3", "HUR"), [("100", "2", "hour")], "0", MatchVerdict.QUANTITY, "50"),
        (("120", "2", "HUR"), [("100", "2", "hour")], "0", MatchVerdict.PRICE, "20"),
        (("100", "1", "C62"), [("100", "1", "trajectory")], "100", MatchVerdict.INVOICED, "100"),
        (("40", "1", "C62"), [("100", "1", "trajectory")], "60", MatchVerdict.MATCHES, "0"),
        (("-20", "1", "C62"), [("80", "1", "trajectory")], "100", MatchVerdict.MATCHES, "0"),
        (("100", "1", "C62"), [], "0", MatchVerdict.NOT_DUE, "100"),
    ],
)
def test_each_verdict(asked, due, granted, verdict, difference):
    amount, quantity, unit = asked
    line = Asked(1, Decimal(amount), Decimal(quantity), unit)
    rows = [Due(FEBRUARY, Decimal(each), Decimal(units), kind) for each, units, kind in due]
    found = compare([line], rows, {FEBRUARY: Decimal(granted)} if due else {})[1]
    assert (found.verdict, found.difference) == (verdict, Decimal(difference))


def test_a_cost_may_be_split_over_lines():
    due = [Due(FEBRUARY, Decimal(100), Decimal(1), "trajectory")]
    asked = [Asked(1, Decimal(30), Decimal(1), "C62"), Asked(2, Decimal(70), Decimal(1), "C62")]
    found = compare(asked, due, {})
    assert [found[key].verdict for key in (1, 2)] == [MatchVerdict.MATCHES] * 2
    assert [found[key].shares for key in (1, 2)] == [{FEBRUARY: 30}, {FEBRUARY: 70}]


# --- Taking in ------------------------------------------------------------------------------------


def test_an_invoice_comes_in_whole_and_is_compared(invoice, contract, provider, provider_user):
    assert (invoice.status, invoice.contract, invoice.region) == (
        InvoiceStatus.CHECKED,
        contract,
        contract.region,
    )
    assert (invoice.amount_excl, invoice.amount_payable) == (6_000, 6_000)
    assert invoice.received_by == provider_user
    line = invoice.lines.get()
    assert (line.placement.reference, line.verdict) == ("TV-A1", MatchVerdict.MATCHES)
    assert line.difference == 0
    match = line.matches.get()
    assert (match.month, match.expected_amount, match.claimed_amount) == (FEBRUARY, 6_000, 6_000)
    with invoice.file.open("rb") as file:
        assert file.read().startswith(b"<?xml")
    assert len(invoice.sha256) == 64


def test_who_decides_is_told(send, draft, placements, contract_manager):
    send(draft)
    told = Notification.objects.get(user=contract_manager)
    assert "6.000,00" in told.sentence
    assert [task.text for task in asked_of(contract_manager)] == ["Over 1 factuur is te beslissen"]


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_leaves_nothing_behind(send, name):
    with pytest.raises(Refused):
        send(HOSTILE[name])
    assert not Invoice.objects.exists()


def test_a_wrong_invoice_is_kept_and_refused_in_words(send, draft, placements, provider_user):
    wrong = draft.but(swaps=((">6000.00</cbc:PayableAmount", ">6000.01</cbc:PayableAmount"),))
    refused = send(wrong)
    assert refused.status == InvoiceStatus.REFUSED
    finding = refused.findings.get()
    assert (finding.code, finding.level) == ("BR-CO-16", FindingLevel.ERROR)
    assert "6.000,01" in finding.message
    assert verdicts(refused) == [""]
    assert "6.000,01" in Notification.objects.get(user=provider_user).sentence
    assert send(draft.but(number=refused.number)).status == InvoiceStatus.CHECKED


@pytest.mark.parametrize("kvk", ["87654321", ""])
def test_an_unknown_seller_is_refused(send, draft, kvk):
    with pytest.raises(Refused, match="verkoper"):
        send(draft.but(supplier=(("0106", kvk),) if kvk else ()))


def test_nobody_sends_for_another(send, draft, other_provider_user, zuid_officer):
    with pytest.raises(Refused, match="andere organisatie"):
        send(draft, by=other_provider_user)
    with pytest.raises(Refused):
        send(draft, by=zuid_officer)
    assert not Invoice.objects.exists()


def test_the_region_records_what_came_otherwise(send, draft, placements, contract_manager):
    assert send(draft, by=contract_manager).status == InvoiceStatus.CHECKED


def test_the_same_invoice_comes_in_once(send, draft, invoice):
    with pytest.raises(Refused, match="al ontvangen"):
        send(draft)
    with pytest.raises(Refused, match="f-2026-001"):
        send(draft.but(number="f-2026-001", rows=(charge("TV-A2"),)))
    alike = send(draft.but(number="F-2", rows=(charge("TV-A2"),)))
    assert alike.findings.get().code == "TR-05"
    assert Invoice.objects.count() == 2


def test_a_number_that_can_be_a_bsn_does_not_come_in(send, draft):
    with pytest.raises(Refused, match="BSN"):
        send(draft.but(rows=(Row(name="Traject van 123456782"),)))
    assert not Invoice.objects.exists()


def test_without_a_contract_the_region_must_be_clear(send, draft, provider, zuid, placements):
    bare = draft.but(head=IN_FEBRUARY)
    assert send(bare).region == placements[0].contract.region
    ContractFactory(provider=provider, region=zuid)
    with pytest.raises(Refused) as caught:
        send(bare.but(number="F-9"))
    assert caught.value.field == "region"
    assert send(bare.but(number="F-9"), region=zuid).region == zuid


# --- Comparing with the ledger --------------------------------------------------------------------


def test_each_line_gets_its_own_verdict(send, draft, placements):
    rows = (
        charge("TV-A1", "6500.00"),
        charge("TV-ONBEKEND"),
        charge("TV-A2"),
    )
    found = send(draft.but(rows=rows, adjustments=((False, "10.00", "E", "0"),)))
    assert verdicts(found) == [
        MatchVerdict.PRICE,
        MatchVerdict.UNKNOWN,
        MatchVerdict.MATCHES,
        MatchVerdict.APART,
    ]
    differences = found.lines.order_by("position").values_list("difference", flat=True)
    assert list(differences) == [500, 6_000, 0, -10]


def test_what_is_not_due_in_the_period_is_said(send, draft, placements, contract):
    head = draft.head.replace("2026-02-", "2026-03-").replace("03-28", "03-31")
    assert verdicts(send(draft.but(head=head))) == [MatchVerdict.NOT_DUE]


def test_without_a_period_all_that_is_open_up_to_the_date_counts(send, draft, placements, contract):
    head = reference("ContractDocumentReference", contract.reference)
    assert verdicts(send(draft.but(head=head))) == [MatchVerdict.MATCHES]


def test_a_placement_is_found_in_the_words_of_a_line(send, draft, placements):
    row = Row(description="Eerste termijn (TV-A1), start februari.")
    assert verdicts(send(draft.but(rows=(row,)))) == [MatchVerdict.MATCHES]


def test_the_same_reference_under_two_contracts_is_not_guessed(
    send, draft, placements, provider, noord, waterveen
):
    other = ContractFactory(
        region=noord, provider=provider, gemeenten_given=[waterveen], active=True
    )
    learners(other.capacity_lines.get(), ["TV-A1"])
    assert verdicts(send(draft.but(head=IN_FEBRUARY))) == [MatchVerdict.UNKNOWN]


def test_lines_are_compared_in_few_queries(send, draft, line, django_assert_max_num_queries):
    names = [f"TV-V{number}" for number in range(40)]
    learners(line, names)
    with django_assert_max_num_queries(60):
        found = send(draft.but(rows=tuple(map(charge, names))))
    assert set(verdicts(found)) == {MatchVerdict.MATCHES}


def test_by_hand_a_line_is_tied_to_what_it_charges(send, draft, placements, contract_manager):
    invoice = send(draft.but(rows=(charge("VERGIST"),)))
    (line,) = invoice.lines.all()
    by = {"by": contract_manager, "at": AT}
    with pytest.raises(Refused):
        match_by_hand(line=line, placement=None, group=None, **by)
    matched = match_by_hand(line=line, placement=placements[0], group=None, **by)
    assert (matched.verdict, matched.matched_by) == (MatchVerdict.MATCHES, contract_manager)
    compare_again(invoice=invoice, **by)
    assert verdicts(invoice) == [MatchVerdict.MATCHES]


def test_what_another_provider_gave_cannot_be_tied(invoice, other_provider, contract_manager):
    other = ContractFactory(provider=other_provider, region=invoice.region, active=True)
    group = CourseGroupFactory(line=other.capacity_lines.get())
    with pytest.raises(Refused):
        match_by_hand(
            line=invoice.lines.get(), placement=None, group=group, by=contract_manager, at=AT
        )


# --- Deciding -------------------------------------------------------------------------------------


def test_what_matches_is_granted_and_paid(invoice, provider_user, contract_manager):
    by = {"by": contract_manager, "at": AT}
    approve_matching(invoice=invoice, **by)
    approved = approve_invoice(invoice=invoice, **by)
    assert (approved.status, approved.approved_excl, approved.approved_incl) == (
        InvoiceStatus.APPROVED,
        6_000,
        6_000,
    )
    assert (approved.approved_at, approved.approved_by) == (AT, contract_manager)
    assert InvoiceMatch.objects.all().granted() == 6_000
    assert "6.000,00" in Notification.objects.filter(user=provider_user).last().sentence
    with pytest.raises(Refused):
        pay_invoice(invoice=approved, paid_on=date(2026, 4, 3), **by)
    with pytest.raises(Refused):
        pay_invoice(invoice=approved, paid_on=date(2026, 3, 1), **by)
    paid = pay_invoice(invoice=approved, paid_on=AT.date(), **by)
    assert (paid.status, paid.paid_on) == (InvoiceStatus.PAID, AT.date())


def test_what_was_granted_counts_once(send, draft, invoice, contract_manager):
    by = {"by": contract_manager, "at": AT}
    second = send(draft.but(number="F-2"))
    assert verdicts(second) == [MatchVerdict.MATCHES]
    approve_matching(invoice=invoice, **by)
    approve_matching(invoice=second, **by)
    assert verdicts(second) == [MatchVerdict.INVOICED]
    assert second.lines.get().decision == LineDecision.OPEN
    with pytest.raises(Refused, match="niet eerder"):
        decide_line(line=second.lines.get(), amount=Decimal(6_000), **by)
    assert InvoiceMatch.objects.all().granted() == 6_000


def test_a_part_is_granted_with_a_reason(send, draft, placements, contract_manager):
    invoice = send(draft.but(rows=(charge("TV-A1", "6500.00"), charge("TV-A2"))))
    by = {"by": contract_manager, "at": AT}
    line = invoice.lines.get(position=1)
    for amount, reason in ((6_600, "x"), (-1, "x"), (6_000, " ")):
        with pytest.raises(Refused):
            decide_line(line=line, amount=Decimal(amount), reason=reason, **by)
    with pytest.raises(Refused, match="nog te beslissen"):
        approve_invoice(invoice=invoice, **by)
    decide_line(line=line, amount=Decimal(6_000), reason="Prijs van het contract", **by)
    approve_matching(invoice=invoice, **by)
    granted = approve_invoice(invoice=invoice, **by)
    assert (granted.status, granted.approved_excl) == (InvoiceStatus.PARTLY_APPROVED, 12_000)
    assert list(granted.lines.order_by("position").values_list("decision", flat=True)) == [
        LineDecision.PARTLY,
        LineDecision.APPROVED,
    ]


def test_vat_is_granted_by_rate(send, draft, placements, contract_manager):
    by = {"by": contract_manager, "at": AT}
    invoice = send(draft.but(rows=(charge("TV-A1"), TAXED), grounds={"E": GROUND}))
    decide_line(line=invoice.lines.get(position=2), amount=Decimal(1_000), reason="Besteld", **by)
    approve_matching(invoice=invoice, **by)
    granted = approve_invoice(invoice=invoice, **by)
    assert (granted.approved_excl, granted.approved_incl) == (7_000, 7_210)


def test_what_nothing_is_due_for_is_only_paid_with_a_reason(send, draft, contract_manager):
    by = {"by": contract_manager, "at": AT}
    line = send(draft.but(rows=(Row(name="Excursie"),))).lines.get()
    with pytest.raises(Refused):
        decide_line(line=line, amount=Decimal(6_000), **by)
    assert decide_line(line=line, amount=Decimal(6_000), reason="Afgesproken", **by).approved_amount


def test_an_invoice_of_which_nothing_is_granted_is_refused(
    send, draft, provider_user, contract_manager
):
    by = {"by": contract_manager, "at": AT}
    invoice = send(draft)
    decide_line(line=invoice.lines.get(), amount=Decimal(0), reason="Onbekend", **by)
    with pytest.raises(Refused, match="weiger"):
        approve_invoice(invoice=invoice, **by)
    refused = refuse_invoice(invoice=invoice, reason="Onbekende plaatsing", **by)
    assert refused.status == InvoiceStatus.REFUSED
    assert "Onbekende plaatsing" in Notification.objects.filter(user=provider_user).last().sentence


def test_a_credit_note_takes_back_what_was_granted(send, draft, invoice, contract_manager):
    by = {"by": contract_manager, "at": AT}
    approve_matching(invoice=invoice, **by)
    approve_invoice(invoice=invoice, **by)
    note = draft.but(kind="CreditNote", number="C-1", rows=(charge("TV-A1", "1000.00"),))
    credit = send(note)
    assert credit.amount_payable == -1_000
    decide_line(line=credit.lines.get(), amount=Decimal(-1_000), **by)
    granted = approve_invoice(invoice=credit, **by)
    assert (granted.status, granted.approved_incl) == (InvoiceStatus.APPROVED, -1_000)
    assert InvoiceMatch.objects.all().granted() == 5_000


@pytest.mark.parametrize("who", ["coordinator", "reader", "provider_user", "controller"])
def test_only_the_region_decides(who, request, invoice):
    by = {"by": request.getfixturevalue(who), "at": AT}
    for act in (approve_matching, approve_invoice, compare_again, settle_invoice):
        with pytest.raises(Refused):
            act(invoice=invoice, **by)
    with pytest.raises(Refused):
        decide_line(line=invoice.lines.get(), amount=Decimal(6_000), **by)
    with pytest.raises(Refused):
        refuse_invoice(invoice=invoice, reason="Nee", **by)
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.CHECKED
    assert invoice.lines.get().decision == LineDecision.OPEN


def test_after_the_decision_nothing_moves(invoice, provider_user, contract_manager):
    by = {"by": contract_manager, "at": AT}
    approve_matching(invoice=invoice, **by)
    approved = approve_invoice(invoice=invoice, **by)
    for act in (approve_matching, approve_invoice, compare_again):
        with pytest.raises(Refused):
            act(invoice=approved, **by)
    with pytest.raises(Refused):
        answer_invoice(invoice=approved, text="Nog iets", **by)
    with pytest.raises(Refused):
        withdraw_invoice(invoice=approved, reason="Fout", by=provider_user, at=AT)


@pytest.fixture
def group(line) -> CourseGroup:
    """A group of two from 2 February to 30 April, of 8,800 euro: 100 a day."""
    price = {"unit": TariffUnit.GROUP, "price": Decimal(8_800), "route": line.route}
    tariff = Tariff.objects.create(
        contract=line.contract, first_on=date(2026, 1, 1), last_on=date(2027, 12, 31), **price
    )
    days = {"planned_first_on": date(2026, 2, 2), "planned_last_on": date(2026, 4, 30)}
    group = CourseGroupFactory(
        line=line, reference="LG-7", first_on=date(2026, 2, 2), last_on=date(2026, 4, 30)
    )
    learners(line, ["TV-G1", "TV-G2"], course_group=group, tariff=tariff, **days)
    return group


def test_a_group_and_its_learners_are_not_both_paid(send, draft, group, contract_manager):
    by = {"by": contract_manager, "at": AT}
    whole = send(draft.but(rows=(Row(amount="2700.00", name="Lesgroep LG-7, februari"),)))
    assert (verdicts(whole), whole.lines.get().group) == ([MatchVerdict.MATCHES], group)
    approve_matching(invoice=whole, **by)
    share = send(draft.but(number="F-2", rows=(charge("TV-G1", "1350.00"),)))
    assert verdicts(share) == [MatchVerdict.INVOICED]
    assert share.lines.get().difference == 1_350


def test_nor_the_learners_and_then_their_group(send, draft, group, contract_manager):
    by = {"by": contract_manager, "at": AT}
    share = send(draft.but(rows=(charge("TV-G1", "1350.00"),)))
    approve_matching(invoice=share, **by)
    whole = send(draft.but(number="F-2", rows=(Row(amount="2700.00", name="Lesgroep LG-7"),)))
    line = whole.lines.get()
    assert (line.verdict, line.difference) == (MatchVerdict.PRICE, 1_350)


# --- Disputes -------------------------------------------------------------------------------------


def test_a_dispute_is_a_conversation_of_two(invoice, provider_user, contract_manager):
    by = {"by": contract_manager, "at": AT}
    with pytest.raises(Refused):
        dispute_invoice(invoice=invoice, reason="", **by)
    disputed = dispute_invoice(invoice=invoice, reason="TV-A1 begon later", **by)
    assert disputed.status == InvoiceStatus.DISPUTED
    assert Notification.objects.filter(user=provider_user).last().sentence == "TV-A1 begon later"
    answer_invoice(invoice=disputed, text="Nee, op 2 februari", by=provider_user, at=AT)
    told = Notification.objects.filter(user=contract_manager).order_by("pk").last()
    assert told.sentence == "Nee, op 2 februari"
    sides = disputed.messages.order_by("pk").values_list("is_of_provider", flat=True)
    assert list(sides) == [False, True]
    assert settle_invoice(invoice=disputed, **by).status == InvoiceStatus.CHECKED


def test_a_message_holds_no_bsn_and_comes_from_a_party(invoice, provider_user, reader):
    with pytest.raises(Refused, match="BSN"):
        answer_invoice(invoice=invoice, text="Het gaat om 123456782", by=provider_user, at=AT)
    with pytest.raises(Refused):
        answer_invoice(invoice=invoice, text="Hm", by=reader, at=AT)
    assert not invoice.messages.exists()


def test_the_provider_withdraws_and_may_use_the_number_again(
    send, draft, invoice, provider_user, contract_manager
):
    approve_matching(invoice=invoice, by=contract_manager, at=AT)
    with pytest.raises(Refused):
        withdraw_invoice(invoice=invoice, reason="Fout", by=contract_manager, at=AT)
    gone = withdraw_invoice(invoice=invoice, reason="Fout", by=provider_user, at=AT)
    assert gone.status == InvoiceStatus.WITHDRAWN
    assert InvoiceMatch.objects.all().granted() == 0
    assert verdicts(send(draft)) == [MatchVerdict.MATCHES]


# --- From statement to payment --------------------------------------------------------------------


def test_the_invoice_that_a_statement_proposes_matches_in_full(
    send, noord, placements, contract_manager
):
    by = {"by": contract_manager, "at": AT}
    (statement,) = make_statements(region=noord, month=FEBRUARY, **by).statements
    invoice = send(to_ubl(proposed_invoice(statement, AT.date())))
    assert invoice.statement == statement
    assert set(verdicts(invoice)) == {MatchVerdict.MATCHES}
    approve_matching(invoice=invoice, **by)
    assert approve_invoice(invoice=invoice, **by).approved_incl == statement.amount_incl


# --- Pages ----------------------------------------------------------------------------------------


def upload(draft: Draft) -> io.BytesIO:
    file = io.BytesIO(draft.xml())
    file.name = "factuur.xml"
    return file


def test_a_provider_sends_and_the_region_decides_on_the_pages(
    client_of, draft, placements, provider_user, contract_manager, time_machine
):
    time_machine.move_to(AT)
    own = client_of(provider_user)
    response = own.post(reverse("contracts:invoice-create"), {"file": upload(draft)})
    invoice = Invoice.objects.get()
    assert response.url == invoice.get_absolute_url()
    region = client_of(contract_manager)
    for name in ("compare", "approve-matching", "approve"):
        url = reverse(f"contracts:invoice-{name}", args=[invoice.pk])
        assert region.get(url).status_code == 200
        assert region.post(url).status_code == 302, name
    url = reverse("contracts:invoice-pay", args=[invoice.pk])
    assert region.post(url, {"paid_on": "2026-04-02"}).status_code == 302
    invoice.refresh_from_db()
    assert invoice.status == InvoiceStatus.PAID
    assert "€ 6.000,00" in own.get(invoice.get_absolute_url()).content.decode()


def test_a_refusal_stands_beside_the_file(client_of, provider_user, contract):
    file = io.BytesIO(HOSTILE["billion-laughs"])
    file.name = "factuur.xml"
    response = client_of(provider_user).post(reverse("contracts:invoice-create"), {"file": file})
    assert response.status_code == 200
    assert "DOCTYPE" in response.content.decode()


def test_pages_of_an_invoice_cost_a_fixed_number_of_queries(
    client_of, counted_page, invoice, contract_manager
):
    client = client_of(contract_manager)
    assert "F-2026-001" in counted_page(client, "invoice", invoice.get_absolute_url())
    assert "F-2026-001" in counted_page(client, "invoices", reverse("contracts:invoice-list"))
    lines = reverse("contracts:invoiceline-list", args=[invoice.pk])
    assert "TV-A1" in counted_page(client, "invoice lines", lines)
    line = invoice.lines.get().get_absolute_url()
    assert "TV-A1" in counted_page(client, "invoice line", line)


def test_a_line_is_decided_and_matched_on_its_page(
    client_of, send, draft, placements, contract_manager, provider_user
):
    invoice = send(draft.but(rows=(charge("VERGIST"),)))
    line = invoice.lines.get()
    client = client_of(contract_manager)
    url = reverse("contracts:invoiceline-match", args=[line.pk])
    assert "geen" in client.post(url, {"placement": "TV-0"}).content.decode()
    assert client.post(url, {"placement": "tv-a1"}).status_code == 302
    url = reverse("contracts:invoiceline-decide", args=[line.pk])
    assert client.post(url, {"amount": "6.000,00"}).status_code == 302
    line.refresh_from_db()
    assert line.decision == LineDecision.APPROVED
    answer = reverse("contracts:invoice-answer", args=[invoice.pk])
    assert client_of(provider_user).post(answer, {"text": "Dank"}).status_code == 302


def test_the_file_comes_back_as_it_was_sent(client_of, invoice, draft, provider_user):
    url = reverse("contracts:invoice-file", args=[invoice.pk])
    response = client_of(provider_user).get(url)
    assert b"".join(response.streaming_content) == draft.xml()
