"""The sheet of people housed: declared once, read with all its errors at once."""

from typing import Any

import pandas as pd
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente, Region
from config.shared.columns import Choice, Column, Integer, Parsed, Rule, Sheet, Text, parse
from config.shared.sheets import Limits, Unusable, read
from contracts.enums import TargetGroup
from reports.actions.funding_facts import People
from reports.models.funding import FIRST_YEAR, LAST_YEAR

MOST = 20_000
"""More people of one group in one gemeente and year are a typing error."""


def _too_many_on_the_route(frame: pd.DataFrame) -> pd.Series:
    """Where more take the education route than were counted, or else expected."""
    people = pd.to_numeric(frame["housed"]).fillna(pd.to_numeric(frame["expected"]))
    return pd.to_numeric(frame["education"]) > people


HOUSED = Sheet(
    name="housed_counts",
    title=gettext_lazy("People housed"),
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
            "year",
            gettext_lazy("year"),
            Integer(minimum=FIRST_YEAR, maximum=LAST_YEAR),
            required=True,
            aliases=("jaar", "jaar van huisvesting"),
            example="2026",
        ),
        Column(
            "target_group",
            gettext_lazy("target group"),
            Choice(TargetGroup),
            required=True,
            aliases=("doelgroep",),
            example="status_holder",
        ),
        Column(
            "expected",
            gettext_lazy("expected"),
            Integer(maximum=MOST),
            required=True,
            aliases=("verwacht", "raming"),
            help=gettext_lazy("The forecast on which the advance rests."),
            example="40",
        ),
        Column(
            "housed",
            gettext_lazy("counted on 31 December"),
            Integer(maximum=MOST),
            aliases=("geteld", "telling"),
            example="44",
        ),
        Column(
            "in_azc",
            gettext_lazy("still in an asylum centre"),
            Integer(maximum=MOST),
            aliases=("in azc", "azc"),
            example="6",
        ),
        Column(
            "education",
            gettext_lazy("of whom on the education route"),
            Integer(maximum=MOST),
            aliases=("onderwijsroute", "waarvan onderwijsroute"),
            example="5",
        ),
    ),
    rules=(
        Rule(
            "education",
            "more_than_housed",
            gettext_lazy("No more people take the education route than were housed."),
            gettext_lazy("Give the number of those housed who take the education route."),
            _too_many_on_the_route,
        ),
    ),
)


def read_housed(
    source: Any, filename: str, gemeenten: dict[str, Gemeente], region: Region
) -> Parsed:
    """The sheet with everything that is wrong in it; `gemeenten` by code may be written.

    Raises Unusable with one sentence.
    """
    limits = Limits(file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    raw = read(source, filename, limits=limits, sheet_name=str(HOUSED.title))
    parsed = parse(raw, HOUSED)
    if parsed.frame.empty:
        raise Unusable(
            _("“%(file)s” has a header but no rows. Fill in rows under the header.")
            % {"file": filename}
        )
    codes = parsed.frame["gemeente"]
    message = _("No gemeente of %(region)s for which you keep counts has this code.")
    remedy = _("Use one of: %(codes)s.") % {"codes": ", ".join(sorted(gemeenten))}
    unknown = codes.notna() & ~codes.isin(list(gemeenten))
    parsed.add(unknown, "gemeente", "unknown", message % {"region": region}, remedy)
    _check_once(parsed)
    parsed.sort()
    return parsed


def _check_once(parsed: Parsed) -> None:
    keys = parsed.frame[["gemeente", "year", "target_group"]]
    twice = keys.notna().all(axis=1) & keys.duplicated(keep="first")
    message = _("This gemeente, year and target group stand in an earlier row too.")
    parsed.add(twice, "year", "twice", message, _("Keep one of the rows."))


def people_of(parsed: Parsed, gemeenten: dict[str, Gemeente]) -> list[People]:
    """The counts of a sheet without errors."""
    return [
        People(
            gemeente=gemeenten[row["gemeente"]],
            year=int(row["year"]),
            target_group=row["target_group"],
            expected=int(row["expected"]),
            housed=None if row["housed"] is None else int(row["housed"]),
            in_azc=int(row["in_azc"] or 0),
            education=int(row["education"] or 0),
        )
        for row in parsed.frame.to_dict("records")
    ]
