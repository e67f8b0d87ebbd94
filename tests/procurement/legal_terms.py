"""Terms worked out by hand on a calendar, each with the publication that the number comes from."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from config.shared.periods import AMSTERDAM
from procurement.enums import Procedure

OPEN, RESTRICTED, SOCIAL = Procedure.OPEN, Procedure.RESTRICTED, Procedure.SOCIAL
PRIVATE, NEGOTIATED = Procedure.MULTIPLE_PRIVATE, Procedure.NEGOTIATED
OPEN_HOUSE = Procedure.OPEN_HOUSE

OPEN_TERMS = "PIANOo, Termijnen bij openbare procedures: 45 dagen"
ELECTRONIC = "PIANOo, Termijnen bij openbare procedures: 45 dagen, 5 minder bij elektronisch"
PRIOR = "PIANOo, Termijnen bij openbare procedures: 29 dagen na een vooraankondiging"
SELECTION = "PIANOo, Termijnen bij procedures met voorselectie: 30 dagen"
SELECTED = "PIANOo, Termijnen bij procedures met voorselectie: 40 dagen, 5 minder bij elektronisch"
OWN = "Eigen redelijke termijn van de regio"
HOLIDAY = "Algemene termijnenwet, art. 1 en 3; Verordening 1182/71, art. 3 lid 4"
DAYS = "Verordening 1182/71, art. 3 lid 1: dag 1 is de dag na de gebeurtenis"
BACK = "Aw 2012, art. 2.54 lid 1; een termijn die terugtelt schuift niet (Atw, art. 1 lid 2)"
ARW = "PIANOo: zes dagen onder het ARW bij nationale procedures"
STAND = "Aw 2012, art. 2.127: 20 kalenderdagen vanaf de dag na verzending"
STAND_OWN = "Ingestelde opschortende termijn: 20 dagen voor elke procedure"
NOTICE = "Aw 2012, art. 2.134 lid 1: binnen 30 dagen"
QUARTER = "Aw 2012, art. 2.134 lid 3: binnen 30 dagen na het kwartaal"
LIMIT_2022 = "Europese drempelbedragen 2022-2023: 215.000"
LIMIT_2024 = "Europese drempelbedragen 2024-2025: 221.000"
LIMIT_2026 = "Europese drempelbedragen 2026-2027: 216.000"
LIMIT_SOCIAL = "PIANOo, Aanbestedingsprocedures voor SAS-diensten: 750.000"


def local(day: str, time: str = "09:00") -> datetime:
    """An instant that is no special one: as Dutch clocks show it."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=AMSTERDAM)


def utc(moment: str) -> datetime:
    """An instant near a change of the clock, where only UTC leaves no doubt."""
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


class Bids(NamedTuple):
    """The first day on which bids may close. `value` is of education unless `other` says not."""

    procedure: Procedure
    value: str
    sent_at: datetime
    first: str
    source: str
    paper: bool = False
    prior_notice: bool = False
    other: bool = False
    decreed: tuple[date, ...] = ()

    @property
    def amount(self) -> Decimal:
        return Decimal(self.value)


