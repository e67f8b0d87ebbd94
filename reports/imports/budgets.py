"""The sheet of budgets: declared once, read with all its errors at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal as Amount
from functools import cached_property
from typing import Any

import pandas as pd
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Gemeente, Region
from config.shared.columns import (
    Choice,
    Column,
    Decimal,
    Integer,
    Parsed,
    Rule,
    Sheet,
    Text,
    parse,
)
from config.shared.sheets import Limits, Unusable, read
from contracts.enums import CostType, TariffUnit
from contracts.models import CapacityLine, Contract
from providers.enums import LearningRoute
from reports.actions.budgets import Budget
from reports.enums.budgets import Recurrence
from reports.models import BudgetAdoption, FundingStream
from reports.models.budgets import FIRST_YEAR, LAST_YEAR

MOST = 9_999_999_999
"""Euro that still fit."""
KEY = ("gemeente", "year", "cost_type", "route", "contract", "stream")

BUDGETS = Sheet(
    name="budget_lines",
    title=gettext_lazy("Budget lines"),
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
            aliases=("jaar", "begrotingsjaar"),
            example="2027",
        ),
        Column(
            "cost_type",
            gettext_lazy("cost type"),
            Choice(CostType),
            aliases=("kostensoort",),
            help=gettext_lazy("Empty: learning routes."),
            example="learning_routes",
        ),
        Column(
            "route",
            gettext_lazy("route"),
            Choice(LearningRoute),
            aliases=("leerroute",),
            help=gettext_lazy("Empty only for a kind of cost over all routes."),
            example="O",
        ),
        Column(
            "contract",
            gettext_lazy("contract"),
            Text(40),
            aliases=("contractnummer", "kenmerk contract"),
            help=gettext_lazy("Its reference. Empty: every contract that is not budgeted apart."),
            example="",
        ),
        Column(
            "stream",
            gettext_lazy("funding stream"),
            Text(120),
            aliases=("geldstroom", "dekking"),
            help=gettext_lazy("Its name, where the money is laid down."),
            example="",
        ),
        Column(
            "recurrence",
            gettext_lazy("structural or incidental"),
            Choice(Recurrence),
            aliases=("structureel of incidenteel",),
            help=gettext_lazy("Empty: structural."),
            example="structural",
        ),
        Column(
            "amount",
            gettext_lazy("budget"),
            Decimal(places=2, maximum=MOST),
            required=True,
            aliases=("bedrag", "begroot"),
            help=gettext_lazy("Euro excl. VAT."),
            example="150000",
        ),
        Column(
            "planned_unit",
            gettext_lazy("planned by"),
            Choice(TariffUnit),
            aliases=("eenheid", "gepland per"),
            help=gettext_lazy("Empty: a trajectory."),
            example="trajectory",
        ),
        Column(
            "planned_heads",
            gettext_lazy("planned learners"),
            Integer(maximum=100_000),
            aliases=("geplande deelnemers", "aantal deelnemers"),
            example="10",
        ),
        Column(
            "planned_units_per_head",
            gettext_lazy("units in the year"),
            Decimal(places=4, maximum=99),
            aliases=("eenheden in het jaar", "deel van de prijs dat in het jaar valt"),
            help=gettext_lazy("For each learner, or each group; 0.4 when 40% falls in the year."),
            example="1",
        ),
        Column(
            "planned_unit_price",
            gettext_lazy("planned price"),
            Decimal(places=4, maximum=99_999_999),
            aliases=("geplande prijs",),
            example="15000",
        ),
        Column(
            "planned_heads_per_group",
            gettext_lazy("planned learners in a group"),
            Decimal(places=2, minimum=Amount("0.01"), maximum=9_999),
            aliases=("geplande deelnemers per groep", "groepsgrootte"),
            example="",
        ),
        Column(
            "planned_settlements",
            gettext_lazy("planned settlements"),
            Decimal(places=2, minimum=-MOST, maximum=MOST),
            aliases=("geplande afrekeningen",),
            example="0",
        ),
        Column(
            "pc_code",
            gettext_lazy("planning and control code"),
            Text(20),
            aliases=("p&c-code", "programma"),
            example="S-6",
        ),
    ),
    rules=(
        Rule(
            "route",
            "route_missing",
            gettext_lazy("A budget for learning routes names the route."),
            gettext_lazy("Fill in the route, or another kind of cost."),
            lambda frame: (
                frame["route"].isna()
                & frame["cost_type"].fillna(CostType.LEARNING_ROUTES).eq(CostType.LEARNING_ROUTES)
            ),
        ),
    ),
)


@dataclass(frozen=True)
class BudgetPlaces:
    """What rows may name: the region's contracts and streams, and `gemeenten` by code."""

    region: Region
    gemeenten: Mapping[str, Gemeente]

    @cached_property
    def contracts(self) -> dict[str, Contract]:
        """By reference."""
        found = Contract.objects.filter(region=self.region).order_by("pk")
        return {contract.reference: contract for contract in found}

    @cached_property
    def streams(self) -> dict[str, FundingStream]:
        """By name."""
        found = FundingStream.objects.filter(region=self.region).order_by("pk")
        return {stream.name: stream for stream in found}

    @cached_property
    def sides(self) -> set[tuple[str, str]]:
        """The reference of a contract with the code of each gemeente that takes part."""
        rows = Contract.objects.filter(region=self.region).order_by()
        return set(rows.values_list("reference", "gemeenten__code"))

    @cached_property
    def routes(self) -> set[tuple[str, str]]:
        """The reference of a contract with each route on which it has seats."""
        rows = CapacityLine.objects.filter(contract__region=self.region).order_by()
        return set(rows.values_list("contract__reference", "route"))

    @cached_property
    def adopted(self) -> set[tuple[str, str]]:
        """Code of the gemeente and year of every budget that stands fast."""
        found = BudgetAdoption.objects.filter(region=self.region).order_by()
        return {
            (each, str(year))
            for year, code in found.values_list("year", "gemeente__code")
            for each in ([code] if code else self.gemeenten)
        }


