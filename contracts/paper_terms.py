"""The parts of a contract's paper that list what was agreed: prices, seats, options, targets."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from config.shared.display import day, money, number
from config.shared.documents import Block, Column, Facts, Heading, Paragraph, Table
from contracts.enums import (
    CapacityCounts,
    FigureStage,
    GuaranteeKind,
    InstalmentMoment,
    KpiIndicator,
    PriceIndex,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
    TariffUnit,
)
from providers.enums import LearningRoute

PRICE_PLACES = 4


def terms(facts: dict[str, Any]) -> Iterator[Block]:
    """Every part of `facts` in which something was agreed, each under its heading."""
    for title, blocks in (
        (_("Tariffs"), [*_tariffs(facts["tariffs"])]),
        (_("Indexation"), [*_indexation(facts["indexation"])]),
        (_("Seats"), [*_seats(facts["lines"])]),
        (_("Settlement"), [*_settlements(facts["settlements"])]),
        (_("Guaranteed minimum"), [*_guarantees(facts.get("guarantees", []))]),
        (_("Renewal options"), [*_renewals(facts["renewals"])]),
        (_("Agreed results"), [*_kpis(facts["kpis"])]),
    ):
        if blocks:
            yield Heading(title)
            yield from blocks


def days(row: dict[str, Any]) -> str:
    """The first and the last day of a row."""
    return _("from %(first)s up to and including %(last)s") % {
        "first": iso_day(row["first_on"]),
        "last": iso_day(row["last_on"]),
    }


def iso_day(text: str) -> str:
    """An ISO day as people read it."""
    return day(date.fromisoformat(text))


def percentage(text: str) -> str:
    """A kept percentage as people read it: 62,5%."""
    return f"{number(Decimal(text).normalize())}%"


# --- Prices ---------------------------------------------------------------------------------------


def _tariffs(tariffs: list[dict[str, Any]]) -> Iterator[Block]:
    if not tariffs:
        return
    yield Paragraph(_("All prices are in euro, excluding VAT."))
    columns = (Column(_("Tariff")), Column(_("Price"), "right"), Column(_("Period")))
    rows = ((_tariff(row), _price(row["price"]), days(row)) for row in tariffs)
    yield Table(columns, tuple(rows))
    banded = [row for row in tariffs if row["bands"]]
    if banded:
        yield _bands(banded)
    parted = [row for row in tariffs if row["instalments"]]
    if parted:
        yield _instalments(parted)


def _tariff(row: dict[str, Any]) -> str:
    unit = row["name"] or TariffUnit(row["unit"]).label
    return f"{LearningRoute(row['route']).label}, {unit}"


def _price(text: str) -> str:
    return money(Decimal(text), PRICE_PLACES)


def _bands(tariffs: list[dict[str, Any]]) -> Table:
    columns = (Column(_("Tariff")), Column(_("From number"), "right"), Column(_("Price"), "right"))
    rows = (
        (_tariff(row), number(band["from_number"]), _price(band["price"]))
        for row in tariffs
        for band in row["bands"]
    )
    return Table(columns, tuple(rows), caption=_("Other prices from a number on"))


def _instalments(tariffs: list[dict[str, Any]]) -> Table:
    columns = (
        Column(_("Tariff")),
        Column(_("Falls due")),
        Column(_("Part"), "right"),
        Column(_("Amount"), "right"),
    )
    rows = (
        (
            _("%(tariff)s, from %(day)s")
            % {"tariff": _tariff(row), "day": iso_day(row["first_on"])},
            str(InstalmentMoment(part["moment"]).label),
            percentage(part["percentage"]),
            money(Decimal(part["amount"])),
        )
        for row in tariffs
        for part in row["instalments"]
    )
    return Table(columns, tuple(rows), caption=_("When a price falls due"))


def _indexation(rule: dict[str, Any] | None) -> Iterator[Block]:
    if rule is None:
        return
    cap = rule["cap_percentage"]
    first = date.fromisoformat(rule["base_month"])
    yield Facts(
        (
            (_("Index"), str(PriceIndex(rule["index"]).label)),
            (_("Base year (= 100)"), str(rule["base_year"])),
            (_("Month of the first figure"), f"{first:%m-%Y}"),
            (_("Which figure counts"), str(FigureStage(rule["stage"]).label)),
            (_("New prices from month"), str(rule["month_of_year"])),
            (_("At most"), percentage(cap) if cap else _("no limit")),
            (_("Prices can also fall"), _("Yes") if rule["may_fall"] else _("No")),
        )
    )


# --- Seats ----------------------------------------------------------------------------------------


def _seats(lines: list[dict[str, Any]]) -> Iterator[Block]:
    if not lines:
        return
    columns = (
        Column(_("Seats")),
        Column(_("Gemeente")),
        Column(pgettext("how many", "Number"), "right"),
        Column(_("Period")),
    )
    rows = tuple(row for line in lines for row in _line(line))
    yield Table(columns, rows)


def _line(line: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """The line as a whole, then its part for each gemeente."""
    what = f"{LearningRoute(line['route']).label}, {line['place']}"
    counts = str(CapacityCounts(line["counts"]).label)
    yield f"{what} ({counts.lower()})", _("all together"), number(line["number"]), days(line)
    for gemeente, count in line["shares"]:
        yield what, gemeente, number(count), days(line)


# --- What else was agreed -------------------------------------------------------------------------


def _settlements(rules: list[dict[str, Any]]) -> Iterator[Block]:
    if rules:
        columns = (Column(_("Event")), Column(_("What is paid")), Column(_("Condition")))
        yield Table(columns, tuple(_settlement(rule) for rule in rules))


def _settlement(rule: dict[str, Any]) -> tuple[str, ...]:
    paid = {
        SettlementBasis.PERCENTAGE: lambda: (
            _("%(part)s of the tariff") % {"part": percentage(rule["percentage"])}
        ),
        SettlementBasis.AMOUNT: lambda: money(Decimal(rule["amount"])),
        SettlementBasis.NONE: lambda: str(SettlementBasis.NONE.label),
    }[SettlementBasis(rule["basis"])]()
    return str(SettlementEvent(rule["event"]).label), paid, _condition(rule)


def _condition(rule: dict[str, Any]) -> str:
    said = []
    if rule["threshold_percentage"]:
        part = {"part": percentage(rule["threshold_percentage"])}
        said.append(_("from %(part)s of the hours missed on") % part)
    if rule["within_weeks"]:
        said.append(_("within %(weeks)s weeks of the start") % {"weeks": rule["within_weeks"]})
    return "; ".join(filter(None, [*said, rule["note"]])) or _("always")


def _guarantees(rows: list[dict[str, Any]]) -> Iterator[Block]:
    """Papers of before guarantees were kept have none."""
    if rows:
        columns = (
            Column(_("Route")),
            Column(_("Period")),
            Column(_("Guaranteed")),
            Column(_("Price of each learner short"), "right"),
        )
        yield Table(columns, tuple(_guarantee(row) for row in rows))


def _guarantee(row: dict[str, Any]) -> tuple[str, ...]:
    route = str(LearningRoute(row["route"]).label) if row["route"] else _("all routes")
    if row["kind"] == GuaranteeKind.VALUE:
        minimum = _("at least %(amount)s") % {"amount": money(Decimal(row["minimum_amount"]))}
        return route, days(row), minimum, ""
    minimum = _("at least %(heads)s learners") % {"heads": number(row["minimum_heads"])}
    return route, days(row), minimum, money(Decimal(row["price"]))


def _renewals(options: list[dict[str, Any]]) -> Iterator[Block]:
    if options:
        columns = (Column(_("Option")), Column(_("Period")), Column(_("Decided before or on")))
        rows = (
            (str(option["number"]), days(option), iso_day(option["decide_by_on"]))
            for option in options
        )
        yield Table(columns, tuple(rows))


def _kpis(kpis: list[dict[str, Any]]) -> Iterator[Block]:
    if kpis:
        columns = (Column(_("Indicator")), Column(_("Target"), "right"))
        rows = (
            (
                str(KpiIndicator(kpi["indicator"]).label),
                f"{TargetDirection(kpi['direction']).label} "
                f"{number(Decimal(kpi['target']).normalize())}",
            )
            for kpi in kpis
        )
        yield Table(columns, tuple(rows))
