"""The sections of a text with their figures, as they stand on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Gemeente, Region
from reports.enums import Recurrence, SignalStatus, TextKind, TextStatus
from reports.models import BudgetLine, OverrunSignal, PlanningText, SignalDecision
from reports.overruns import OverrunReport, ReportRow, Sources
from reports.overruns.figures import Bucket
from reports.signals.parts import Parts
from reports.texts.figures import Earlier, FrozenDecision, SectionFigures, thawed
from reports.why import parts_by_bucket

TOTAL = "total"
"""Key of the section that takes all others together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a text is about: one budget line, a gemeente, or the whole region."""

    region: Region
    gemeente: Gemeente | None
    line: BudgetLine | None
    kind: TextKind
    year: int

    @classmethod
    def of(cls, text: PlanningText) -> "Scope":
        """That of a text that exists."""
        return cls(
            region=text.region,
            gemeente=text.gemeente,
            line=text.line,
            kind=TextKind(text.kind),
            year=text.year,
        )


class Draft(NamedTuple):
    """A section to be: its subject, whether that comes back every year, and its figures."""

    key: str
    recurrence: Recurrence
    section: SectionFigures


class Coded(NamedTuple):
    """What the budget lines of one bucket say beside their amounts."""

    code: str
    recurrence: Recurrence


def drafts_of(scope: Scope, on: date) -> list[Draft]:
    """All of them together first, where there are several; then each with a difference.

    Of a gemeente one section for each budget, of a region one for each gemeente. A dozen queries.
    """
    report = OverrunReport(_sources(scope), year=scope.year, on=on)
    with translation.override(settings.LANGUAGE_CODE):
        sections = _sections(scope, report)
    earlier = earlier_of(scope, on)
    kept = [draft for draft in sections if draft.section.overrun or draft.key in earlier]
    shown = kept or sections[:1]
    if len(sections) > 1:
        shown = [_together(sections), *kept]
    return [
        draft._replace(section=draft.section.with_earlier(earlier.get(draft.key)))
        for draft in shown
    ]


def earlier_of(scope: Scope, on: date) -> dict[str, Earlier]:
    """By section, what the last final paper of another kind said in the year, before `on`."""
    texts = PlanningText.objects.filter(
        region=scope.region,
        gemeente=scope.gemeente,
        line=scope.line,
        year=scope.year,
        status=TextStatus.FINAL,
        figures_on__lte=on,
    ).exclude(kind=scope.kind)
    last = texts.order_by("-figures_on", "-version", "-pk").first()
    if last is None:
        return {}
    return {
        section.key: Earlier(
            TextKind(last.kind), last.year, last.figures_on, thawed(section.figures).overrun
        )
        for section in last.sections.all()
    }


def _sources(scope: Scope) -> Sources:
    """All routes, also for one budget: causes weigh the learners of all of them."""
    return Sources.of_region(scope.region).narrowed(gemeente=scope.gemeente)


def _sections(scope: Scope, report: OverrunReport) -> list[Draft]:
    rows = [row for row in report.rows if _is_asked(scope, row)]
    codes, parts = _codes(scope), parts_by_bucket(report)
    standing = _Standing(scope)
    drafts = [_draft(row, codes, parts[row.bucket], standing) for row in rows]
    return drafts if scope.gemeente else _by_gemeente(rows, drafts)


def _is_asked(scope: Scope, row: ReportRow) -> bool:
    line = scope.line
    if line is None:
        return True
    bucket = row.bucket
    own = (bucket.route, bucket.contract_id, bucket.cost_type)
    return own == (line.route, line.contract_id, line.cost_type)


def _draft(
    row: ReportRow, codes: Mapping[Bucket, Coded], parts: Parts, standing: "_Standing"
) -> Draft:
    coded = codes.get(row.bucket, Coded("", Recurrence.INCIDENTAL))
    section = SectionFigures(
        code=coded.code,
        name=_name(row),
        figures=row.figures,
        planned_heads=row.planned_heads,
        heads=row.heads,
        parts={part: amount for part, amount in parts.items() if amount},
        decisions=standing.decisions(row.bucket),
        standing=standing.of(row.bucket),
    )
    return Draft(_key(row.bucket), coded.recurrence, section)


def _key(bucket: Bucket) -> str:
    """Names a budget in every text of the year, such as "O:12:learning_routes"."""
    return f"{bucket.route}:{bucket.contract_id or ''}:{bucket.cost_type}"


def _name(row: ReportRow) -> str:
    """Inburgering, onderwijsroute; with the contract where that has a budget of its own."""
    name = _("Integration, %(subject)s") % {"subject": _within_sentence(row.subject)}
    if row.is_shared:
        return name
    return ", ".join([name, *(contract.reference for contract in row.contracts)])


def _within_sentence(name: str) -> str:
    """onderwijsroute, but B1-route: a capital that does not begin a word of letters stays."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _codes(scope: Scope) -> dict[Bucket, Coded]:
    """Of each budget the code, and whether it comes back: structural when one of its lines does."""
    lines = BudgetLine.objects.filter(region=scope.region, year=scope.year)
    found: dict[Bucket, Coded] = {}
    for line in lines.order_by("pk"):
        bucket = Bucket(
            line.region_id, line.gemeente_id, line.route, line.contract_id, line.cost_type
        )
        before = found.get(bucket, Coded("", Recurrence.INCIDENTAL))
        recurrence = max(before.recurrence, Recurrence(line.recurrence), key=_is_structural)
        found[bucket] = Coded(before.code or line.pc_code, recurrence)
    return found