CLOSING = (
    # Open, above the threshold: the number of days.
    Bids(OPEN, "900000", local("2026-10-28"), "2026-12-07", ELECTRONIC),
    Bids(OPEN, "900000", local("2026-10-27"), "2026-12-11", OPEN_TERMS, paper=True),
    Bids(OPEN, "900000", local("2026-10-28"), "2026-12-14", OPEN_TERMS, paper=True),
    Bids(OPEN, "900000", local("2026-10-28"), "2026-11-26", PRIOR, paper=True, prior_notice=True),
    Bids(OPEN, "900000", local("2026-10-28"), "2026-11-26", PRIOR, prior_notice=True),
    Bids(OPEN, "900000", local("2028-01-28"), "2028-03-08", f"{ELECTRONIC}; schrikkeljaar"),
    Bids(OPEN, "900000", local("2026-10-28", "00:00"), "2026-12-07", DAYS),
    Bids(OPEN, "900000", local("2026-10-28", "23:59"), "2026-12-07", DAYS),
    # Open: the last day is a day off.
    Bids(OPEN, "900000", local("2026-02-22"), "2026-04-07", f"Goede Vrijdag: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-02-20"), "2026-04-07", f"Tweede paasdag: {HOLIDAY}", True),
    Bids(OPEN, "900000", local("2026-03-18"), "2026-04-28", f"Koningsdag: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-03-26"), "2026-05-06", f"5 mei: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2025-03-26"), "2025-05-06", f"5 mei (lustrum): {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-04-04"), "2026-05-15", f"Hemelvaart: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2027-03-26"), "2027-05-07", f"5 mei en Hemelvaart: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-04-14"), "2026-05-26", f"Pinksteren: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-04-10"), "2026-05-26", f"Pinksteren: {HOLIDAY}", True),
    Bids(OPEN, "900000", local("2026-11-15"), "2026-12-28", f"Kerstmis: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2027-11-15"), "2027-12-27", f"Kerstmis in een weekend: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-11-22"), "2027-01-04", f"Nieuwjaar: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-11-17"), "2027-01-04", f"Nieuwjaar: {HOLIDAY}", True),
    Bids(OPEN, "900000", local("2027-11-22"), "2028-01-03", f"Nieuwjaar op zaterdag: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2027-02-14"), "2027-03-30", f"Goede Vrijdag: {HOLIDAY}"),
    Bids(
        OPEN,
        "900000",
        local("2026-04-05"),
        "2026-05-18",
        "Algemene termijnenwet, art. 3 lid 3: gelijkgestelde dag na Hemelvaart",
        decreed=(date(2026, 5, 15),),
    ),
    # Open: round the nights on which the clock changes, in two years.
    Bids(OPEN, "900000", utc("2026-03-28T22:30"), "2026-05-07", f"23:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2026-03-28T23:30"), "2026-05-08", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2026-10-24T21:30"), "2026-12-03", f"23:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2026-10-24T22:30"), "2026-12-04", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2026-10-25T22:30"), "2026-12-04", f"23:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2026-10-25T23:30"), "2026-12-07", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2027-03-27T22:30"), "2027-05-07", f"Hemelvaart: {HOLIDAY}"),
    Bids(OPEN, "900000", utc("2027-03-27T23:30"), "2027-05-07", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2027-10-30T22:30"), "2027-12-10", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", utc("2027-10-31T23:30"), "2027-12-13", f"00:30 uur: {DAYS}"),
    Bids(OPEN, "900000", local("2026-02-17"), "2026-03-30", f"Zondag van de zomertijd: {HOLIDAY}"),
    Bids(OPEN, "900000", local("2026-09-15"), "2026-10-26", f"Zondag van de wintertijd: {HOLIDAY}"),
    # Open: on both sides of each threshold.
    Bids(OPEN, "749999.99", local("2026-10-28"), "2026-11-27", f"{LIMIT_SOCIAL}; {OWN}"),
    Bids(OPEN, "750000", local("2026-10-28"), "2026-12-07", LIMIT_SOCIAL),
    Bids(OPEN, "215999.99", local("2026-10-28"), "2026-11-27", f"{LIMIT_2026}; {OWN}", other=True),
    Bids(OPEN, "216000", local("2026-10-28"), "2026-12-07", LIMIT_2026, other=True),
    Bids(OPEN, "220999.99", local("2025-03-03"), "2025-04-02", f"{LIMIT_2024}; {OWN}", other=True),
    Bids(OPEN, "221000", local("2025-03-03"), "2025-04-14", LIMIT_2024, other=True),
    Bids(OPEN, "214999.99", local("2023-03-06"), "2023-04-05", f"{LIMIT_2022}; {OWN}", other=True),
    Bids(OPEN, "215000", local("2023-03-06"), "2023-04-17", LIMIT_2022, other=True),
    Bids(OPEN, "200000", local("2026-10-28"), "2026-11-27", OWN, paper=True, other=True),
    # Restricted: from the invitations.
    Bids(RESTRICTED, "900000", local("2026-12-07"), "2027-01-18", SELECTED, paper=True),
    Bids(RESTRICTED, "900000", local("2026-12-07"), "2027-01-11", SELECTED),
    Bids(RESTRICTED, "900000", local("2026-11-27"), "2027-01-04", f"Nieuwjaar: {HOLIDAY}"),
    Bids(RESTRICTED, "900000", local("2026-12-07"), "2027-01-11", SELECTED, prior_notice=True),
    Bids(RESTRICTED, "200000", local("2026-12-07"), "2026-12-28", OWN, other=True),
    # The procedures for which the law has no term.
    Bids(SOCIAL, "750000", local("2026-10-28"), "2026-11-27", OWN),
    Bids(SOCIAL, "900000", local("2026-10-28"), "2026-11-27", OWN, paper=True),
    Bids(SOCIAL, "900000", local("2026-10-28"), "2026-11-27", OWN, prior_notice=True),
    Bids(SOCIAL, "700000", local("2026-10-28"), "2026-11-27", OWN),
    Bids(SOCIAL, "900000", local("2026-11-25"), "2026-12-28", f"Kerstmis: {OWN}; {HOLIDAY}"),
    Bids(PRIVATE, "200000", local("2026-12-01"), "2026-12-21", OWN),
    Bids(PRIVATE, "200000", local("2026-12-05"), "2026-12-28", f"Kerstmis: {OWN}; {HOLIDAY}"),
    Bids(NEGOTIATED, "900000", local("2026-12-14"), "2026-12-24", OWN),
    Bids(NEGOTIATED, "900000", local("2026-12-15"), "2026-12-28", f"Kerstmis: {OWN}; {HOLIDAY}"),
    Bids(OPEN_HOUSE, "900000", local("2027-03-01"), "2027-03-31", OWN),
)


