"""All that a contract says, read from its rows into the flat mapping of contracts.amending."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.amending.fields import (
    BAND,
    FACTS,
    GEMEENTEN,
    GUARANTEES,
    INDEXATION,
    INSTALMENT,
    KPIS,
    LINES,
    RENEWALS,
    SETTLEMENTS,
    SHARES,
    TAKES_PART,
    TARIFFS,
    Section,
    stored,
)
from contracts.amending.paths import Key, Path, Terms, Value, parse
from contracts.enums import TariffUnit
from contracts.models.capacity import CapacityLine
from contracts.models.contracts import Contract
from contracts.models.indexation import IndexationRule
from contracts.models.tariffs import Tariff

NAMED = {"provider": "provider_id"}
"""Where the attribute of a model that holds a fact is called otherwise."""


def terms_of(contract: Contract) -> dict[str, Value]:
    """Everything agreed in `contract`, by path; at most eleven queries."""
    return {
        str(path): value
        for path, value in (
            *_row(FACTS, (), contract),
            *_gemeenten(contract),
            *_tariffs(contract),
            *_lines(contract),
            *_rows(SETTLEMENTS, contract.settlement_rules.all()),
            *_rows(GUARANTEES, contract.guarantees.all()),
            *_rows(RENEWALS, contract.renewal_options.all()),
            *_rows(KPIS, contract.kpis.all()),
            *_rows(INDEXATION, IndexationRule.objects.filter(contract=contract)),
        )
    }


def key_of(section: Section, row: Any) -> Key:
    """What tells a row of the section apart from others."""
    return tuple(str(stored(field.kind, getattr(row, field.name)) or "") for field in section.keys)


def references(*versions: Terms) -> tuple[set[str], set[int]]:
    """The codes of gemeenten and the ids of providers that these versions name."""
    codes: set[str] = set()
    providers: set[int] = set()
    for text, value in (pair for terms in versions for pair in terms.items()):
        path = parse(text)
        if path.section in (GEMEENTEN.name, SHARES.name):
            codes.add(path.key[-1])
        elif path == Path(FACTS.name, (), "provider"):
            providers.add(int(value))
    return codes, providers


def _rows(section: Section, rows: Iterable[Any]) -> Iterator[tuple[Path, Value]]:
    for row in rows:
        yield from _row(section, key_of(section, row), row)


def _row(section: Section, key: Key, row: Any) -> Iterator[tuple[Path, Value]]:
    for field in section.fields:
        value = stored(field.kind, getattr(row, NAMED.get(field.name, field.name), None))
        if value is not None:
            yield Path(section.name, key, field.name), value


def _gemeenten(contract: Contract) -> Iterator[tuple[Path, Value]]:
    for code in contract.gemeenten.values_list("code", flat=True):
        yield Path(GEMEENTEN.name, (code,), TAKES_PART), True


ONE_UNIT = {"hours_basis": TariffUnit.HOUR, "charged_at": TariffUnit.FEE}
"""Fields of a tariff that mean something for one unit only."""


def _tariffs(contract: Contract) -> Iterator[tuple[Path, Value]]:
    for tariff in contract.tariffs.prefetch_related("instalments", "bands"):
        yield from _tariff(tariff)


def _tariff(tariff: Tariff) -> Iterator[tuple[Path, Value]]:
    key = key_of(TARIFFS, tariff)
    for path, value in _row(TARIFFS, key, tariff):
        if ONE_UNIT.get(path.field, tariff.unit) == tariff.unit:
            yield path, value
    for part in tariff.instalments.all():
        field = TARIFFS.field(f"{INSTALMENT}{part.moment}")
        yield Path(TARIFFS.name, key, field.name), str(stored(field.kind, part.percentage))
    for band in tariff.bands.all():
        field = TARIFFS.field(f"{BAND}{band.from_number}")
        yield Path(TARIFFS.name, key, field.name), str(stored(field.kind, band.price))


def _lines(contract: Contract) -> Iterator[tuple[Path, Value]]:
    for line in contract.capacity_lines.prefetch_related("shares__gemeente"):
        yield from _row(LINES, key_of(LINES, line), line)
        yield from _shares(line)


def _shares(line: CapacityLine) -> Iterator[tuple[Path, Value]]:
    key = key_of(LINES, line)
    for share in line.shares.all():
        yield Path(SHARES.name, (*key, share.gemeente.code), "number"), share.number
