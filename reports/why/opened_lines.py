"""What made each part, down to groups, tariffs and single lines of the ledger."""

from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Sum
from django.db.models.functions import Abs
from django.utils.translation import gettext as _

from config.shared.display import day, money, number
from config.shared.money import cents
from contracts.enums import BOOKED, CostKind
from contracts.models import CourseGroup
from reports.enums.why import OverrunPart
from reports.why.facts import indexed_versions
from reports.why.opened import (
    MANY,
    Asked,
    Cell,
    Opened,
    by_gemeente,
    by_plan,
    by_price,
    by_share,
    by_units,
)


def opened(part: OverrunPart, asked: Asked) -> Opened:
    """What made `part`, in the rows that are asked."""
    return {
        OverrunPart.VOLUME: by_gemeente,
        OverrunPart.MIX: by_share,
        OverrunPart.DURATION: by_units,
        OverrunPart.PRICE: by_price,
        OverrunPart.INDEXATION: by_tariff,
        OverrunPart.FILL: by_group,
        OverrunPart.SETTLEMENTS: by_settlement,
        OverrunPart.UNSUBSTANTIATED: by_plan,
        OverrunPart.ENTRIES: by_entry,
    }[part](asked)


def by_tariff(asked: Asked) -> Opened:
    """Indexation: the tariff versions that it made in the year, and what they added."""
    versions = {version.tariff.pk: version for version in indexed_versions(asked.report.year)}
    lines = asked.selection.lines(asked.report).filter(tariff__in=versions)
    sums = dict(
        lines.exclude(kind=CostKind.SETTLEMENT).values_list("tariff").annotate(Sum("counts"))
    )
    rows = []
    for pk in sorted(sums):
        version = versions[pk]
        tariff, added = version.tariff, cents(version.part * Fraction(sums[pk]))
        rows.append(
            [
                Cell(tariff.contract.reference, tariff.contract.get_absolute_url()),
                Cell(str(tariff)),
                Cell(day(tariff.first_on)),
                Cell(money(version.base.price, 4)),
                Cell(money(tariff.price, 4)),
                Cell(money(added)),
            ]
        )
    header = [_("Contract"), _("Tariff"), _("from"), _("price before"), _("price"), _("added")]
    note = _(
        "What the indexed prices added to cost lines. The part itself also weighs how many units "
        "were planned, so that it can differ a little."
    )
    return Opened(header, rows, note, words=3)


def by_group(asked: Asked) -> Opened:
    """Fill: groups with their seats, and what the empty ones cost in the year."""
    lines = asked.selection.lines(asked.report).filter(kind=CostKind.GROUP_SHARE)
    sums = dict(lines.values_list("group").annotate(Sum("counts")))
    groups = CourseGroup.objects.filter(pk__in=sums).with_heads().order_by("pk")
    open_to = set(
        CourseGroup.objects.visible_to(asked.person)
        .filter(pk__in=sums)
        .values_list("pk", flat=True)
    )
    found = [(group, _empty(group), sums[group.pk]) for group in groups]
    found.sort(key=lambda each: -each[2] * each[1] / each[0].maximum)
    rows = [
        [
            Cell(group.reference, group.get_absolute_url() if group.pk in open_to else ""),
            *map(Cell, map(number, (group.heads, group.maximum, empty))),
            Cell(money(amount)),
            Cell(money(cents(Fraction(amount) * empty / group.maximum))),
        ]
        for group, empty, amount in found[:MANY]
    ]
    header = [
        _("Group"), _("Learners"), _("maximum"), _("empty seats"),
        _("cost in the year"), _("of which for empty seats"),
    ]  # fmt: skip
    note = _(
        "The price of a group is shared by who sits in it. The part compares with the group size "
        "of the plan; empty seats are counted to the maximum of the group."
    )
    return Opened(header, rows, note, rest=len(found) - len(rows))


def by_settlement(asked: Asked) -> Opened:
    """Every settlement of dropout, absence, no-show and switch, the largest first."""
    lines = asked.selection.lines(asked.report).filter(kind=CostKind.SETTLEMENT)
    note = _("What is paid in all by the contract's rule, less what was due without it.")
    return _lines(asked, lines, note, kind=CostKind.SETTLEMENT)


def by_entry(asked: Asked) -> Opened:
    """Every booked cost, the largest first."""
    lines = asked.selection.lines(asked.report).filter(kind__in=BOOKED)
    if asked.selection.cost_type:
        lines = lines.filter(entry__cost_type=asked.selection.cost_type)
    return _lines(asked, lines, _("Costs and credits that somebody booked, with their reason."))


def _lines(asked: Asked, lines: Any, note: str, **kind: str) -> Opened:
    """Single lines with the page of each."""
    count = lines.aggregate(Count("pk"))["pk__count"]
    shown = lines.select_related("placement", "entry", "group", "gemeente").order_by(
        Abs(F("counts")).desc(), "pk"
    )
    rows = [
        [
            Cell(str(line.origin), line.get_absolute_url()),
            Cell(str(line.gemeente)),
            Cell(line.get_kind_display()),
            Cell(day(line.due_on)),
            Cell(money(line.counts)),
        ]
        for line in shown[:MANY]
    ]
    header = [_("For"), _("Gemeente"), _("kind"), _("due"), _("amount")]
    url = asked.selection.lines_url(asked.report, **kind)
    return Opened(header, rows, note, words=4, rest=count - len(rows), url=url)


def _empty(group: CourseGroup) -> int:
    return max(group.maximum - group.heads, 0)