class Requests(NamedTuple):
    """The first day on which requests to participate may close."""

    value: str
    sent_at: datetime
    first: str
    source: str


REQUESTS = (
    Requests("900000", local("2026-11-02"), "2026-12-02", SELECTION),
    Requests("900000", local("2026-11-25"), "2026-12-28", f"Kerstmis: {HOLIDAY}"),
    Requests("900000", local("2026-03-04"), "2026-04-07", f"Goede Vrijdag: {HOLIDAY}"),
    Requests("900000", local("2026-04-14"), "2026-05-15", f"Hemelvaart: {HOLIDAY}"),
    Requests("900000", utc("2026-10-25T23:30"), "2026-11-25", f"00:30 uur: {DAYS}"),
    Requests("700000", local("2026-11-02"), "2026-11-23", OWN),
)


class Clarification(NamedTuple):
    """The last day for the Nota van Inlichtingen."""

    procedure: Procedure
    value: str
    closes_at: datetime
    last: str
    source: str


CLARIFICATIONS = (
    Clarification(OPEN, "900000", local("2026-12-07", "12:00"), "2026-11-27", BACK),
    Clarification(OPEN, "900000", local("2026-04-07", "12:00"), "2026-03-28", f"Zaterdag: {BACK}"),
    Clarification(OPEN, "900000", local("2027-01-04", "12:00"), "2026-12-25", f"Kerst: {BACK}"),
    Clarification(OPEN, "900000", local("2026-05-15", "12:00"), "2026-05-05", f"5 mei: {BACK}"),
    Clarification(OPEN, "900000", local("2026-04-02", "12:00"), "2026-03-23", f"Zomertijd: {BACK}"),
    Clarification(
        OPEN, "900000", local("2026-10-28", "12:00"), "2026-10-18", f"Wintertijd: {BACK}"
    ),
    Clarification(
        OPEN, "900000", local("2027-11-01", "12:00"), "2027-10-22", f"Wintertijd: {BACK}"
    ),
    Clarification(OPEN, "900000", utc("2026-04-01T22:30"), "2026-03-23", f"00:30 uur: {BACK}"),
    Clarification(RESTRICTED, "900000", local("2027-01-11"), "2027-01-01", f"Nieuwjaar: {BACK}"),
    Clarification(OPEN, "700000", local("2026-12-07", "12:00"), "2026-12-01", ARW),
    Clarification(RESTRICTED, "700000", local("2026-12-28", "12:00"), "2026-12-22", ARW),
    Clarification(PRIVATE, "200000", local("2026-12-21", "12:00"), "2026-12-15", ARW),
    Clarification(SOCIAL, "900000", local("2026-11-27", "12:00"), "2026-11-17", OWN),
    Clarification(SOCIAL, "700000", local("2026-11-27", "12:00"), "2026-11-17", OWN),
    Clarification(NEGOTIATED, "900000", local("2026-12-24", "12:00"), "2026-12-14", OWN),
)


