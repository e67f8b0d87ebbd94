"""Amounts in words that somebody typed, held against the frozen figures."""

import re
from collections.abc import Iterator
from decimal import Decimal

from config.shared.money import cents, half_up
from reports.texts.figures import SectionFigures, rounded

NUMBER = r"-?\d[\d.]*(?:,\d+)?"
AMOUNT = re.compile(
    rf"(?:€|\bEUR)\s*(?P<after>{NUMBER})|(?P<before>{NUMBER})(?=\s*(?:euro|duizend|miljoen)\b)",
    re.IGNORECASE,
)
SCALE = re.compile(r"\s*(duizend|miljoen)\b", re.IGNORECASE)
SCALES = {"duizend": Decimal(1_000), "miljoen": Decimal(1_000_000)}


def amounts_in(text: str) -> list[tuple[str, Decimal]]:
    """Each amount of euros as it was written, and its value: "€ 1,2 miljoen" is 1200000."""
    return list(_amounts(text))


def _amounts(text: str) -> Iterator[tuple[str, Decimal]]:
    for found in AMOUNT.finditer(text):
        written = found["after"] or found["before"]
        number = Decimal(written.rstrip(".").replace(".", "").replace(",", "."))
        scale = SCALE.match(text, found.end())
        factor = SCALES[scale[1].lower()] if scale else Decimal(1)
        whole = text[found.start() : scale.end() if scale else found.end()]
        yield whole.strip().rstrip("."), abs(number * factor)


def strange_amounts(text: str, section: SectionFigures) -> list[str]:
    """Amounts in `text`, as written, that none of the figures gives, exactly or rounded."""
    known = {value for amount in known_amounts(section) for value in _ways(amount)}
    written = (name for name, value in amounts_in(text) if value not in known)
    return list(dict.fromkeys(written))


def known_amounts(section: SectionFigures) -> Iterator[Decimal]:
    """Every amount of the section, and how far it moved since the paper before."""
    figures = section.figures
    yield from (figures.budget, figures.realised, figures.committed, figures.expected)
    yield from (figures.forecast, figures.overrun, *section.parts.values())
    yield from (one.effect for one in section.decisions if one.effect is not None)
    if section.earlier:
        yield section.earlier.overrun
        yield section.overrun - section.earlier.overrun


def _ways(amount: Decimal) -> set[Decimal]:
    """How an amount may be written: to the cent, in whole euros, and rounded as the papers do."""
    size = abs(amount)
    return {cents(size), half_up(size, 0), Decimal(rounded(size))}
