"""From a sheet of running contracts to contracts that can be recorded; nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Gemeente, Region
from config.shared.columns import Parsed, parse
from config.shared.sheets import WARNING, Limits, Unusable, read
from contracts.actions.running import Running, SeatTerms
from contracts.actions.terms import TariffTerms, default_instalments
from contracts.enums import CapacityCounts, TariffUnit
from contracts.imports.days import later
from contracts.imports.running_sheet import CONTRACT_FACTS, RUNNING
from contracts.models import Contract
from providers.models import Provider

FACTS = [column.name for column in CONTRACT_FACTS if column.name != "reference"]


@dataclass(frozen=True)
class Known:
    """What the rows are checked against: read once, however many rows."""

    today: date
    references: frozenset[str]
    """Of contracts that the region already has."""
    providers: dict[str, Provider]
    """Admitted in the region, by KvK number."""
    gemeenten: dict[str, Gemeente]
    """Of the region, by CBS code."""


def read_running(source: Any, filename: str, region: Region, *, on: date) -> Parsed:
    """The sheet with everything that is wrong in it. Raises Unusable with one sentence."""
    limits = Limits(file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    raw = read(source, filename, limits=limits, sheet_name=str(RUNNING.title))
    parsed = parse(raw, RUNNING)
    if parsed.frame.empty:
        raise Unusable(
            _("“%(file)s” has a header but no rows. Fill in rows under the header.")
            % {"file": filename}
        )
    known = read_known(parsed, region, on=on)
    for check in CHECKS:
        check(parsed, known)
    parsed.sort()
    return parsed


def read_known(parsed: Parsed, region: Region, *, on: date) -> Known:
    """References, providers and gemeenten that the rows name."""
    named = parsed.frame["reference"].dropna().unique().tolist()
    taken = Contract.objects.filter(region=region, reference__in=named)
    numbers = parsed.frame["provider"].dropna().unique().tolist()
    providers = Provider.objects.filter(kvk_number__in=numbers, admissions__region=region)
    return Known(
        today=on,
        references=frozenset(taken.order_by().values_list("reference", flat=True)),
        providers={each.kvk_number: each for each in providers.order_by("pk")},
        gemeenten={each.code: each for each in region.gemeenten_on(on).order_by("code")},
    )


# --- Checks beyond one row ------------------------------------------------------------------------


def facts_differ(parsed: Parsed, known: Known) -> None:
    """The rows of one contract say the same of it."""
    frame = parsed.frame.fillna("")
    for name in FACTS:
        different = frame.groupby("reference")[name].transform("nunique") > 1
        message = _("The rows of this contract differ in this column.")
        parsed.add(different, name, "facts_differ", message, _("Give all its rows the same."))


def reference_taken(parsed: Parsed, known: Known) -> None:
    taken = parsed.frame["reference"].isin(known.references)
    message = _("The region already has a contract with this reference.")
    remedy = _("Leave its rows out, or give it another reference.")
    parsed.add(taken, "reference", "reference_taken", message, remedy)


def provider_unknown(parsed: Parsed, known: Known) -> None:
    number = parsed.frame["provider"]
    unknown = number.notna() & ~number.isin(list(known.providers))
    message = _("No provider with this KvK number is admitted in the region.")
    parsed.add(unknown, "provider", "provider_unknown", message, _("Admit the provider first."))


def gemeente_unknown(parsed: Parsed, known: Known) -> None:
    wrong = parsed.frame["gemeenten"].map(
        lambda text: any(code not in known.gemeenten for code in _codes(text))
    )
    message = _("A gemeente with one of these codes is not part of the region.")
    remedy = _("Use the four-digit CBS codes of gemeenten of the region: %(codes)s.") % {
        "codes": ", ".join(known.gemeenten)
    }
    parsed.add(wrong, "gemeenten", "gemeente_unknown", message, remedy)


def signed_later(parsed: Parsed, known: Known) -> None:
    future = later(parsed.frame["signed_outside_on"], known.today.isoformat())
    message = _("The day of the signature lies in the future.")
    remedy = _("Draft a contract that is still to be signed in Taalregie.")
    parsed.add(future, "signed_outside_on", "signed_later", message, remedy)


def has_ended(parsed: Parsed, known: Known) -> None:
    last_on = parsed.frame["last_on"]
    ended = last_on.notna() & (last_on.fillna("") < known.today.isoformat())
    message = _("The contract has ended already.")
    parsed.add(ended, "last_on", "has_ended", message, _("Check the day."), level=WARNING)


def incomplete(parsed: Parsed, known: Known) -> None:
    """A contract has seats, and a tariff for each route of them."""
    frame = parsed.frame
    priced = frame[frame["price"].notna()].groupby("reference")["route"].agg(set)
    lacks = pd.Series(False, index=frame.index)
    for row in frame[frame["number"].notna()].itertuples():
        lacks[row.Index] = row.route not in priced.get(row.reference, set())
    message = _("The contract has no tariff for the route of these seats.")
    parsed.add(lacks, "route", "tariff_missing", message, _("Add a row with the price."))
    seated = frame["reference"].isin(frame.loc[frame["number"].notna(), "reference"])
    message = _("The contract has no seats.")
    remedy = _("Add a row with the number of seats.")
    parsed.add(~seated & frame["reference"].notna(), "reference", "no_seats", message, remedy)


def tariffs_overlap(parsed: Parsed, known: Known) -> None:
    """Of one route, unit and fee two prices never hold on the same day."""
    frame = _with_days(parsed.frame[parsed.frame["price"].notna()])
    keys = ["reference", "route", "unit", "name"]
    frame = frame.sort_values([*keys, "from_on"])
    before = frame.groupby(keys)["until_on"].shift()
    broken = before.notna() & (before.fillna("") >= frame["from_on"])
    message = _("There is already a tariff for this route in that period.")
    parsed.add(broken, "price", "tariffs_overlap", message, _("Correct the days of one of them."))


def seats_twice(parsed: Parsed, known: Known) -> None:
    """Seats of one route, place, first day and way of counting stand on one row."""
    frame = _with_days(parsed.frame[parsed.frame["number"].notna()])
    keys = ["reference", "route", "place", "from_on", "counts"]
    message = _("There is already such a capacity line.")
    remedy = _("Put the seats on one row.")
    parsed.add(frame.duplicated(keys), "number", "seats_twice", message, remedy)


def _with_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Empty cells as they are read: days of the contract, the usual unit and count."""
    return frame.assign(
        from_on=frame["from_on"].fillna(frame["first_on"]).fillna(""),
        until_on=frame["until_on"].fillna(frame["last_on"]).fillna(""),
        unit=frame["unit"].fillna(TariffUnit.TRAJECTORY.value),
        name=frame["name"].fillna(""),
        counts=frame["counts"].fillna(CapacityCounts.PLACES.value),
    )