class Standstill(NamedTuple):
    """The last day of the standstill."""

    procedure: Procedure
    value: str
    sent_on: str
    last: str
    source: str


STANDSTILLS = (
    Standstill(OPEN, "900000", "2026-11-03", "2026-11-23", STAND),
    Standstill(OPEN, "900000", "2026-11-02", "2026-11-23", f"Zondag: {STAND}"),
    Standstill(OPEN, "900000", "2026-12-05", "2026-12-28", f"Kerstmis: {STAND}"),
    Standstill(OPEN, "900000", "2026-12-12", "2027-01-04", f"Nieuwjaar: {STAND}"),
    Standstill(RESTRICTED, "900000", "2026-04-24", "2026-05-15", f"Hemelvaart: {STAND}"),
    Standstill(RESTRICTED, "900000", "2027-04-15", "2027-05-07", f"5 mei en Hemelvaart: {STAND}"),
    Standstill(OPEN, "700000", "2026-11-02", "2026-11-23", STAND_OWN),
    Standstill(SOCIAL, "900000", "2026-03-14", "2026-04-07", f"Goede Vrijdag: {STAND_OWN}"),
    Standstill(SOCIAL, "900000", "2026-04-15", "2026-05-06", f"5 mei: {STAND_OWN}"),
    Standstill(SOCIAL, "900000", "2026-03-09", "2026-03-30", f"Zomertijd: {STAND_OWN}"),
    Standstill(SOCIAL, "900000", "2027-10-11", "2027-11-01", f"Wintertijd: {STAND_OWN}"),
    Standstill(PRIVATE, "200000", "2026-11-03", "2026-11-23", STAND_OWN),
    Standstill(NEGOTIATED, "900000", "2026-11-03", "2026-11-23", STAND_OWN),
    Standstill(OPEN_HOUSE, "900000", "2026-11-03", "2026-11-23", STAND_OWN),
)


class AwardNotice(NamedTuple):
    """The last day for the award notice; None where none is asked."""

    procedure: Procedure
    value: str
    contract_on: str
    last: str | None
    source: str
    bundled: bool = False


AWARD_NOTICES = (
    AwardNotice(OPEN, "900000", "2026-12-01", "2026-12-31", NOTICE),
    AwardNotice(OPEN, "900000", "2026-12-02", "2027-01-04", f"Nieuwjaar: {NOTICE}"),
    AwardNotice(RESTRICTED, "900000", "2026-03-04", "2026-04-07", f"Goede Vrijdag: {NOTICE}"),
    AwardNotice(NEGOTIATED, "900000", "2026-12-01", "2026-12-31", NOTICE),
    AwardNotice(SOCIAL, "900000", "2026-11-02", "2026-12-02", NOTICE),
    AwardNotice(SOCIAL, "900000", "2026-11-02", "2027-02-01", QUARTER, bundled=True),
    AwardNotice(SOCIAL, "900000", "2026-01-14", "2026-04-30", QUARTER, bundled=True),
    AwardNotice(SOCIAL, "900000", "2026-03-31", "2026-04-30", QUARTER, bundled=True),
    AwardNotice(SOCIAL, "900000", "2026-04-01", "2026-07-30", QUARTER, bundled=True),
    AwardNotice(OPEN, "900000", "2026-12-01", "2026-12-31", f"{QUARTER}: alleen SAS", bundled=True),
    AwardNotice(SOCIAL, "700000", "2026-11-02", None, f"{LIMIT_SOCIAL}; {NOTICE}"),
    AwardNotice(PRIVATE, "200000", "2026-11-02", None, NOTICE),
    AwardNotice(OPEN_HOUSE, "900000", "2026-11-02", None, NOTICE),
)
