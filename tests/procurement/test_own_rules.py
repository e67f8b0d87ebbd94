"""The terms with their sources, and the rules that a region sets where the law leaves room."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from procurement import actions
from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.models import LegalRule
from tests.factories.accounts import UserFactory

LATER = date(2030, 1, 1)
LIST = "procurement:legalrule-list"


@pytest.fixture(autouse=True)
def national(db) -> dict[str, LegalRule]:
    """A term that binds nobody and one that is law, in place of those that stand from the start."""
    LegalRule.objects.all().delete()
    return {
        "free": rule(RuleKey.STANDSTILL_NATIONAL, is_binding=False),
        "law": rule(RuleKey.STANDSTILL, is_binding=True, is_certain=True, article="2.127"),
    }


def rule(key: RuleKey, **fields) -> LegalRule:
    shown = {"value": Decimal(20), "unit": RuleUnit.CALENDAR_DAYS, "source": "Bron"} | fields
    return LegalRule.objects.create(key=key, applies_from=date(2016, 7, 1), **shown)


def own(region, officer, at, **changes) -> LegalRule:
    said = {
        "key": RuleKey.STANDSTILL_NATIONAL,
        "procedure": "",
        "applies_from": LATER,
        "value": Decimal(15),
        "source": "Inkoopbeleid",
        **changes,
    }
    return actions.set_own_rule(region=region, by=officer, at=at, **said)


def test_an_own_rule_counts_from_its_day(noord, officer, at):
    made = own(noord, officer, at)
    assert (made.region, made.unit, made.is_binding) == (noord, RuleUnit.CALENDAR_DAYS, False)
    rules = LegalRule.objects.rules_for(noord)
    assert rules.get(RuleKey.STANDSTILL_NATIONAL, Procedure.SOCIAL, LATER).days == 15
    before = LATER - timedelta(days=1)
    assert rules.get(RuleKey.STANDSTILL_NATIONAL, Procedure.SOCIAL, before).days == 20
    assert AuditEvent.objects.filter(action="created", by=officer).exists()


def test_no_region_sets_the_law_aside(noord, officer, at):
    with pytest.raises(Refused, match="wet") as refused:
        own(noord, officer, at, key=RuleKey.STANDSTILL)
    assert refused.value.field == "key"
    assert not LegalRule.objects.filter(region=noord).exists()


def test_what_is_not_set_nationally_has_no_own_rule(noord, officer, at):
    with pytest.raises(Refused):
        own(noord, officer, at, key=RuleKey.TERM_TENDER)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"value": Decimal("1.5")}, "value"), ({"source": ""}, "source")],
)
def test_what_a_rule_has_to_be_is_said_at_its_field(changes, field, noord, officer, at):
    with pytest.raises(Refused) as refused:
        own(noord, officer, at, **changes)
    assert refused.value.field == field
    assert not LegalRule.objects.filter(region=noord).exists()


def test_a_rule_is_set_once_for_a_day(noord, officer, at):
    own(noord, officer, at)
    with pytest.raises(Refused) as refused:
        own(noord, officer, at, value=Decimal(16))
    assert refused.value.field == "applies_from"


def test_who_prepares_no_tenders_sets_no_rules(noord, coordinator, at):
    with pytest.raises(Refused, match="rol"):
        own(noord, coordinator, at)


def test_a_rule_to_come_can_be_changed(noord, officer, at):
    made = actions.change_own_rule(
        rule=own(noord, officer, at), value=Decimal(18), by=officer, at=at
    )
    assert made.value == 18
    assert AuditEvent.objects.get(action="updated").before == {"value": "15.00"}


def test_a_rule_that_applies_stands(noord, officer, at):
    made = own(noord, officer, at, applies_from=amsterdam(at))
    with pytest.raises(Refused, match="latere dag"):
        actions.change_own_rule(rule=made, value=Decimal(18), by=officer, at=at)
    made.refresh_from_db()
    assert made.value == 15


def test_national_rules_are_not_a_regions_to_change(national, officer, at, client_of):
    with pytest.raises(Refused, match="beheerder"):
        actions.change_own_rule(rule=national["free"], value=Decimal(1), by=officer, at=at)
    url = reverse("procurement:legalrule-update", args=[national["free"].pk])
    assert client_of(officer).get(url).status_code == 404


def test_the_page_shows_value_article_and_source(noord, zuid, officer, client_of, at):
    own(noord, officer, at)
    LegalRule.objects.create(
        region=zuid,
        key=RuleKey.STANDSTILL_NATIONAL,
        applies_from=LATER,
        value=5,
        unit=RuleUnit.CALENDAR_DAYS,
        source="Zuidelijk beleid",
    )
    page = client_of(officer).get(reverse(LIST)).content.decode()
    assert "2.127" in page
    assert "15 kalenderdagen" in page
    assert "Zuidelijk beleid" not in page


def test_the_form_offers_what_the_law_leaves_open(officer, client_of):
    url = reverse("procurement:legalrule-create")
    client = client_of(officer)
    choices = client.get(url).context["form"].fields["key"].choices
    assert [key for key, _label in choices] == [RuleKey.STANDSTILL_NATIONAL]
    data = {
        "key": RuleKey.STANDSTILL_NATIONAL,
        "procedure": Procedure.SOCIAL,
        "applies_from": "2030-01-01",
        "value": "10",
        "source": "Beleid",
    }
    assert client.post(url, data).url == reverse(LIST)
    made = LegalRule.objects.get(procedure=Procedure.SOCIAL)
    changing = reverse("procurement:legalrule-update", args=[made.pk])
    client.post(changing, {"value": "12", "source": "Beleid"})
    made.refresh_from_db()
    assert made.value == 12


def test_the_administrator_of_the_site_keeps_the_national_rules(national, client_of):
    administrator = UserFactory(is_staff=True, is_superuser=True)
    client = client_of(administrator)
    url = reverse("admin:procurement_legalrule_change", args=[national["free"].pk])
    shown = client.get(url).context["adminform"].form.initial
    data = {name: value for name, value in shown.items() if value is not None} | {"value": "25"}
    data = {name: value for name, value in data.items() if value is not False}
    assert client.post(url, data).status_code == 302
    national["free"].refresh_from_db()
    assert national["free"].value == 25
    assert AuditEvent.objects.filter(action="updated", by=administrator).exists()
