"""Numbers that name an organisation, place or account, and the detector of numbers that name a
person.

`clean_*` takes what a person typed and returns the canonical form; `validate_*` is for model
fields and takes the canonical form only. Both raise ValidationError with a sentence that says how
to mend it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import iban as stdnum_iban
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.nl import brin as stdnum_brin
from stdnum.nl import bsn as stdnum_bsn
from stdnum.nl import postcode as stdnum_postcode

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

KVK_SENTENCE = _("A KvK number has 8 digits, such as 12345678.")
DUO_SENTENCE = _(
    "A DUO institution number has 10 letters or digits; it stands in DUO's letters to the school."
)
BRIN_SENTENCE = _(
    "A BRIN number has two digits and two letters, such as 99XX; two more digits name the location."
)
POSTCODE_SENTENCE = _("A postcode has four digits and two letters, such as 1111 AA.")
IBAN_SENTENCE = _("This IBAN is not valid: check it digit by digit against a bank statement.")
OIN_SENTENCE = _("An OIN has 20 digits, such as 00000001123456789000.")
GEMEENTE_SENTENCE = _("A gemeente code of CBS has 4 digits, such as 0384 or GM0384.")

_SEPARATORS = re.compile(r"[\s.\-\u00a0]+")
_LONG_RUNS = re.compile(r"[0-9](?:[. \u00a0\u202f]{0,3}[0-9]){8,}")
_NINE = 9
_ELFPROEF_WEIGHTS = np.array([9, 8, 7, 6, 5, 4, 3, 2, -1])


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text).upper()


def _by_pattern(pattern: str, sentence: "_StrOrPromise", code: str) -> Callable[[str], str]:
    compiled = re.compile(pattern, re.ASCII)

    def clean(text: str) -> str:
        compact = _compact(text)
        if not compiled.fullmatch(compact):
            raise ValidationError(sentence, code=code)
        return compact

    return clean


def _by_stdnum(
    validate: Callable[[str], str], sentence: "_StrOrPromise", code: str
) -> Callable[[str], str]:
    def clean(text: str) -> str:
        try:
            return validate(text)
        except StdnumError:
            raise ValidationError(sentence, code=code) from None

    return clean


clean_kvk = _by_pattern(r"(?!0{8})\d{8}", KVK_SENTENCE, "kvk")
clean_duo = _by_pattern(r"[A-Z0-9]{10}", DUO_SENTENCE, "duo")
clean_oin = _by_pattern(r"(?!0{20})\d{20}", OIN_SENTENCE, "oin")
clean_brin = _by_stdnum(stdnum_brin.validate, BRIN_SENTENCE, "brin")
clean_postcode = _by_stdnum(stdnum_postcode.validate, POSTCODE_SENTENCE, "postcode")
clean_iban = _by_stdnum(stdnum_iban.validate, IBAN_SENTENCE, "iban")
_clean_gemeente = _by_pattern(r"(GM)?\d{1,4}", GEMEENTE_SENTENCE, "gemeente_code")


def clean_gemeente_code(text: str) -> str:
    """The four digits of a CBS gemeente code: GM0384, 0384 and 384 (a sheet ate the zero) all give
    0384.
    """
    digits = _clean_gemeente(text).removeprefix("GM").zfill(4)
    if digits == "0000":
        raise ValidationError(GEMEENTE_SENTENCE, code="gemeente_code")
    return digits


def _refuse_other_forms(
    clean: Callable[[str], str], value: str, sentence: "_StrOrPromise", code: str
) -> None:
    if clean(value) != value:
        raise ValidationError(sentence, code=code)


def validate_kvk(value: str) -> None:
    _refuse_other_forms(clean_kvk, value, KVK_SENTENCE, "kvk")


def validate_duo(value: str) -> None:
    _refuse_other_forms(clean_duo, value, DUO_SENTENCE, "duo")


def validate_oin(value: str) -> None:
    _refuse_other_forms(clean_oin, value, OIN_SENTENCE, "oin")


def validate_brin(value: str) -> None:
    _refuse_other_forms(clean_brin, value, BRIN_SENTENCE, "brin")


def validate_postcode(value: str) -> None:
    _refuse_other_forms(clean_postcode, value, POSTCODE_SENTENCE, "postcode")


def validate_iban(value: str) -> None:
    _refuse_other_forms(clean_iban, value, IBAN_SENTENCE, "iban")


def validate_gemeente_code(value: str) -> None:
    _refuse_other_forms(clean_gemeente_code, value, GEMEENTE_SENTENCE, "gemeente_code")


def personal_numbers(text: str) -> list[str]:
    """The 9-digit numbers in a text that pass the elfproef of the BSN, digits only, in order of
    appearance.

    Digits may be parted by dots or spaces (123.456.782). A number that is part of a longer run of
    digits is none. Letters beside the digits do not hide it.
    """
    runs = _LONG_RUNS.finditer(text)
    return [
        number
        for run in runs
        for number in _nine_digit_numbers(run.group())
        if stdnum_bsn.is_valid(number)
    ]


def has_personal_number(column: pd.Series) -> pd.Series:
    """For each cell whether `personal_numbers` finds one; an absent cell gives False.

    The cells are searched as one text and tried as one matrix: 200,000 of them take a fraction of
    a second.
    """
    cells = column.where(column.notna(), "").tolist()
    text = "\n".join(cells)
    candidates = [
        (run.start(), number)
        for run in _LONG_RUNS.finditer(text)
        for number in _nine_digit_numbers(run.group())
    ]
    found = np.zeros(len(cells), dtype=bool)
    if candidates:
        places, numbers = zip(*candidates, strict=True)
        cell_starts = np.cumsum([0, *(len(cell) + 1 for cell in cells)])
        found[
            np.searchsorted(cell_starts, np.array(places)[_pass_elfproef(numbers)], side="right")
            - 1
        ] = True
    return pd.Series(found, index=column.index)


def _nine_digit_numbers(run: str) -> list[str]:
    """Every sequence of whole digit groups in the run that counts nine digits."""
    if len(run) == _NINE:
        return [run]
    groups = re.findall("[0-9]+", run)
    ends = list(accumulate(map(len, groups)))
    digits = "".join(groups)
    return [digits[start : start + _NINE] for start in (0, *ends[:-1]) if start + _NINE in ends]


def _pass_elfproef(numbers: Sequence[str]) -> np.ndarray:
    """9, 8, ... 2 times the first eight digits minus the ninth is a multiple of 11, and not all
    digits are zero.
    """
    digits = np.frombuffer("".join(numbers).encode("ascii"), dtype=np.uint8).reshape(
        -1, _NINE
    ).astype(int) - ord("0")
    return (digits @ _ELFPROEF_WEIGHTS % 11 == 0) & digits.any(axis=1)


def validate_no_personal_number(value: str) -> None:
    """For references and free text about participants, where a BSN may never stand."""
    if personal_numbers(value):
        raise ValidationError(
            _(
                "This holds a 9-digit number that can be a BSN. "
                "Use a reference of your own with a letter, such as TV-2026-12."
            ),
            code="personal_number",
        )
