"""The figures under one section of a report text, and how they are frozen as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Self

from config.shared.money import half_up
from reports.enums import SignalStatus, TextKind
from reports.enums.why import OverrunPart
from reports.overruns import Figures
from reports.overruns.words import overrun_text

NIL = Decimal("0.00")
THOUSAND_PLACES = -3


@dataclass(frozen=True, slots=True)
class FrozenDecision:
    """What was decided about the overrun and has still to be done."""

    text: str
    due_on: date | None
    effect: Decimal | None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the paper before this one in the year said about the same subject."""

    kind: TextKind
    year: int
    figures_on: date
    overrun: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionFigures:
    """One subject as it stood; `code` is its planning and control code, `name` what it is about.

    `parts` say what the overrun comes from and add up to it. `standing` is how the signal about it
    stands, None without one.
    """

    code: str
    name: str
    figures: Figures
    planned_heads: int
    heads: int
    parts: Mapping[OverrunPart, Decimal]
    decisions: tuple[FrozenDecision, ...] = ()
    standing: SignalStatus | None = None
    earlier: Earlier | None = None

    @property
    def overrun(self) -> Decimal:
        """Above zero is a disadvantage (nadeel)."""
        return self.figures.overrun

    @property
    def difference(self) -> str:
        """€ 10.000,00 nadeel, to the cent."""
        return overrun_text(self.overrun)

    def __add__(self, other: Self) -> "SectionFigures":
        """Both together, under the name of this one; what was said before is not added up."""
        codes = {self.code, other.code}
        return SectionFigures(
            code=codes.pop() if len(codes) == 1 else "",
            name=self.name,
            figures=self.figures + other.figures,
            planned_heads=self.planned_heads + other.planned_heads,
            heads=self.heads + other.heads,
            parts=_added(self.parts, other.parts),
            decisions=(*self.decisions, *other.decisions),
            standing=_more_urgent(self.standing, other.standing),
        )

    def renamed(self, name: str) -> "SectionFigures":
        """The same, about something else."""
        return replace(self, name=name)

    def with_earlier(self, earlier: Earlier | None) -> "SectionFigures":
        """The same, with what was said before."""
        return replace(self, earlier=earlier)


URGENCY = (
    SignalStatus.OPEN,
    SignalStatus.TAKEN_UP,
    SignalStatus.ACCEPTED,
    SignalStatus.SOLVED,
    None,
)


def _more_urgent(one: SignalStatus | None, other: SignalStatus | None) -> SignalStatus | None:
    return min(one, other, key=URGENCY.index)


def _added(
    one: Mapping[OverrunPart, Decimal], other: Mapping[OverrunPart, Decimal]
) -> dict[OverrunPart, Decimal]:
    return {
        part: one.get(part, NIL) + other.get(part, NIL)
        for part in OverrunPart
        if part in one or part in other
    }


def rounded(amount: Decimal) -> int:
    """Whole thousands, as the papers of a council say it; whole euros under half a thousand."""
    thousands = int(half_up(amount, THOUSAND_PLACES))
    return thousands or int(half_up(amount, 0))


def frozen(section: SectionFigures) -> dict[str, Any]:
    """Plain values: amounts as text with two decimals, days as 2026-11-22."""
    figures = section.figures
    return {
        "code": section.code,
        "name": section.name,
        "budget": str(figures.budget),
        "realised": str(figures.realised),
        "committed": str(figures.committed),
        "expected": str(figures.expected),
        "planned_heads": section.planned_heads,
        "heads": section.heads,
        "parts": {part.value: str(amount) for part, amount in section.parts.items()},
        "decisions": [_frozen_decision(one) for one in section.decisions],
        "standing": section.standing.value if section.standing else None,
        "earlier": _frozen_earlier(section.earlier) if section.earlier else None,
    }


def thawed(kept: Mapping[str, Any]) -> SectionFigures:
    """What `frozen` wrote down. KeyError for something else."""
    amounts = [Decimal(kept[name]) for name in ("budget", "realised", "committed", "expected")]
    earlier = kept["earlier"]
    return SectionFigures(
        code=kept["code"],
        name=kept["name"],
        figures=Figures(*amounts),
        planned_heads=kept["planned_heads"],
        heads=kept["heads"],
        parts={OverrunPart(part): Decimal(amount) for part, amount in kept["parts"].items()},
        decisions=tuple(_thawed_decision(one) for one in kept["decisions"]),
        standing=SignalStatus(kept["standing"]) if kept["standing"] else None,
        earlier=_thawed_earlier(earlier) if earlier else None,
    )


def _frozen_decision(decision: FrozenDecision) -> dict[str, Any]:
    return {
        "text": decision.text,
        "due_on": decision.due_on.isoformat() if decision.due_on else None,
        "effect": None if decision.effect is None else str(decision.effect),
    }


def _thawed_decision(kept: Mapping[str, Any]) -> FrozenDecision:
    due_on, effect = kept["due_on"], kept["effect"]
    return FrozenDecision(
        kept["text"],
        date.fromisoformat(due_on) if due_on else None,
        None if effect is None else Decimal(effect),
    )


def _frozen_earlier(earlier: Earlier) -> dict[str, Any]:
    return {
        "kind": earlier.kind.value,
        "year": earlier.year,
        "figures_on": earlier.figures_on.isoformat(),
        "overrun": str(earlier.overrun),
    }


def _thawed_earlier(kept: Mapping[str, Any]) -> Earlier:
    return Earlier(
        TextKind(kept["kind"]),
        kept["year"],
        date.fromisoformat(kept["figures_on"]),
        Decimal(kept["overrun"]),
    )
