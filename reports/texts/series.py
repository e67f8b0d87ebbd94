"""What the papers of a year said one after the other, and how it moved."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.models import PlanningText
from reports.texts.figures import thawed
from reports.texts.gathering import TOTAL


@dataclass(frozen=True, slots=True)
class Said:
    """The overrun of one subject in one paper, and how far it moved since the paper before that
    names it; None where that is the first.
    """

    overrun: Decimal | None
    moved: Decimal | None


@dataclass(frozen=True, slots=True)
class Story:
    """One subject through the papers, in their order."""

    name: str
    said: tuple[Said, ...]


def last_versions(texts: Iterable[PlanningText]) -> list[PlanningText]:
    """Of each paper its last version, in the order of their figures."""
    last: dict[str, PlanningText] = {}
    for text in sorted(texts, key=lambda text: text.version):
        last[text.kind] = text
    return sorted(last.values(), key=lambda text: (text.figures_on, text.pk))


def stories(texts: Sequence[PlanningText]) -> list[Story]:
    """Every subject that one of `texts` names, what takes all together first."""
    names: dict[str, str] = {}
    amounts: list[dict[str, Decimal]] = []
    for text in texts:
        sections = [(one.key, thawed(one.figures)) for one in text.sections.all()]
        names |= {key: found.name for key, found in sections}
        amounts.append({key: found.overrun for key, found in sections})
    keys = sorted(names, key=lambda key: (key != TOTAL, names[key], key))
    return [Story(names[key], _said([found.get(key) for found in amounts])) for key in keys]


def _said(overruns: Sequence[Decimal | None]) -> tuple[Said, ...]:
    made: list[Said] = []
    before: Decimal | None = None
    for overrun in overruns:
        moved = None if overrun is None or before is None else overrun - before
        made.append(Said(overrun, moved))
        before = overrun if overrun is not None else before
    return tuple(made)
