"""The stored rules: what the database keeps out, what stands from the start, who sees them."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from procurement.actions.rules import load_default_rules
from procurement.enums import Procedure, RuleKey, RuleUnit
from procurement.law import DEFAULTS
from procurement.models.rules import LegalRule
from procurement.terms import Case, first_legal_closing
from tests.procurement.legal_terms import local

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty():
    """No rules at all: a migrate has filled them in."""
    LegalRule.objects.all().delete()


def a_rule(**changes) -> LegalRule:
    fields = {
        "key": RuleKey.TERM_TENDER,
        "procedure": Procedure.SOCIAL,
        "applies_from": date(2026, 1, 1),
        "value": Decimal(14),
        "unit": RuleUnit.CALENDAR_DAYS,
        "source": "Inkoopbeleid van de regio",
    }
    return LegalRule(**{**fields, **changes})


def test_every_rule_is_filled_in_once(empty):
    assert load_default_rules() == len(DEFAULTS) == LegalRule.objects.count()
    assert load_default_rules() == 0
    assert LegalRule.objects.count() == len(DEFAULTS)


def test_what_stands_is_what_was_meant(empty):
    load_default_rules()
    stored = LegalRule.objects.rules_for(None).rules
    meant = {(one.key, one.procedure, one.applies_from): one for one in DEFAULTS}
    assert len(stored) == len(meant)
    for rule in stored:
        default = meant[rule.key, rule.procedure, rule.applies_from]
        assert (rule.value, rule.unit, rule.article) == (
            default.value,
            default.unit,
            default.article,
        )
        assert (rule.source, rule.is_binding, rule.is_certain) == (
            default.source,
            default.is_binding,
            default.is_certain,
        )


def test_what_an_administrator_changed_is_kept(empty):
    load_default_rules()
    row = LegalRule.objects.get(key=RuleKey.TERM_TENDER, procedure=Procedure.SOCIAL)
    LegalRule.objects.filter(pk=row.pk).update(value=25, note="Met de markt besproken")
    assert load_default_rules() == 0
    row.refresh_from_db()
    assert (row.value, row.note) == (25, "Met de markt besproken")


def test_a_regions_row_does_not_stand_for_the_national_one(empty, noord):
    default = next(one for one in DEFAULTS if one.key == RuleKey.STANDSTILL and not one.procedure)
    a_rule(
        region=noord,
        key=default.key,
        procedure=default.procedure,
        applies_from=default.applies_from,
    ).save()
    assert load_default_rules() == len(DEFAULTS)


def test_before_the_table_exists_nothing_is_filled_in(empty):
    assert load_default_rules(apps=Apps()) == 0
    assert not LegalRule.objects.exists()


def test_defaults_keep_the_rules_of_the_table(empty):
    load_default_rules()
    for row in LegalRule.objects.order_by("pk"):
        row.full_clean()


def test_no_default_is_there_twice():
    keys = Counter((one.key, one.procedure, one.applies_from) for one in DEFAULTS)
    assert max(keys.values()) == 1


def test_every_key_has_a_default_with_a_source():
    assert {one.key for one in DEFAULTS} == set(RuleKey)
    assert all(one.source for one in DEFAULTS)


def test_an_article_is_only_named_for_binding_law():
    assert [one for one in DEFAULTS if one.article and not one.is_binding] == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": Decimal("14.5")}, "Een termijn heeft een heel aantal dagen."),
        ({"unit": RuleUnit.YES_NO, "value": Decimal(2)}, "Ja is 1, nee is 0."),
        ({"unit": RuleUnit.SHARE, "value": Decimal("1.01")}, "Een aandeel ligt tussen 0 en 1."),
        ({"value": Decimal(-1)}, "Een bedrag of aantal mag niet onder nul liggen."),
        ({"source": ""}, "Een regel noemt zijn bron."),
        ({"unit": "weeks"}, "Deze code is niet bekend."),
        ({"key": "term.else"}, "Deze code is niet bekend."),
        ({"procedure": "else"}, "Deze code is niet bekend."),
    ],
)
def test_the_database_keeps_out_what_no_rule_can_be(changes, sentence):
    row = a_rule(**changes)
    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    assert sentence in refusal.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("changes", [{"is_binding": True}, {"article": "2.71 Aw 2012"}])
def test_a_regions_own_rule_is_no_law(noord, changes):
    row = a_rule(region=noord, **changes)
    with pytest.raises(ValidationError, match="is geen wet en noemt geen artikel"):
        row.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


@pytest.mark.parametrize("of_region", [False, True])
def test_a_rule_stands_once_from_a_day_on(noord, of_region):
    region = noord if of_region else None
    a_rule(region=region).save()
    with pytest.raises(ValidationError, match="met deze ingangsdatum"):
        a_rule(region=region).validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        a_rule(region=region).save()


def test_each_region_may_have_its_own(noord, zuid):
    for region in (None, noord, zuid):
        a_rule(region=region).save()
    assert LegalRule.objects.filter(applies_from=date(2026, 1, 1), value=14).count() == 3


def test_the_terms_of_a_region_are_read_at_once(empty, noord, zuid, django_assert_num_queries):
    load_default_rules()
    a_rule(region=noord).save()
    with django_assert_num_queries(1):
        rules = LegalRule.objects.rules_for(noord)
        case = Case(procedure=Procedure.SOCIAL, rules=rules)
        assert first_legal_closing(case, local("2026-11-02")).on == date(2026, 11, 16)
    case = Case(procedure=Procedure.SOCIAL, rules=LegalRule.objects.rules_for(zuid))
    assert first_legal_closing(case, local("2026-11-02")).on == date(2026, 12, 2)


def test_one_row_a_rule_is_in_force(empty, noord):
    for region in (None, noord):
        for year in (2024, 2026, 2028):
            a_rule(region=region, applies_from=date(year, 1, 1), value=year - 2000).save()
    found = LegalRule.objects.in_force(date(2027, 6, 1))
    assert {(row.region, row.value) for row in found} == {(None, 26), (noord, 26)}


def test_anyone_who_is_signed_in_sees_the_rules(empty, noord, provider_user, reader, anonymous):
    load_default_rules()
    for user in (provider_user, reader):
        assert LegalRule.objects.visible_to(user).count() == len(DEFAULTS)
    reader.is_active = False
    assert not LegalRule.objects.visible_to(reader).exists()
    assert not LegalRule.objects.visible_to(anonymous).exists()


def test_a_rule_is_called_by_its_subject_and_procedure():
    assert str(a_rule(procedure="")) == "Inschrijvingstermijn"
    assert str(a_rule(procedure=Procedure.OPEN)) == "Inschrijvingstermijn (Openbare procedure)"
