"""The limits of art. 2.163b-g: a table counted by hand, and properties."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.amending.grounds import NOTICED, TEST_ORDER, Outcome, Reason, Statement
from contracts.amending.verdict import Case, Earlier, indexed, judge
from procurement.enums import RuleKey, RuleUnit
from procurement.terms import Rule

B, C, D, E, F, G = Reason
OK, WARN, NO = Outcome
DECLARED = {
    B: {Statement.SAME_NATURE},
    C: {Statement.CLEAR_CLAUSE},
    D: {Statement.EXTRA_NEEDED, Statement.NO_OTHER_PROVIDER},
    E: {Statement.NOT_FORESEEABLE, Statement.SAME_NATURE},
    F: {Statement.SUCCESSOR},
    G: set(),
}


def rule(key: RuleKey, value: str, unit: RuleUnit) -> Rule:
    source = "bron"
    return Rule(key, "", date(2016, 7, 1), Decimal(value), unit, "", source, True, True, False)


THRESHOLD = rule(RuleKey.THRESHOLD_SOCIAL, "750000", RuleUnit.EURO)
MINOR = rule(RuleKey.MODIFICATION_MINOR, "0.10", RuleUnit.SHARE)
EXTRA = rule(RuleKey.MODIFICATION_EXTRA, "0.50", RuleUnit.SHARE)


def case(reason: Reason, change: str, original: str | None = "1000000", **facts) -> Case:
    """A change that declares what its ground asks, of a contract of a million euro."""
    value = None if original is None else Decimal(original)
    standard = {
        "original_amount": value,
        "indexed_amount": value,
        "threshold": THRESHOLD,
        "minor_share": MINOR,
        "extra_share": EXTRA,
        "statements": frozenset(DECLARED[reason]),
        "clause": "Artikel 4" if reason == C else "",
        "changes_provider": reason == F,
    }
    return Case(reason=reason, change_amount=Decimal(change), **standard | facts)


def before(*changes: tuple[Reason, str]) -> tuple[Earlier, ...]:
    return tuple(Earlier(reason, Decimal(amount)) for reason, amount in changes)


CASES = [
    # b: all b changes together below 10% of the original value, and below the threshold.
    ("b, a small change", case(B, "50000"), OK),
    ("b, a cent below ten per cent", case(B, "99999.99"), OK),
    ("b, ten per cent exactly is not below it", case(B, "100000"), NO),
    ("b, a cent above ten per cent", case(B, "100000.01"), NO),
    ("b, worth nothing", case(B, "0"), OK),
    ("b, worth nothing of an unknown value", case(B, "0", None), OK),
    ("b, of an unknown value", case(B, "100", None), NO),
    ("b, a limit of nought is a limit", case(B, "0.01", "0"), NO),
    ("b, less counts as much as more", case(B, "-100000"), NO),
    ("b, a little less", case(B, "-99999.99"), OK),
    ("b, together with earlier ones", case(B, "40000", earlier=before((B, "60000"))), NO),
    ("b, together just below", case(B, "39999.99", earlier=before((B, "60000"))), OK),
    ("b, net of an earlier decrease", case(B, "120000", earlier=before((B, "-30000"))), OK),
    ("b, two earlier ones", case(B, "1", earlier=before((B, "50000"), (B, "49999"))), NO),
    ("b, other grounds use nothing of it", case(B, "90000", earlier=before((D, "90000"))), OK),
    ("b, an earlier c uses nothing of it", case(B, "90000", earlier=before((C, "500000"))), OK),
    ("b, below ten per cent but at the threshold", case(B, "750000", "9000000"), NO),
    ("b, a cent below the threshold", case(B, "749999.99", "9000000"), OK),
    (
        "b, to the threshold together",
        case(B, "350000", "9000000", earlier=before((B, "400000"))),
        NO,
    ),
    (
        "b, of the original and not the indexed value",
        case(B, "105000", indexed_amount=Decimal("1100000")),
        NO,
    ),
    ("b, another nature", case(B, "50000", statements=frozenset()), NO),
    ("b, another provider", case(B, "50000", changes_provider=True), NO),
    (
        "b, while c holds too",
        case(
            B,
            "50000",
            clause="Artikel 4",
            statements=frozenset({Statement.SAME_NATURE, Statement.CLEAR_CLAUSE}),
        ),
        WARN,
    ),
    (
        "b, while e holds too",
        case(B, "50000", statements=frozenset({Statement.SAME_NATURE, Statement.NOT_FORESEEABLE})),
        WARN,
    ),
    # c: no percentage, but a clause.
    ("c, of any size", case(C, "5000000"), OK),
    ("c, of an unknown value", case(C, "5000", None), OK),
    ("c, without naming the clause", case(C, "1", clause="  "), NO),
    ("c, without a clear clause", case(C, "1", statements=frozenset()), NO),
    ("c, another provider", case(C, "1", changes_provider=True), NO),
    # d and e: each by itself at most half of the original value as indexed.
    ("d, half exactly", case(D, "500000"), OK),
    ("d, a cent above half", case(D, "500000.01"), NO),
    ("d, half of the indexed value", case(D, "550000", indexed_amount=Decimal("1100000")), OK),
    (
        "d, above half of the indexed value",
        case(D, "550000.01", indexed_amount=Decimal("1100000")),
        NO,
    ),
    ("d, each by itself", case(D, "400000", earlier=before((B, "90000"))), OK),
    ("d, after another d", case(D, "100000", earlier=before((D, "100000"))), WARN),
    ("d, after an e", case(D, "100000", earlier=before((E, "100000"))), WARN),
    (
        "d, together above half but each below",
        case(D, "400000", earlier=before((D, "400000"))),
        WARN,
    ),
    ("d, a decrease after another d", case(D, "-1", earlier=before((D, "100000"))), OK),
    (
        "d, another provider would do",
        case(D, "1", statements=frozenset({Statement.EXTRA_NEEDED})),
        NO,
    ),
    ("d, of an unknown value", case(D, "1", None), NO),
    ("d, a limit of nought is a limit", case(D, "0.01", "0"), NO),
    ("e, half exactly", case(E, "500000"), OK),
    ("e, above half", case(E, "600000"), NO),
    ("e, foreseeable", case(E, "1", statements=frozenset({Statement.SAME_NATURE})), NO),
    ("e, of another nature", case(E, "1", statements=frozenset({Statement.NOT_FORESEEABLE})), NO),
    ("e, after two of d", case(E, "1", earlier=before((D, "1"), (D, "1"))), WARN),
    # f: another provider, after a succession or by a clause.
    ("f, a successor", case(F, "0"), OK),
    ("f, by a clause", case(F, "0", statements=frozenset({Statement.REPLACEMENT_CLAUSE})), OK),
    ("f, without either", case(F, "0", statements=frozenset()), NO),
    ("f, while the provider stays", case(F, "0", changes_provider=False), NO),
    # g: not substantial.
    ("g, of any size", case(G, "400000"), OK),
    ("g, others would have bid", case(G, "1", statements=frozenset({Statement.OTHER_BIDDERS})), NO),
    ("g, the provider gains", case(G, "1", statements=frozenset({Statement.PROVIDER_GAINS})), NO),
    ("g, much wider", case(G, "1", statements=frozenset({Statement.WIDER_SCOPE})), NO),
    ("g, another provider", case(G, "1", changes_provider=True), NO),
]


@pytest.mark.parametrize(("asked", "outcome"), [pytest.param(*row[1:], id=row[0]) for row in CASES])
def test_the_verdict_is_what_was_counted_by_hand(asked, outcome):
    verdict = judge(asked)

    assert verdict.outcome == outcome
    assert bool(verdict.objections) == (outcome == NO)
    assert verdict.article == f"2.163{asked.reason.value} Aw 2012"


def test_grounds_are_tested_c_to_f_before_b():
    tested = [test.reason for test in judge(case(G, "1")).tests]

    assert tested == [C, D, E, F, B, G]
    assert tuple(tested) == TEST_ORDER


def test_sentences_show_the_sums_with_their_limit():
    said = " ".join(judge(case(B, "120000", earlier=before((B, "10000")))).sentences)

    assert "€ 130.000,00" in said
    assert "€ 100.000,00" in said
    assert "10%" in said
    assert "€ 750.000,00" in said


def test_a_limit_of_parts_of_a_cent_is_shown_as_it_decides():
    said = " ".join(judge(case(D, "50000", "99999.99")).sentences)

    assert "€ 49.999,995" in said


@pytest.mark.parametrize(
    ("reason", "original", "needed"),
    [
        (D, "750000", True),
        (E, "750000", True),
        (D, "749999.99", False),
        (D, None, False),
        (B, "9000000", False),
        (C, "9000000", False),
    ],
)
def test_a_notice_follows_d_and_e_above_the_threshold(reason, original, needed):
    assert judge(case(reason, "0", original)).needs_notice is needed


def test_reasons_have_the_codes_of_notices():
    codes = [reason.notice_code for reason in Reason]

    assert codes == ["mod-minv", "mod-rev", "add-wss", "mod-cir", "mod-repl", "mod-nons"]


@pytest.mark.parametrize(
    ("percentages", "expected"),
    [
        ([], "1000000.00"),
        (["2.5"], "1025000.00"),
        (["2.5", "3.1"], "1056775.00"),
        (["-1"], "990000.00"),
        (["0.3333", "0.3333"], "1006677.11"),
    ],
)
def test_the_original_value_is_indexed_time_after_time_and_rounded_once(percentages, expected):
    found = indexed(Decimal(1_000_000), [Decimal(each) for each in percentages])

    assert found == Decimal(expected)


# --- Properties -----------------------------------------------------------------------------------

euros = st.decimals(min_value=-(10**7), max_value=10**7, places=2)
worths = st.decimals(min_value=0, max_value=10**7, places=2)
histories = st.lists(st.tuples(st.sampled_from(list(Reason)), euros), max_size=4)


@given(reason=st.sampled_from([B, D, E]), change=worths, original=worths, history=histories)
def test_what_is_allowed_stays_allowed_when_it_is_worth_less(reason, change, original, history):
    earlier = before(*[(each, str(abs(amount))) for each, amount in history])
    asked = case(reason, str(change), str(original), earlier=earlier)
    half = case(reason, str((change / 2).quantize(Decimal("0.01"))), str(original), earlier=earlier)

    if judge(asked).outcome != NO:
        assert judge(half).outcome != NO


@given(change=worths, original=worths, history=histories)
def test_b_changes_that_were_allowed_one_by_one_stay_below_ten_per_cent(change, original, history):
    signed: list[Earlier] = []
    for _reason, amount in [*history, (B, change)]:
        asked = case(B, str(amount), str(original), earlier=tuple(signed))
        if judge(asked).outcome != NO:
            signed.append(Earlier(B, amount))

    together = abs(sum((each.change_amount for each in signed), Decimal(0)))
    assert together == 0 or together < original / 10
    assert together < THRESHOLD.value


@given(reason=st.sampled_from(NOTICED), change=euros, original=worths, history=histories)
def test_d_and_e_never_pass_half_and_earlier_ones_never_forbid(reason, change, original, history):
    alone = judge(case(reason, str(change), str(original)))
    after = judge(
        case(reason, str(change), str(original), earlier=before(*[(r, str(a)) for r, a in history]))
    )

    assert (alone.outcome == NO) == (after.outcome == NO)
    assert (alone.outcome == NO) == (abs(change) > original / 2)


@given(
    reason=st.sampled_from(list(Reason)),
    change=euros,
    original=st.none() | worths,
    statements=st.frozensets(st.sampled_from(list(Statement))),
    history=histories,
    changes_provider=st.booleans(),
)
def test_every_verdict_says_why(reason, change, original, statements, history, changes_provider):
    verdict = judge(
        case(
            reason,
            str(change),
            None if original is None else str(original),
            statements=statements,
            changes_provider=changes_provider,
            earlier=before(*[(each, str(amount)) for each, amount in history]),
        )
    )

    assert len(verdict.tests) == len(Reason)
    if verdict.outcome != OK:
        assert verdict.sentences
