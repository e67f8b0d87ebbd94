"""The sheet of intake forecasts: declared once, read with all its errors at once."""

from datetime import date
from typing import Any

import pandas as pd
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente, Region
from config.shared.columns import Choice, Column, Date, Integer, Parsed, Rule, Sheet, Text, parse
from config.shared.sheets import Limits, Unusable, read
from contracts.actions.forecasts import Expected, Line
from providers.enums import LearningRoute

MOST = 5_000
"""More persons of one gemeente in one month are a typing error."""


def _above(number: pd.Series, other: pd.Series) -> pd.Series:
    """Where both are filled and the first is the larger; no comparison holds with an empty one."""
    return pd.to_numeric(number) > pd.to_numeric(other)


FORECASTS = Sheet(
    name="intake_forecasts",
    title=gettext_lazy("Intake forecast"),
    version=1,
    columns=(
        Column(
            "gemeente",
            gettext_lazy("gemeente code"),
            Text(4, personal_numbers_allowed=True),
            required=True,
            aliases=("gemeentecode", "CBS-code", "gemeente"),
            help=gettext_lazy("The four-digit CBS code of a gemeente of the region."),
            example="9001",
        ),
        Column(
            "month",
            gettext_lazy("month"),
            Date(),
            required=True,
            aliases=("maand",),
            help=gettext_lazy("Any day of the month."),
            example="2027-01-01",
        ),
        Column(
            "route",
            gettext_lazy("route"),
            Choice(LearningRoute),
            required=True,
            aliases=("leerroute",),
            example="O",
        ),
        Column(
            "expected",
            gettext_lazy("expected"),
            Integer(maximum=MOST),
            required=True,
            aliases=("verwacht", "aantal"),
            help=gettext_lazy("Persons who are expected to begin in the month."),
            example="12",
        ),
        Column(
            "low",
            gettext_lazy("at least"),
            Integer(maximum=MOST),
            aliases=("minimaal", "laag"),
            example="8",
        ),
        Column(
            "high",
            gettext_lazy("at most"),
            Integer(maximum=MOST),
            aliases=("maximaal", "hoog"),
            example="16",
        ),
    ),
    rules=(
        Rule(
            "low",
            "low_above_expected",
            gettext_lazy("This is more than what is expected."),
            gettext_lazy("Give the lowest number, or leave the cell empty."),
            lambda frame: _above(frame["low"], frame["expected"]),
        ),
        Rule(
            "high",
            "high_below_expected",
            gettext_lazy("This is less than what is expected."),
            gettext_lazy("Give the highest number, or leave the cell empty."),
            lambda frame: _above(frame["expected"], frame["high"]),
        ),
    ),
)


def read_forecasts(
    source: Any, filename: str, gemeenten: dict[str, Gemeente], region: Region
) -> Parsed:
    """The sheet with everything that is wrong in it; `gemeenten` by code may be written.

    Raises Unusable with one sentence.
    """
    limits = Limits(file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    raw = read(source, filename, limits=limits, sheet_name=str(FORECASTS.title))
    parsed = parse(raw, FORECASTS)
    if parsed.frame.empty:
        raise Unusable(
            _("“%(file)s” has a header but no rows. Fill in rows under the header.")
            % {"file": filename}
        )
    _check_gemeenten(parsed, gemeenten, region)
    _check_once(parsed)
    parsed.sort()
    return parsed


def _check_gemeenten(parsed: Parsed, gemeenten: dict[str, Gemeente], region: Region) -> None:
    codes = parsed.frame["gemeente"]
    message = _("No gemeente of %(region)s for which you keep forecasts has this code.") % {
        "region": region
    }
    remedy = _("Use one of: %(codes)s.") % {"codes": ", ".join(sorted(gemeenten))}
    parsed.add(codes.notna() & ~codes.isin(list(gemeenten)), "gemeente", "unknown", message, remedy)


def _check_once(parsed: Parsed) -> None:
    """Two days of one month are the same month."""
    frame = parsed.frame
    keys = frame[["gemeente", "route"]].assign(month=frame["month"].str[:7])
    twice = keys.notna().all(axis=1) & keys.duplicated(keep="first")
    message = _("This gemeente, month and route stand in an earlier row too.")
    parsed.add(twice, "month", "twice", message, _("Keep one of the rows."))


def lines_of(parsed: Parsed, gemeenten: dict[str, Gemeente]) -> list[Line]:
    """The forecasts of a sheet without errors."""
    return [
        Line(
            gemeenten[row["gemeente"]],
            date.fromisoformat(row["month"]).replace(day=1),
            row["route"],
            Expected(*(_count(row[name]) for name in ("expected", "low", "high"))),
        )
        for row in parsed.frame.to_dict("records")
    ]


def _count(text: str | None) -> Any:
    return None if text is None else int(text)
