"""What is asked of single cells and of the key, in words; the kinds of columns judge it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from config.shared.columns import Choice, Column, Date, Decimal, Text
from config.shared.sheets import ERROR
from config.shared.sheets.finding import NOTICE
from contracts.imports.rule import DeliveryRule


def cell_rules(columns: Sequence[Column]) -> tuple[DeliveryRule, ...]:
    """The rules that the kinds of these columns judge, each with the columns it is about."""

    def of_kind(*kinds: type) -> list[str]:
        return [column.name for column in columns if isinstance(column.kind, kinds)]

    every = [column.name for column in columns]
    required = [column.name for column in columns if column.required]
    return (
        DeliveryRule(
            "missing",
            ERROR,
            required,
            title=_("What is required is filled in"),
            message=_("The cell is not filled in."),
            remedy=_("Fill it in."),
        ),
        DeliveryRule(
            "cell_error",
            ERROR,
            every,
            title=_("A cell shows a value, not an error"),
            message=_("The cell shows an error: its formula went wrong."),
            remedy=_("Mend the formula, or type the value itself."),
        ),
        DeliveryRule(
            "stray_cells",
            ERROR,
            every[:1],
            title=_("Every value stands under a header"),
            message=_("The row has values in a column without a header; its cells may have moved."),
            remedy=_(
                "Put values that hold a separator between quotation marks, "
                "or remove the extra cells."
            ),
        ),
        *_of_texts(of_kind(Text)),
        DeliveryRule(
            "choice",
            ERROR,
            of_kind(Choice),
            title=_("A code is one of the list"),
            message=_("This is not one of the values that may stand here."),
            remedy=_("Choose from the list of the column."),
        ),
        *_of_days(of_kind(Date)),
        *_of_numbers(of_kind(Decimal)),
        DeliveryRule(
            "gemeente_code",
            ERROR,
            ["gemeente"],
            title=_("A gemeente code has four digits"),
            message=_("A gemeente code of CBS has 4 digits, such as 0384 or GM0384."),
            remedy=_("Correct it."),
        ),
    )


def _of_texts(names: Sequence[str]) -> tuple[DeliveryRule, ...]:
    return (
        DeliveryRule(
            "personal_number",
            ERROR,
            names,
            title=_("No BSN stands in a text"),
            message=_("Holds a 9-digit number that can be a BSN; those may not be uploaded."),
            remedy=_("Use a reference of your own with a letter, such as TV-2026-12."),
        ),
        DeliveryRule(
            "too_long",
            ERROR,
            names,
            title=_("A text is not longer than fits"),
            message=_("Has more characters than fit."),
            remedy=_("Use at most as many as the column says."),
        ),
        DeliveryRule(
            "formula",
            ERROR,
            names,
            title=_("A text is no formula"),
            message=_("Holds a formula."),
            remedy=_("Type the value itself."),
        ),
        DeliveryRule(
            "control",
            ERROR,
            names,
            title=_("A text holds no control characters"),
            message=_("Holds a control character."),
            remedy=_("Type the text again."),
        ),
        DeliveryRule(
            "invisible",
            NOTICE,
            names,
            title=_("A text holds no invisible characters"),
            message=_("Held invisible characters; they are left out."),
            remedy=_("Type the text again."),
        ),
    )


def _of_days(names: Sequence[str]) -> tuple[DeliveryRule, ...]:
    return (
        DeliveryRule(
            "date",
            ERROR,
            names,
            title=_("A date is a day of the calendar"),
            message=_("This is not a date."),
            remedy=_("Write the date as 1-2-2026 or 2026-02-01."),
        ),
        DeliveryRule(
            "date_range",
            ERROR,
            names,
            title=_("A date lies within what is possible"),
            message=_("The date lies outside what is possible."),
            remedy=_("Give a date from 1990 up to 2099."),
        ),
        DeliveryRule(
            "serial_date",
            NOTICE,
            names,
            title=_("A date is written as a date"),
            message=_("A number was read as a date."),
            remedy=_("Format the column as a date."),
        ),
    )


def _of_numbers(names: Sequence[str]) -> tuple[DeliveryRule, ...]:
    return (
        DeliveryRule(
            "number",
            ERROR,
            names,
            title=_("A number is written as a number"),
            message=_("This is not a number."),
            remedy=_("Write a number like 1234,50."),
        ),
        DeliveryRule(
            "too_small",
            ERROR,
            names,
            title=_("A number is not too small"),
            message=_("The number is less than is possible."),
            remedy=_("Give a number that the column allows."),
        ),
        DeliveryRule(
            "too_large",
            ERROR,
            names,
            title=_("A number is not too large"),
            message=_("The number is more than is possible."),
            remedy=_("Give a number that the column allows."),
        ),
    )
