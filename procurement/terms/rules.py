"""Looks up which value of a rule applies, and says on whose authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from config.shared.display import weekday
from config.shared.errors import Refused
from procurement.enums import Procedure, RuleKey, RuleUnit


class RuleRow(Protocol):
    """What a stored rule, or a default, has to offer."""

    @property
    def region_id(self) -> int | None: ...
    @property
    def key(self) -> str: ...
    @property
    def procedure(self) -> str: ...
    @property
    def applies_from(self) -> date: ...
    @property
    def value(self) -> Decimal: ...
    @property
    def unit(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def is_binding(self) -> bool: ...
    @property
    def is_certain(self) -> bool: ...


class MissingRule(Refused):
    """No value applies to this procedure on this day, so nothing can be worked out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One value with its source. `procedure` is empty when it stands for every procedure."""

    key: RuleKey
    procedure: str
    applies_from: date
    value: Decimal
    unit: RuleUnit
    article: str
    source: str
    is_binding: bool
    is_certain: bool
    is_regional: bool

    @classmethod
    def of(cls, row: RuleRow) -> "Rule":
        return cls(
            RuleKey(row.key),
            row.procedure,
            row.applies_from,
            row.value,
            RuleUnit(row.unit),
            row.article,
            row.source,
            row.is_binding,
            row.is_certain,
            row.region_id is not None,
        )

    @property
    def days(self) -> int:
        """The value of a term; calendar or working days, as `unit` says."""
        return int(self.value)

    @property
    def is_yes(self) -> bool:
        return self.value > 0

    @property
    def citation(self) -> str:
        """The article that a page or letter may name: of binding law, and checked; else empty."""
        return self.article if self.is_binding and self.is_certain else ""

    @property
    def authority(self) -> str:
        """How a sentence begins that leans on this rule: the article, the setting, the region."""
        if self.citation:
            return _("According to article %(article)s") % {"article": self.citation}
        if self.is_binding:
            return _("According to the term that is set (source: %(source)s)") % {
                "source": self.source
            }
        return _("According to the region's own rule")


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule that can matter to one region."""

    rules: tuple[Rule, ...]

    @classmethod
    def of(cls, rows: Iterable[RuleRow], region_id: int | None = None) -> "Rules":
        """The national rows, and those of the region `region_id`; other regions' are left out."""
        return cls(tuple(Rule.of(row) for row in rows if row.region_id in (None, region_id)))

    def find(self, key: RuleKey, procedure: Procedure | str, on: date) -> Rule | None:
        """The rule that applies on the day, or None.

        The region's own goes first unless the national one binds; then a rule for this procedure
        before one for every procedure; then the latest.
        """
        fitting = [rule for rule in self.rules if _fits(rule, key, procedure, on)]
        national = max((rule for rule in fitting if not rule.is_regional), key=_rank, default=None)
        if national and national.is_binding:
            return national
        own = max((rule for rule in fitting if rule.is_regional), key=_rank, default=None)
        return own or national

    def get(self, key: RuleKey, procedure: Procedure | str, on: date) -> Rule:
        """As `find`, but raises MissingRule, with a sentence, when there is none."""
        if rule := self.find(key, procedure, on):
            return rule
        raise MissingRule(
            _("No “%(rule)s” is set for %(day)s; an administrator can set it.")
            % {"rule": key.label, "day": weekday(on)}
        )


def _fits(rule: Rule, key: RuleKey, procedure: str, on: date) -> bool:
    return rule.key == key and rule.procedure in ("", procedure) and rule.applies_from <= on


def _rank(rule: Rule) -> tuple[bool, date]:
    return rule.procedure != "", rule.applies_from
