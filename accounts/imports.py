"""The list of gemeenten as CBS publishes it, and the list of those that ended."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.actions import GemeenteRow
from config.shared.columns import Column, Integer, Parsed, Sheet, Text, parse
from config.shared.identifiers import clean_gemeente_code
from config.shared.sheets import Unusable, read

GEMEENTEN = Sheet(
    name="gemeenten",
    title=_("Gemeenten"),
    version=1,
    key=("code",),
    columns=(
        Column(
            "code",
            _("CBS code"),
            Text(6, clean=clean_gemeente_code),
            required=True,
            aliases=("cbs_code", "gemeentecode", "Gemeentecode GM"),
            help=_("Four digits, with or without GM in front."),
            example="GM0384",
        ),
        Column(
            "name",
            _("name"),
            Text(80),
            required=True,
            aliases=("gemeentenaam", "naam"),
            example="Diemen",
        ),
        Column(
            "last_year",
            _("last year"),
            Integer(minimum=1900, maximum=2200),
            aliases=("laatste jaar",),
            help=_("Only for a gemeente that no longer exists."),
        ),
        Column(
            "region",
            _("labour market region"),
            Text(120),
            aliases=("arbeidsmarktregio", "arbeidsmarktregionaam"),
            example="Groot Amsterdam",
        ),
    ),
)


def read_gemeenten(path: str) -> list[GemeenteRow]:
    """The rows of the sheet at `path`.

    Unusable when it cannot be read, lacks a column, has no rows or has a wrong row: a national
    list is taken whole or not at all.
    """
    parsed = parse(read(path, sheet_name=str(GEMEENTEN.title)), GEMEENTEN)
    if parsed.errors:
        raise Unusable(*_sentences(parsed))
    if not len(parsed.frame):
        raise Unusable(_("There is no gemeente in this file."))
    return [
        GemeenteRow(
            code=row.code,
            name=row.name,
            valid_until=date(int(row.last_year), 12, 31) if row.last_year else None,
            region=row.region or "",
        )
        for row in parsed.frame[["code", "name", "last_year", "region"]].itertuples(index=False)
    ]


def _sentences(parsed: Parsed, most: int = 5) -> list[str]:
    """The first errors, each with its row."""
    wrong = [finding for finding in parsed.findings if finding.level == "error"]
    return [
        f"{_('Row')} {finding.row}: {finding.message} {finding.remedy}".strip()
        for finding in wrong[:most]
    ]
