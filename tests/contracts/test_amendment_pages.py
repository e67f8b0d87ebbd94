"""Pages of amendments: from the contract to the copy, the verdict, the conflicts and the list."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.enums import Role
from config.shared.display import unbroken
from contracts.amending.grounds import Reason, Statement
from contracts.amending.paths import in_section, row_text, rows_of
from contracts.enums import AmendmentStatus
from contracts.models import Amendment, Contract
from tests.factories.amendments import AmendmentFactory
from tests.factories.contracts import move
from tests.factories.providers import person_of

pytestmark = pytest.mark.django_db

TARIFF = ("tariffs", ("O", "trajectory", "", "2026-01-01"))
LINE = ("lines", ("O", "Waterveen", "places", "2026-01-01"))
MAXIMUM = "facts.maximum_amount"


@pytest.fixture
def draft(contract: Contract) -> Amendment:
    """A copy of the contract with another title."""
    return AmendmentFactory(contract=contract, changes={"facts.title": "Anders"})


@pytest.fixture
def manager(client_of, contract_manager):
    return client_of(contract_manager)


def url(name: str, *args) -> str:
    return reverse(f"contracts:amendment-{name}", args=args)


def part(name: str, amendment: Amendment, row) -> str:
    return url(name, amendment.pk, row_text(row))


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


# --- From the contract ----------------------------------------------------------------------------


def test_a_contract_in_force_leads_to_a_copy_of_it(manager, contract):
    page = text(manager.get(contract.get_absolute_url()))
    address = url("create", contract.pk)
    assert address in page

    response = manager.post(address, {"title": "Meer plaatsen", "effective_on": "2027-01-01"})

    made = contract.amendments.get()
    assert response.url == f"{made.get_absolute_url()}?tab=kopie-van-het-contract#parts"
    copy = text(manager.get(response.url))
    assert part("price", made, TARIFF) in copy
    assert unbroken("€ 15.000,00") in copy


def test_a_day_outside_the_contract_is_said_at_its_field(manager, contract):
    page = manager.post(url("create", contract.pk), {"title": "Meer", "effective_on": "2030-01-01"})

    assert "binnen de looptijd" in page.context["form"].errors["effective_on"][0]


def test_a_contract_of_paper_only_is_not_amended(manager, contract):
    move(contract, "ended")

    assert url("create", contract.pk) not in text(manager.get(contract.get_absolute_url()))


# --- The copy, part by part -----------------------------------------------------------------------


def test_facts_are_changed_in_one_form(manager, draft):
    address = part("part-update", draft, ("facts", ()))
    form = manager.get(address).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert typed["last_on"] == date(2027, 12, 31)

    manager.post(address, typed | {"maximum_amount": "1.250.000,50", "title": "Ruimer"})

    draft.refresh_from_db()
    assert draft.proposed[MAXIMUM] == "1250000.5"
    assert draft.proposed["facts.title"] == "Ruimer"


def test_a_new_price_is_asked_with_the_standing_one_filled_in(manager, draft):
    address = part("price", draft, TARIFF)
    form = manager.get(address).context["form"]
    assert form["first_on"].value() == draft.effective_on
    assert form["price"].value() == Decimal(15_000)

    manager.post(
        address,
        {
            "first_on": "2027-01-01",
            "last_on": "2027-12-31",
            "price": "16.000,5",
            "instalment_start": "50",
            "instalment_completion": "50",
            "from_1": "21",
            "price_1": "15500",
        },
    )

    draft.refresh_from_db()
    made = rows_of(draft.proposed)["tariffs", (*TARIFF[1][:-1], "2027-01-01")]
    assert (made["price"], made["band_21"], made["instalment_start"]) == ("16000.5", "15500", "50")
    assert "instalment_halfway" not in made


def test_a_band_without_a_price_is_not_taken(manager, draft):
    page = manager.post(
        part("price", draft, TARIFF),
        {"first_on": "2027-01-01", "last_on": "2027-12-31", "price": "1", "from_1": "21"},
    )

    assert page.context["form"].errors["price_1"]


def test_seats_are_changed_and_divided(manager, draft):
    manager.post(part("part-update", draft, LINE), {"last_on": "2027-12-31", "number": "24"})
    manager.post(part("division", draft, LINE), {"9001": "20", "9002": "4"})

    draft.refresh_from_db()
    shares = in_section(draft.proposed, "shares")
    assert {key[-1]: fields["number"] for key, fields in shares.items()} == {"9001": 20, "9002": 4}


def test_a_new_part_is_added_once(manager, draft):
    address = url("part-create", draft.pk, "kpis")
    asked = {"indicator": "attendance", "direction": "at_least", "target": "85"}

    manager.post(address, asked)
    again = manager.post(address, asked)

    draft.refresh_from_db()
    assert rows_of(draft.proposed)["kpis", ("attendance",)] == {
        "direction": "at_least",
        "target": "85",
    }
    assert "heeft al" in str(again.context["form"].non_field_errors())


@pytest.mark.parametrize("section", ["lines", "tariffs", "settlements", "renewals", "indexation"])
def test_every_section_has_a_page_that_adds_to_it(manager, draft, section):
    assert "<form" in text(manager.get(url("part-create", draft.pk, section)))


@pytest.mark.parametrize("section", ["facts", "shares", "gemeenten", "elders"])
def test_nothing_is_added_where_parts_have_pages_of_their_own(manager, draft, section):
    assert manager.get(url("part-create", draft.pk, section)).status_code == 404


def test_a_part_is_taken_out_after_asking(manager, draft):
    address = part("part-remove", draft, LINE)
    assert "Waterveen" in text(manager.get(address))

    manager.post(address)

    draft.refresh_from_db()
    assert LINE not in rows_of(draft.proposed)
    assert manager.get(address).status_code == 404


def test_gemeenten_are_chosen(manager, draft):
    manager.post(url("gemeenten", draft.pk), {"gemeenten": ["9002"]})

    draft.refresh_from_db()
    assert list(in_section(draft.proposed, "gemeenten")) == [("9002",)]


# --- Verdict and steps ----------------------------------------------------------------------------


def test_the_ground_leads_to_a_verdict_with_its_article(manager, contract, draft):
    Contract.objects.filter(pk=contract.pk).update(original_amount=Decimal(100_000))

    response = manager.post(
        url("ground", draft.pk),
        {
            "reason_code": Reason.MINOR,
            "statements": [Statement.SAME_NATURE],
            "change_amount": "9.999,99",
            "explanation": "Meer inburgeraars.",
        },
    )

    page = text(manager.get(response.url))
    assert "2.163b Aw 2012" in page
    assert "€ 9.999,99" in page
    assert "Toegestaan" in page
    assert "c tot en met f gaan voor b" in page


def test_a_draft_says_what_is_missing_and_where(manager, contract):
    empty = AmendmentFactory(contract=contract, reason_code="", explanation="")

    page = text(manager.get(empty.get_absolute_url()))

    assert "Er verandert nog niets" in page
    assert url("ground", empty.pk) in page
    assert "Kies eerst de grond" in text(manager.get(empty.get_absolute_url() + "?tab=oordeel"))


def test_offering_by_the_page_makes_the_paper(manager, draft):
    response = manager.post(url("transition", draft.pk, "offer"))

    draft.refresh_from_db()
    assert response.url == draft.get_absolute_url()
    assert draft.status == AmendmentStatus.OFFERED
    assert draft.papers.standing().count() == 1
    panels = manager.get(response.url).context["panels"]
    tables = [panel.table for panel in panels if panel.table is not None]
    assert [len(table.rows) for table in tables] == [1]


def test_conflicts_are_shown_and_chosen(manager, contract, contract_manager):
    mine = AmendmentFactory(contract=contract, changes={MAXIMUM: "450000"})
    Contract.objects.filter(pk=contract.pk).update(maximum_amount=500_000)
    page = text(manager.get(url("merge", mine.pk)))
    assert "€ 450.000,00" in page
    assert "€ 500.000,00" in page

    manager.post(url("merge", mine.pk), {"choice_0": "theirs"})

    mine.refresh_from_db()
    assert mine.base[MAXIMUM] == mine.proposed[MAXIMUM] == "500000"


def test_a_copy_that_is_up_to_date_has_nothing_to_merge(manager, draft):
    assert "niet veranderd" in text(manager.get(url("merge", draft.pk)))


def test_a_notice_that_is_due_is_a_task_on_the_page(manager, contract):
    signed = AmendmentFactory(
        contract=contract, changes={"facts.title": "x"}, reason_code=Reason.EXTRA, offered=True
    )
    stamps = {"signed_at": signed.offered_at, "signed_by": signed.offered_by}
    move(signed, AmendmentStatus.SIGNED, needs_notice=True, **stamps)
    assert "add-wss" in text(manager.get(signed.get_absolute_url()))
    assert str(signed) in text(manager.get(url("list") + "?lacks_notice=true"))

    manager.post(url("notice", signed.pk), {"notice_number": "44-1", "notice_on": "2026-03-11"})

    assert "add-wss" not in text(manager.get(signed.get_absolute_url()))
    assert str(signed) not in text(manager.get(url("list") + "?lacks_notice=true"))


# --- Who sees what --------------------------------------------------------------------------------


def test_the_provider_sees_the_changes_and_not_the_judgment(client_of, contract, provider):
    person = client_of(person_of(provider, Role.PROVIDER_ADMINISTRATOR))
    out = AmendmentFactory(contract=contract, changes={"facts.title": "Anders"}, offered=True)

    page = text(person.get(out.get_absolute_url()))

    assert "Anders" in page
    assert "Mag het contract zo wijzigen?" not in page
    assert person.get(f"{out.get_absolute_url()}?tab=oordeel").status_code == 404


def test_a_provider_finds_no_draft(client_of, draft, provider):
    person = client_of(person_of(provider, Role.PROVIDER_ADMINISTRATOR))

    assert person.get(draft.get_absolute_url()).status_code == 404


def test_another_region_finds_nothing(client_of, zuid_coordinator, draft):
    client = client_of(zuid_coordinator)

    assert client.get(draft.get_absolute_url()).status_code == 404
    assert str(draft) not in text(client.get(url("list")))


def test_a_reader_looks_and_changes_nothing(client_of, reader, draft):
    client = client_of(reader)

    assert "Anders" in text(client.get(draft.get_absolute_url()))
    assert client.get(url("ground", draft.pk)).status_code == 403
    assert client.get(part("part-update", draft, LINE)).status_code == 403


def test_list_and_page_keep_to_their_queries(counted_page, client_of, contract_manager, contract):
    client = client_of(contract_manager)
    for number in range(5):
        AmendmentFactory(contract=contract, changes={"facts.title": f"Titel {number}"})
    newest = contract.amendments.first()

    assert "Wijziging 5" in counted_page(client, "contracts:amendment-list", url("list"))
    page = counted_page(client, "contracts:amendment-detail", newest.get_absolute_url())
    assert "Titel 4" in page