def _codes(text: str | None) -> list[str]:
    return (text or "").replace(",", " ").replace(";", " ").split()


CHECKS: tuple[Callable[[Parsed, Known], None], ...] = (
    facts_differ,
    reference_taken,
    provider_unknown,
    gemeente_unknown,
    signed_later,
    has_ended,
    incomplete,
    tariffs_overlap,
    seats_twice,
)


# --- What the rows say ----------------------------------------------------------------------------


def contracts_of(parsed: Parsed, region: Region, *, on: date) -> list[Running]:
    """The contracts of a sheet without errors, in the order of the rows."""
    known = read_known(parsed, region, on=on)
    frame = _with_days(parsed.frame)
    return [_running(rows, known) for _key, rows in frame.groupby("reference", sort=False)]


def _running(rows: pd.DataFrame, known: Known) -> Running:
    first = rows.iloc[0]
    facts = {
        "reference": first["reference"],
        "title": first["title"],
        "provider": known.providers[first["provider"]],
        "first_on": date.fromisoformat(first["first_on"]),
        "last_on": date.fromisoformat(first["last_on"]),
        "signed_outside_on": date.fromisoformat(first["signed_outside_on"]),
        "maximum_amount": _if_filled(Decimal, first["maximum_amount"]),
        "maximum_quantity": _if_filled(int, first["maximum_quantity"]),
    }
    return Running(
        facts=facts,
        gemeenten=[known.gemeenten[code] for code in dict.fromkeys(_codes(first["gemeenten"]))],
        tariffs=list(_tariffs(rows[rows["price"].notna()])),
        seats=list(_seats(rows[rows["number"].notna()])),
    )


def _tariffs(rows: pd.DataFrame) -> Iterator[TariffTerms]:
    for row in rows.to_dict("records"):
        yield TariffTerms(
            row["route"],
            Decimal(row["price"]),
            *_days(row),
            default_instalments(),
            unit=row["unit"],
            name=row["name"],
        )


def _seats(rows: pd.DataFrame) -> Iterator[SeatTerms]:
    for row in rows.to_dict("records"):
        yield SeatTerms(
            row["route"],
            row["place"],
            row["counts"],
            int(row["number"]),
            *_days(row),
            group_minimum=_if_filled(int, row["group_minimum"]),
            group_maximum=_if_filled(int, row["group_maximum"]),
        )


def _days(row: dict[Any, Any]) -> tuple[date, date]:
    return date.fromisoformat(row["from_on"]), date.fromisoformat(row["until_on"])


def _if_filled(kind: Callable[[str], Any], text: str | None) -> Any:
    return kind(text) if text is not None else None
