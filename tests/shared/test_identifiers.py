import pandas as pd
import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from config.shared import identifiers
from config.shared.identifiers import has_personal_number, personal_numbers

PASSES = "111222333"
FAILS = "111222334"


@pytest.mark.parametrize(
    ("clean", "typed", "canonical"),
    [
        (identifiers.clean_kvk, "1234 5678", "12345678"),
        (identifiers.clean_duo, "ab12.345678", "AB12345678"),
        (identifiers.clean_brin, "25kl", "25KL"),
        (identifiers.clean_postcode, "1111aa", "1111 AA"),
        (identifiers.clean_iban, "nl91 abna 0417 1643 00", "NL91ABNA0417164300"),
        (identifiers.clean_oin, "0000 0001 1234 5678 9000", "00000001123456789000"),
        (identifiers.clean_gemeente_code, "GM0384", "0384"),
        (identifiers.clean_gemeente_code, "0384", "0384"),
        (identifiers.clean_gemeente_code, "384", "0384"),
    ],
)
def test_typed_forms_become_canonical(clean, typed, canonical):
    assert clean(typed) == canonical


@pytest.mark.parametrize(
    ("validate", "wrong"),
    [
        (identifiers.validate_kvk, "1234567"),
        (identifiers.validate_kvk, "00000000"),
        (identifiers.validate_kvk, "1234 5678"),
        (identifiers.validate_kvk, "１２３４５６７８"),
        (identifiers.validate_duo, "123456789"),
        (identifiers.validate_brin, "K125"),
        (identifiers.validate_postcode, "0111 AA"),
        (identifiers.validate_postcode, "1111aa"),
        (identifiers.validate_iban, "NL91ABNA0417164301"),
        (identifiers.validate_oin, "0000000112345678900"),
        (identifiers.validate_gemeente_code, "GM0384"),
        (identifiers.validate_gemeente_code, "0000"),
        (identifiers.validate_gemeente_code, "03845"),
    ],
)
def test_a_wrong_number_is_answered_with_how_to_mend_it(validate, wrong):
    with pytest.raises(ValidationError) as refusal:
        validate(wrong)
    assert refusal.value.messages[0].endswith(".")


@pytest.mark.parametrize(
    ("validate", "right"),
    [
        (identifiers.validate_kvk, "12345678"),
        (identifiers.validate_duo, "0001234567"),
        (identifiers.validate_brin, "25KL"),
        (identifiers.validate_postcode, "1111 AA"),
        (identifiers.validate_iban, "NL91ABNA0417164300"),
        (identifiers.validate_oin, "00000001123456789000"),
        (identifiers.validate_gemeente_code, "0384"),
    ],
)
def test_a_right_number_passes(validate, right):
    validate(right)


@pytest.mark.parametrize(
    "text",
    [
        PASSES,
        "111.222.333",
        "111 222 333",
        "1112 22 333",
        "11. 12. 22. 333",
        f"bsn{PASSES}",
        f"Cursist {PASSES}, startte te laat",
        f"2026 {PASSES}",
        f"{FAILS} {PASSES}",
    ],
)
def test_personal_numbers_are_found_in_text(text):
    assert personal_numbers(text) == [PASSES]


@pytest.mark.parametrize(
    "text",
    [
        "",
        FAILS,
        f"0{PASSES}",
        f"{PASSES}0",
        "000000000",
        "705E01",
        "2023-001",
        "111222-333",
        "111\n222333",
        "06 12345678",
    ],
)
def test_other_numbers_are_left_alone(text):
    assert personal_numbers(text) == []


def test_a_reference_with_a_personal_number_is_refused():
    identifiers.validate_no_personal_number("TV-2026-0012")
    with pytest.raises(ValidationError):
        identifiers.validate_no_personal_number("111.222.333")


def test_the_right_cell_of_a_column_is_pointed_at():
    column = pd.Series(["", PASSES, None, f"a {PASSES}", FAILS, "111222", "333"], dtype=object)
    assert has_personal_number(column).tolist() == [False, True, False, True, False, False, False]


@given(
    st.lists(st.one_of(st.none(), st.text(alphabet="0123456789. a\n", max_size=25)), max_size=30)
)
def test_a_column_is_searched_as_its_cells_are(cells):
    column = pd.Series(cells, dtype=object, index=range(5, 5 + len(cells)))
    found = has_personal_number(column)
    assert found.tolist() == [bool(personal_numbers(cell or "")) for cell in cells]
    assert found.index.equals(column.index)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_the_matrix_test_equals_the_library(number):
    text = f"{number:09d}"
    assert has_personal_number(pd.Series([text])).tolist() == [bool(personal_numbers(text))]