def read_budgets(source: Any, filename: str, places: BudgetPlaces) -> Parsed:
    """The sheet with everything that is wrong in it. Raises Unusable with one sentence."""
    limits = Limits(file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    raw = read(source, filename, limits=limits, sheet_name=str(BUDGETS.title))
    parsed = parse(raw, BUDGETS)
    if parsed.frame.empty:
        raise Unusable(
            _("“%(file)s” has a header but no rows. Fill in rows under the header.")
            % {"file": filename}
        )
    _check_names(parsed, places)
    _check_contracts(parsed, places)
    _check_standing(parsed, places)
    parsed.sort()
    return parsed


def _check_names(parsed: Parsed, places: BudgetPlaces) -> None:
    known = {
        "gemeente": (
            places.gemeenten,
            _("No gemeente of %(region)s for which you keep budgets has this code."),
        ),
        "contract": (places.contracts, _("%(region)s has no contract with this reference.")),
        "stream": (places.streams, _("%(region)s has no funding stream with this name.")),
    }
    for column, (names, message) in known.items():
        values = parsed.frame[column]
        unknown = values.notna() & ~values.isin(list(names))
        parsed.add(unknown, column, "unknown", message % {"region": places.region})


def _check_contracts(parsed: Parsed, places: BudgetPlaces) -> None:
    """Whether the gemeente takes part, and the contract has seats on the route."""
    frame = parsed.frame
    known = frame["contract"].isin(list(places.contracts))
    apart = known & frame["gemeente"].isin(list(places.gemeenten))
    message = _("This gemeente does not take part in the contract.")
    sides = _pairs(frame, "contract", "gemeente").isin(places.sides)
    parsed.add(apart & ~sides, "contract", "gemeente_of_contract", message)
    message = _("This contract has no seats on that route.")
    routes = _pairs(frame, "contract", "route").isin(places.routes)
    parsed.add(known & frame["route"].notna() & ~routes, "contract", "route_of_contract", message)


def _check_standing(parsed: Parsed, places: BudgetPlaces) -> None:
    """No line twice, and none of a budget that was adopted."""
    adopted = _pairs(parsed.frame, "gemeente", "year").isin(places.adopted)
    message = _("The budget of this year was adopted: only a budget change moves it.")
    parsed.add(adopted, "year", "adopted", message, _("Take the row out, or draft a change."))
    keys = parsed.frame[list(KEY)].assign(
        cost_type=parsed.frame["cost_type"].fillna(CostType.LEARNING_ROUTES)
    )
    message = _("This budget line stands in an earlier row too.")
    twice = keys.duplicated(keep="first") & keys["gemeente"].notna() & keys["year"].notna()
    parsed.add(twice, "gemeente", "twice", message, _("Keep one of the rows."))


def _pairs(frame: pd.DataFrame, one: str, other: str) -> pd.Series:
    pairs = list(zip(frame[one], frame[other], strict=True))
    return pd.Series(pairs, index=frame.index, dtype=object)


def budgets_of(records: Iterable[Mapping[str, Any]], places: BudgetPlaces) -> list[Budget]:
    """The lines of checked rows: canonical texts by column, None where empty."""
    return [_budget(row, places) for row in records]


def _budget(row: Mapping[str, Any], places: BudgetPlaces) -> Budget:
    size = row["planned_heads_per_group"]
    return Budget(
        region=places.region,
        gemeente=places.gemeenten[row["gemeente"]],
        year=int(row["year"]),
        cost_type=row["cost_type"] or CostType.LEARNING_ROUTES,
        route=row["route"] or "",
        contract=places.contracts[row["contract"]] if row["contract"] else None,
        stream=places.streams[row["stream"]] if row["stream"] else None,
        recurrence=row["recurrence"] or Recurrence.STRUCTURAL,
        amount=Amount(row["amount"]),
        planned_unit=row["planned_unit"] or TariffUnit.TRAJECTORY,
        planned_heads=int(row["planned_heads"] or 0),
        planned_units_per_head=Amount(row["planned_units_per_head"] or 1),
        planned_unit_price=Amount(row["planned_unit_price"] or 0),
        planned_heads_per_group=Amount(size) if size else None,
        planned_settlements=Amount(row["planned_settlements"] or 0),
        pc_code=row["pc_code"] or "",
    )
