"""The rules that stand from the start, each with the publication it was taken from.

An administrator may change them and a region may add its own; `docs/legal-terms.md` tells which
article was checked where, and which numbers are a choice of the field rather than law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.enums import Procedure, RuleKey, RuleUnit

SINCE_2016 = date(2016, 7, 1)
"""The Aanbestedingswet 2012 as it was changed to follow Directive 2014/24/EU."""

OWN_TERM = "Eigen redelijke termijn van de regio; de wet stelt hier geen termijn"
PIANOO_OPEN = "PIANOo, Termijnen bij openbare procedures (zonder voorselectie)"
PIANOO_SELECTION = "PIANOo, Termijnen bij procedures met voorselectie"
PIANOO_SOCIAL = "PIANOo, Aanbestedingsprocedures voor SAS-diensten"
COUNTING = (
    "Verordening (EEG, Euratom) 1182/71, artikel 3 lid 4; Algemene termijnenwet, artikel 1 lid 1"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Default:
    """One national rule as it stands until somebody changes it."""

    key: RuleKey
    value: Decimal
    unit: RuleUnit
    source: str
    procedure: str = ""
    applies_from: date = SINCE_2016
    article: str = ""
    is_binding: bool = False
    is_certain: bool = False
    note: str = ""

    @property
    def region_id(self) -> None:
        """Of no region: national."""
        return


def _euro(key: RuleKey, amount: int, source: str, since: date = SINCE_2016) -> Default:
    """A European threshold: binding, and certain for the years it names."""
    return Default(
        key=key,
        value=Decimal(amount),
        unit=RuleUnit.EURO,
        source=source,
        applies_from=since,
        is_binding=True,
        is_certain=True,
    )


def _law(
    key: RuleKey,
    days: int,
    source: str,
    procedure: Procedure,
    article: str,
    *,
    is_certain: bool = True,
) -> Default:
    """A term in calendar days that the law sets for a procedure."""
    return Default(
        key=key,
        value=Decimal(days),
        unit=RuleUnit.CALENDAR_DAYS,
        source=source,
        procedure=procedure,
        article=article,
        is_binding=True,
        is_certain=is_certain,
    )


def _own(
    key: RuleKey, days: int, procedure: Procedure | str = "", source: str = OWN_TERM
) -> Default:
    """A term in calendar days that a region may replace by its own."""
    return Default(
        key=key,
        value=Decimal(days),
        unit=RuleUnit.CALENDAR_DAYS,
        source=source,
        procedure=procedure,
    )


def _yes(
    key: RuleKey,
    source: str,
    procedure: Procedure | str = "",
    article: str = "",
    *,
    is_binding: bool = True,
    is_certain: bool = True,
    note: str = "",
) -> Default:
    return Default(
        key=key,
        value=Decimal(1),
        unit=RuleUnit.YES_NO,
        source=source,
        procedure=procedure,
        article=article,
        is_binding=is_binding,
        is_certain=is_certain,
        note=note,
    )


def _thresholds() -> Iterator[Default]:
    social, services = RuleKey.THRESHOLD_SOCIAL, RuleKey.THRESHOLD_SERVICES
    yield _euro(social, 750_000, PIANOO_SOCIAL)
    for year, amount, publication in (
        (2022, 215_000, "Europese drempelbedragen 2022-2023 (wijdemeren.nl)"),
        (2024, 221_000, "Europese drempelbedragen 2024-2025 (justionadvocaten.nl)"),
        (2026, 216_000, "Aanbestedingsdrempels 2026 (goedemensen.nu)"),
    ):
        yield _euro(services, amount, publication, date(year, 1, 1))


def _terms_for_bids() -> Iterator[Default]:
    term, request = RuleKey.TERM_TENDER, RuleKey.TERM_REQUEST
    yield _law(term, 45, PIANOO_OPEN, Procedure.OPEN, "2.71 Aw 2012")
    yield _law(term, 40, PIANOO_SELECTION, Procedure.RESTRICTED, "2.71 Aw 2012", is_certain=False)
    yield _law(
        request, 30, PIANOO_SELECTION, Procedure.RESTRICTED, "2.71 Aw 2012", is_certain=False
    )
    yield _law(RuleKey.PRIOR_NOTICE, 29, PIANOO_OPEN, Procedure.OPEN, "2.71 Aw 2012")
    yield _law(RuleKey.PRIOR_NOTICE_FLOOR, 22, PIANOO_OPEN, Procedure.OPEN, "2.71 lid 5 Aw 2012")
    for procedure in (Procedure.OPEN, Procedure.RESTRICTED):
        source = "vhadvocaat.nl, Wijziging Aanbestedingswet: termijnen"
        yield _law(RuleKey.E_SUBMISSION, 5, source, procedure, "2.74a Aw 2012")
    yield _own(term, 30, Procedure.SOCIAL)
    yield _own(term, 20, Procedure.MULTIPLE_PRIVATE)
    yield _own(term, 10, Procedure.NEGOTIATED)
    yield _own(term, 30, Procedure.OPEN_HOUSE)
    yield _own(RuleKey.TERM_TENDER_NATIONAL, 30, Procedure.OPEN)
    yield _own(RuleKey.TERM_TENDER_NATIONAL, 20, Procedure.RESTRICTED)
    yield _own(RuleKey.TERM_REQUEST_NATIONAL, 20, Procedure.RESTRICTED)


def _clarification() -> Iterator[Default]:
    term, national = RuleKey.TERM_CLARIFICATION, RuleKey.TERM_CLARIFICATION_NATIONAL
    source = "Aanbestedingswet 2012, artikel 2.54 lid 1; PIANOo, Termijnen"
    for procedure in (Procedure.OPEN, Procedure.RESTRICTED):
        yield _law(term, 10, source, procedure, "2.54 Aw 2012")
    yield _own(term, 10)
    source = "PIANOo, Termijnen: zes dagen onder het ARW bij nationale procedures"
    for procedure in (Procedure.OPEN, Procedure.RESTRICTED, Procedure.MULTIPLE_PRIVATE):
        yield _own(national, 6, procedure, source)


def _counting() -> Iterator[Default]:
    yield _yes(
        RuleKey.TERM_SHIFT,
        COUNTING,
        note="Een termijn die terugtelt schuift niet op (dezelfde artikelen, lid 4 en lid 2).",
    )
    yield _yes(
        RuleKey.STANDSTILL_SHIFT,
        COUNTING,
        is_binding=False,
        is_certain=False,
        note="Omstreden voor de opschortende termijn; opschuiven is de voorzichtige lezing.",
    )


def _after_the_award() -> Iterator[Default]:
    standstill, source = RuleKey.STANDSTILL, "Aanbestedingswet 2012, artikel 2.127 lid 3"
    for procedure in (Procedure.OPEN, Procedure.RESTRICTED):
        yield _law(standstill, 20, source, procedure, "2.127 Aw 2012")
    yield _own(standstill, 20)
    yield _own(RuleKey.STANDSTILL_NATIONAL, 20)
    yield _yes(
        RuleKey.AWARD_REASONS, "Aanbestedingswet 2012, artikel 2.130", article="2.130 Aw 2012"
    )
    source = "Aanbestedingswet 2012, artikel 2.134 lid 1"
    for procedure in (
        Procedure.OPEN,
        Procedure.RESTRICTED,
        Procedure.NEGOTIATED,
        Procedure.SOCIAL,
    ):
        yield _law(RuleKey.AWARD_NOTICE, 30, source, procedure, "2.134 Aw 2012")
    yield _yes(
        RuleKey.AWARD_NOTICE_QUARTERLY,
        "Aanbestedingswet 2012, artikel 2.134 lid 3",
        Procedure.SOCIAL,
        "2.134 lid 3 Aw 2012",
    )
    yield _yes(
        RuleKey.ABNORMALLY_LOW, "Aanbestedingswet 2012, artikel 2.116", article="2.116 Aw 2012"
    )


def _number(
    key: RuleKey, value: str, unit: RuleUnit, source: str, procedure: Procedure | str = ""
) -> Default:
    """A number that practice knows and the law text was not checked for."""
    return Default(key=key, value=Decimal(value), unit=unit, source=source, procedure=procedure)


def _numbers() -> Iterator[Default]:
    gids = "Gids Proportionaliteit, voorschrift 3.4 B"
    invited = Procedure.MULTIPLE_PRIVATE
    yield _number(RuleKey.INVITED_MINIMUM, "3", RuleUnit.NUMBER, gids, invited)
    yield _number(RuleKey.INVITED_MAXIMUM, "5", RuleUnit.NUMBER, gids, invited)
    yield _number(
        RuleKey.RECORDS_KEEP_YEARS, "3", RuleUnit.YEARS, "Aanbestedingswet 2012, dossierplicht"
    )
    nevi = "Kennislab NEVI, Raamovereenkomst"
    years = RuleKey.FRAMEWORK_MAXIMUM_YEARS
    for procedure in (Procedure.OPEN, Procedure.RESTRICTED, Procedure.MULTIPLE_PRIVATE):
        yield _number(years, "4", RuleUnit.YEARS, nevi, procedure)
    for key, share, article in (
        (RuleKey.MODIFICATION_MINOR, "0.10", "2.163b Aw 2012"),
        (RuleKey.MODIFICATION_EXTRA, "0.50", "2.163d en 2.163e Aw 2012"),
    ):
        yield Default(
            key=key,
            value=Decimal(share),
            unit=RuleUnit.SHARE,
            source="vhadvocaat.nl, Wijziging van de opdracht na aanbesteding",
            article=article,
            is_binding=True,
            is_certain=key == RuleKey.MODIFICATION_MINOR,
        )


def _regimes() -> Iterator[Default]:
    yield _yes(RuleKey.REGIME_SOCIAL, PIANOO_SOCIAL, Procedure.SOCIAL, "2.38 en 2.39 Aw 2012")
    yield _yes(
        RuleKey.REGIME_NEGOTIATED,
        "Europa decentraal, Onderhandelingsprocedure zonder bekendmaking",
        Procedure.NEGOTIATED,
        "2.32 Aw 2012",
    )
    yield _yes(
        RuleKey.REGIME_OPEN_HOUSE,
        "PIANOo, Open House als inkoopmethodiek",
        Procedure.OPEN_HOUSE,
        is_binding=False,
    )


DEFAULTS: tuple[Default, ...] = (
    *_thresholds(),
    *_terms_for_bids(),
    *_clarification(),
    *_counting(),
    *_after_the_award(),
    *_numbers(),
    *_regimes(),
)