def _is_structural(recurrence: Recurrence) -> bool:
    return recurrence == Recurrence.STRUCTURAL


class _Standing:
    """How the signals of a year stand, and what was decided about each; two queries."""

    def __init__(self, scope: Scope) -> None:
        signals = OverrunSignal.objects.filter(region=scope.region, year=scope.year)
        self.signals = {
            (one.gemeente_id, one.route, one.contract_id, one.cost_type): one
            for one in signals.order_by("pk")
        }
        self.by_signal: defaultdict[int, list[FrozenDecision]] = defaultdict(list)
        for one in SignalDecision.objects.filter(signal__in=signals).to_do():
            frozen = FrozenDecision(one.text, one.due_on, one.effect_amount)
            self.by_signal[one.signal_id].append(frozen)

    def of(self, bucket: Bucket) -> SignalStatus | None:
        signal = self.signals.get(bucket[1:])
        return SignalStatus(signal.status) if signal else None

    def decisions(self, bucket: Bucket) -> tuple[FrozenDecision, ...]:
        signal = self.signals.get(bucket[1:])
        return tuple(self.by_signal[signal.pk]) if signal else ()


def _by_gemeente(rows: Sequence[ReportRow], drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of each gemeente as one, in order of name."""
    together: defaultdict[tuple[str, int], list[Draft]] = defaultdict(list)
    for row, draft in zip(rows, drafts, strict=True):
        together[row.gemeente.name, row.gemeente.pk].append(draft)
    return [
        _sum(f"gemeente:{pk}", _("Integration, %(subject)s") % {"subject": name}, found)
        for (name, pk), found in sorted(together.items())
    ]


def _together(drafts: Sequence[Draft]) -> Draft:
    with translation.override(settings.LANGUAGE_CODE):
        return _sum(TOTAL, _("Integration"), drafts)


def _sum(key: str, name: str, drafts: Iterable[Draft]) -> Draft:
    """Several as one: structural when that holds for most of the difference."""
    drafts = list(drafts)
    section = reduce(add, (draft.section for draft in drafts))
    weights = {
        recurrence: sum(
            abs(draft.section.overrun) for draft in drafts if draft.recurrence == recurrence
        )
        for recurrence in (Recurrence.INCIDENTAL, Recurrence.STRUCTURAL)
    }
    most = max(weights, key=lambda recurrence: weights[recurrence])
    return Draft(key, most, section.renamed(name))
