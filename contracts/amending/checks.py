"""What has to hold within one version of a contract, said in sentences."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from config.shared.display import day, number
from contracts.amending.diff import Names, RowChange, row_changes, row_label
from contracts.amending.fields import (
    FACTS,
    GUARANTEES,
    INSTALMENT,
    LINES,
    RENEWALS,
    SHARES,
    TAKES_PART,
    TARIFFS,
)
from contracts.amending.paths import Key, Terms, Value, in_section
from contracts.enums import GuaranteeKind, TariffUnit
from providers.enums import LearningRoute

Rows = Mapping[Key, Mapping[str, Value]]
WHOLE = 100


def problems(terms: Terms, names: Names) -> list[str]:
    """Everything in `terms` that cannot stand together; empty when the contract holds."""
    return [
        *_periods(terms, names),
        *_overlaps(terms, names),
        *_instalments(terms, names),
        *_shares(terms, names),
        *_unpriced(terms),
        *_guarantees(terms, names),
        *_options(terms, names),
    ]


def backdated(before: Terms, after: Terms, effective_on: date, names: Names) -> list[str]:
    """Prices that would change for days before the amendment takes effect."""
    day_before = (effective_on - timedelta(days=1)).isoformat()
    return [
        _("%(what)s: prices change from %(day)s on, the day on which the amendment takes effect.")
        % {"what": row_label(change.row, names), "day": day(effective_on)}
        for change in row_changes(before, after)
        if change.row[0] == TARIFFS.name
        and change.row[1][-1] <= day_before
        and not _only_ends_later_than(change, day_before)
    ]


def _only_ends_later_than(change: RowChange, last_day: str) -> bool:
    """Whether a price that held before stays, and holds at least up to and including `last_day`."""
    if change.before is None or change.after is None:
        return False
    if {each.path.field for each in change.changes} != {"last_on"}:
        return False
    return min(str(change.before["last_on"]), str(change.after["last_on"])) >= last_day


def _periods(terms: Terms, names: Names) -> Iterator[str]:
    facts = in_section(terms, FACTS.name)[()]
    first_on, last_on = facts["first_on"], facts["last_on"]
    if str(last_on) < str(first_on):
        yield _("The contract would end before it begins.")
        return
    for section in (TARIFFS, LINES, GUARANTEES):
        for key, fields in in_section(terms, section.name).items():
            begins, ends = key[-1], str(fields["last_on"])
            label = row_label((section.name, key), names)
            if ends < begins:
                yield _("%(what)s would end before it begins.") % {"what": label}
            elif begins < str(first_on) or ends > str(last_on):
                yield _("%(what)s lies outside the contract, which runs until %(day)s.") % {
                    "what": label,
                    "day": _day(last_on),
                }


def _overlaps(terms: Terms, names: Names) -> Iterator[str]:
    """Two prices for the same unit of a route on one day."""
    versions: dict[Key, list[tuple[str, str, Key]]] = defaultdict(list)
    for key, fields in in_section(terms, TARIFFS.name).items():
        versions[key[:-1]].append((key[-1], str(fields["last_on"]), key))
    for periods in versions.values():
        for (_first, ends, earlier), (begins, _last, later) in pairwise(sorted(periods)):
            if begins <= ends:
                yield _("%(one)s and %(other)s have days in common.") % {
                    "one": row_label((TARIFFS.name, earlier), names),
                    "other": row_label((TARIFFS.name, later), names),
                }


def _instalments(terms: Terms, names: Names) -> Iterator[str]:
    for key, fields in in_section(terms, TARIFFS.name).items():
        parts = [Decimal(part) for name, part in fields.items() if name.startswith(INSTALMENT)]
        if key[1] == TariffUnit.TRAJECTORY and sum(parts) != WHOLE:
            yield _("%(what)s: the instalments add up to %(total)s%%, not to 100%%.") % {
                "what": row_label((TARIFFS.name, key), names),
                "total": number(sum(parts, Decimal(0))),
            }


def _shares(terms: Terms, names: Names) -> Iterator[str]:
    """Seats per gemeente add up to the line's number, and go to gemeenten that take part."""
    lines, shares = in_section(terms, LINES.name), in_section(terms, SHARES.name)
    given = dict.fromkeys(lines, 0)
    for (*line, code), fields in shares.items():
        key = tuple(line)
        if key not in lines:
            yield _("%(what)s: there are no such seats.") % {
                "what": row_label((SHARES.name, (*key, code)), names)
            }
            continue
        given[key] += int(fields["number"])
        if fields["number"] and f"gemeenten.{code}.{TAKES_PART}" not in terms:
            yield _("%(gemeente)s has seats but does not take part.") % {
                "gemeente": names.get(f"gemeente:{code}", code)
            }
    for key, total in given.items():
        if total != lines[key]["number"]:
            yield _("%(what)s: %(total)s are divided over gemeenten, not %(number)s.") % {
                "what": row_label((LINES.name, key), names),
                "total": number(total),
                "number": number(int(lines[key]["number"])),
            }


def _unpriced(terms: Terms) -> Iterator[str]:
    priced = {key[0] for key in in_section(terms, TARIFFS.name) if key[1] != TariffUnit.FEE}
    wanted = {key[0] for key in in_section(terms, LINES.name)}
    lacking = ", ".join(str(LearningRoute(route).label) for route in sorted(wanted - priced))
    if lacking:
        yield _("Add a tariff for: %(routes)s.") % {"routes": lacking}


_GUARANTEED: Mapping[str, set[str]] = {
    GuaranteeKind.VALUE: {"minimum_amount"},
    GuaranteeKind.HEADS: {"minimum_heads", "price"},
}
"""What a guarantee of each kind says beside its last day; all of it and nothing else."""


def _guarantees(terms: Terms, names: Names) -> Iterator[str]:
    for key, fields in in_section(terms, GUARANTEES.name).items():
        if fields.keys() - {"last_on"} != _GUARANTEED[key[0]]:
            yield _(
                "%(what)s: give an amount, or a number of learners with the price of each one "
                "short; not both."
            ) % {"what": row_label((GUARANTEES.name, key), names)}


def _options(terms: Terms, names: Names) -> Iterator[str]:
    """Renewal options follow each other without a gap."""
    rows = in_section(terms, RENEWALS.name)
    ordered = sorted(rows, key=lambda key: int(key[0]))
    for earlier, later in pairwise(ordered):
        next_day = date.fromisoformat(str(rows[earlier]["last_on"])) + timedelta(days=1)
        if rows[later]["first_on"] != next_day.isoformat():
            yield _("%(what)s has to begin on %(day)s, the day after the one before.") % {
                "what": row_label((RENEWALS.name, later), names),
                "day": day(next_day),
            }


def _day(value: Value) -> str:
    return day(date.fromisoformat(str(value)))
