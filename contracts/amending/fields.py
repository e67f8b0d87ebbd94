"""What a contract consists of: its sections, and the facts in each with their kind and words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from config.shared import display
from contracts.amending.paths import Path, Value
from contracts.enums import (
    CapacityCounts,
    FeeMoment,
    FigureStage,
    GuaranteeKind,
    HoursBasis,
    InstalmentMoment,
    KpiIndicator,
    OverTargetPolicy,
    PriceIndex,
    SettlementBasis,
    SettlementEvent,
    TargetDirection,
    TariffUnit,
)
from providers.enums import LearningRoute

Text = str | Promise


class Kind(StrEnum):
    """How the value of a fact is read and shown."""

    DAY = "day"
    EURO = "euro"
    PRICE = "price"
    COUNT = "count"
    YEAR = "year"
    PERCENTAGE = "percentage"
    FIGURE = "figure"
    YES_NO = "yes_no"
    TEXT = "text"
    CODE = "code"
    NAME = "name"
    """The id of a provider, or the code of a gemeente: shown by its name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One fact. `choices` has the words of a CODE, `unfilled` says what it means without one."""

    name: str
    label: Text
    kind: Kind
    choices: type[TextChoices] | None = None
    is_required: bool = False
    unfilled: Text = ""

    def text(self, value: Value | None, names: Mapping[str, str]) -> str:
        """The value as people read it; `names` has the words of a NAME as "gemeente:9001"."""
        if value is None or value == "":
            return display.NOTHING
        if self.kind == Kind.CODE and self.choices:
            return str(self.choices(str(value)).label)
        return (
            _SHOWN[self.kind](value)
            if self.kind in _SHOWN
            else names.get(f"{self.name}:{value}", str(value))
        )


def plain(amount: Decimal | int) -> str:
    """One text for one number: 15000, 62.5; never 15000.00 or 1.5E+4."""
    return f"{Decimal(amount).normalize():f}"


_SHOWN: dict[Kind, Callable[[Any], str]] = {
    Kind.DAY: lambda value: display.day(date.fromisoformat(value)),
    Kind.EURO: lambda value: display.money(Decimal(value)),
    Kind.PRICE: lambda value: display.money(Decimal(value), 4),
    Kind.COUNT: display.number,
    Kind.YEAR: str,
    Kind.PERCENTAGE: lambda value: f"{display.number(Decimal(value))}%",
    Kind.FIGURE: lambda value: display.number(Decimal(value)),
    Kind.YES_NO: display.value_text,
    Kind.CODE: str,
    Kind.TEXT: str,
}
_STORED: dict[Kind, Callable[[Any], Value]] = {
    Kind.DAY: lambda value: value.isoformat(),
    Kind.EURO: plain,
    Kind.PRICE: plain,
    Kind.PERCENTAGE: plain,
    Kind.FIGURE: plain,
    Kind.COUNT: int,
    Kind.YEAR: int,
    Kind.YES_NO: bool,
}
_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.DAY: date.fromisoformat,
    Kind.EURO: Decimal,
    Kind.PRICE: Decimal,
    Kind.PERCENTAGE: Decimal,
    Kind.FIGURE: Decimal,
}


def stored(kind: Kind, value: Any) -> Value | None:
    """The value of a model field as the mapping keeps it; None when it is not filled."""
    if value is None or value == "":
        return None
    return _STORED.get(kind, str)(value)


def read(kind: Kind, value: Value | None) -> Any:
    """The kept value as a model field takes it."""
    return None if value is None else _READ.get(kind, _as_it_is)(value)


def _as_it_is(value: Value) -> Value:
    return value


@dataclass(frozen=True, slots=True)
class Section:
    """Parts of one kind: `keys` tell two of them apart and do not change, `fields` may.

    `row` names one of them in a sentence. Fields whose name begins with a name in `numbered` are
    made as needed: a band for each number from which another price holds.
    """

    name: str
    title: Text
    row: Text
    keys: tuple[Field, ...]
    fields: tuple[Field, ...]
    numbered: Callable[[int], Field] | None = None

    def field(self, name: str) -> Field:
        """The fact called `name`; KeyError when this section has none."""
        found = next((field for field in (*self.keys, *self.fields) if field.name == name), None)
        if found:
            return found
        if self.numbered and name.startswith(BAND):
            return self.numbered(int(name.removeprefix(BAND)))
        raise KeyError(name)


BAND, INSTALMENT = "band_", "instalment_"
TAKES_PART = "takes_part"


def _band(number: int) -> Field:
    label = format_lazy("{price} {number}", price=_("price from number"), number=number)
    return Field(f"{BAND}{number}", label, Kind.PRICE)


_ROUTE = Field("route", _("route"), Kind.CODE, LearningRoute, is_required=True)
_FROM = Field("first_on", _("from"), Kind.DAY, is_required=True)
_UNTIL = Field("last_on", _("until"), Kind.DAY, is_required=True)
_GEMEENTE = Field("gemeente", _("gemeente"), Kind.NAME, is_required=True)
_LINE_KEYS = (
    _ROUTE,
    Field("place", _("place"), Kind.TEXT, is_required=True),
    Field("counts", _("counts"), Kind.CODE, CapacityCounts, is_required=True),
    _FROM,
)

FACTS = Section(
    "facts",
    _("Contract"),
    _("Contract"),
    (),
    (
        Field("title", _("title"), Kind.TEXT, is_required=True),
        Field("provider", _("provider"), Kind.NAME, is_required=True),
        Field("first_on", _("first day"), Kind.DAY, is_required=True),
        Field("last_on", _("last day"), Kind.DAY, is_required=True),
        Field("maximum_amount", _("maximum value (excl. VAT)"), Kind.EURO),
        Field("maximum_quantity", _("maximum number of trajectories"), Kind.COUNT),
        Field("start_guarantee_weeks", _("start guarantee (weeks)"), Kind.COUNT),
        Field(
            "over_target_policy",
            _("over the contracted number"),
            Kind.CODE,
            OverTargetPolicy,
            is_required=True,
        ),
        Field("refills_intake", _("a dropout gives the place of the intake back"), Kind.YES_NO),
        Field(
            "interruption_weeks",
            _("weeks that an interrupted learner keeps the place"),
            Kind.COUNT,
        ),
        Field("social_return_percentage", _("social return (%)"), Kind.PERCENTAGE),
    ),
)
GEMEENTEN = Section(
    "gemeenten",
    _("Gemeenten"),
    _("Gemeente"),
    (_GEMEENTE,),
    (Field(TAKES_PART, _("takes part"), Kind.YES_NO, is_required=True),),
)
TARIFFS = Section(
    "tariffs",
    _("Tariffs"),
    _("Tariff"),
    (
        _ROUTE,
        Field("unit", _("unit"), Kind.CODE, TariffUnit, is_required=True),
        Field("name", _("fee for"), Kind.TEXT),
        _FROM,
    ),
    (
        _UNTIL,
        Field("price", _("price"), Kind.PRICE, is_required=True),
        Field(
            "charges_other_groups",
            _("also charged for family and other migrants"),
            Kind.YES_NO,
        ),
        Field("hours_basis", _("hours that are paid"), Kind.CODE, HoursBasis),
        Field("charged_at", _("fee falls due"), Kind.CODE, FeeMoment),
        *(
            Field(
                f"{INSTALMENT}{moment.value}",
                format_lazy("{due} {moment}", due=_("falls due"), moment=moment.label),
                Kind.PERCENTAGE,
            )
            for moment in InstalmentMoment
        ),
    ),
    numbered=_band,
)
LINES = Section(
    "lines",
    _("Seats"),
    _("Seats"),
    _LINE_KEYS,
    (
        _UNTIL,
        Field("number", _("contracted"), Kind.COUNT, is_required=True),
        Field("group_minimum", _("smallest group"), Kind.COUNT),
        Field("group_maximum", _("largest group"), Kind.COUNT),
    ),
)
SHARES = Section(
    "shares",
    _("Seats per gemeente"),
    _("Seats of a gemeente"),
    (*_LINE_KEYS, _GEMEENTE),
    (Field("number", _("contracted"), Kind.COUNT, is_required=True),),
)
SETTLEMENTS = Section(
    "settlements",
    _("Settlement rules"),
    _("Settlement"),
    (Field("event", _("event"), Kind.CODE, SettlementEvent, is_required=True),),
    (
        Field("basis", _("basis"), Kind.CODE, SettlementBasis, is_required=True),
        Field("percentage", _("percentage of the tariff"), Kind.PERCENTAGE),
        Field("amount", _("amount"), Kind.EURO),
        Field("threshold_percentage", _("from this part of the hours missed (%)"), Kind.PERCENTAGE),
        Field("within_weeks", _("within so many weeks of the start"), Kind.COUNT),
        Field("note", _("explanation"), Kind.TEXT),
    ),
)
GUARANTEES = Section(
    "guarantees",
    _("Guaranteed minimum"),
    _("Guaranteed minimum"),
    (
        Field("kind", _("guaranteed"), Kind.CODE, GuaranteeKind, is_required=True),
        Field("route", _("route"), Kind.CODE, LearningRoute, unfilled=_("all routes")),
        _FROM,
    ),
    (
        _UNTIL,
        Field("minimum_amount", _("least amount excl. VAT"), Kind.EURO),
        Field("minimum_heads", _("least number of learners"), Kind.COUNT),
        Field("price", _("price of each learner short"), Kind.EURO),
    ),
)
RENEWALS = Section(
    "renewals",
    _("Renewal options"),
    _("Renewal option"),
    (Field("number", _("number"), Kind.COUNT, is_required=True),),
    (
        Field("first_on", _("from"), Kind.DAY, is_required=True),
        Field("last_on", _("until"), Kind.DAY, is_required=True),
        Field("decide_by_on", _("decide by"), Kind.DAY, is_required=True),
    ),
)
KPIS = Section(
    "kpis",
    _("Performance indicators"),
    _("Performance indicator"),
    (Field("indicator", _("indicator"), Kind.CODE, KpiIndicator, is_required=True),),
    (
        Field("direction", _("direction"), Kind.CODE, TargetDirection, is_required=True),
        Field("target", _("target"), Kind.FIGURE, is_required=True),
    ),
)
INDEXATION = Section(
    "indexation",
    _("Indexation"),
    _("Indexation"),
    (),
    (
        Field("index", _("index"), Kind.CODE, PriceIndex, is_required=True),
        Field("base_year", _("base year (= 100)"), Kind.YEAR, is_required=True),
        Field("base_month", _("month of the first figure"), Kind.DAY, is_required=True),
        Field("stage", _("which figure counts"), Kind.CODE, FigureStage, is_required=True),
        Field("cap_percentage", _("at most (%)"), Kind.PERCENTAGE),
        Field("may_fall", _("prices can also fall"), Kind.YES_NO),
        Field("month_of_year", _("new prices from month"), Kind.COUNT, is_required=True),
    ),
)

SECTIONS = (
    FACTS,
    GEMEENTEN,
    TARIFFS,
    LINES,
    SHARES,
    SETTLEMENTS,
    GUARANTEES,
    RENEWALS,
    KPIS,
    INDEXATION,
)
BY_NAME = {section.name: section for section in SECTIONS}


def field_of(path: Path) -> Field:
    """The fact to which a path leads."""
    return BY_NAME[path.section].field(path.field)
