"""What is wrong with an invoice in itself, before it is compared with what is owed.

Codes are those of EN 16931 (BR-CO: conditions over several terms, BR-E: exempt, BR-S: standard
rate) and of Peppol where they have the rule; TR are our own. Sums are exact to the cent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError as StdnumError
from stdnum.nl import btw

from config.shared.display import money
from config.shared.identifiers import clean_kvk, clean_oin
from config.shared.money import cents
from contracts.invoices.shapes import CURRENCY, EXEMPT, UNTAXED, Line, Paper

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong; only what is no error lets the invoice be handled."""

    code: str
    sentence: str
    is_error: bool = True
    line: str = ""
    """The number of the line, where it is about one."""


def flaws_of(paper: Paper) -> list[Flaw]:
    """Everything that is wrong with the invoice in itself; empty when nothing is."""
    return [flaw for check in CHECKS for flaw in check(paper)]


def _differs(code: str, sentence: str, said: Decimal, worked_out: Decimal) -> Iterator[Flaw]:
    if said != worked_out:
        words = {"said": money(said), "worked_out": money(worked_out)}
        yield Flaw(code, sentence % words)


def _currency(paper: Paper) -> Iterator[Flaw]:
    if paper.currency != CURRENCY:
        words = {"currency": paper.currency}
        yield Flaw("TR-01", _("The invoice is in %(currency)s. Only euros are paid.") % words)


def _lines_add_up(paper: Paper) -> Iterator[Flaw]:
    totals = paper.totals
    yield from _differs(
        "BR-CO-10",
        _("The lines add up to %(worked_out)s, while the invoice says %(said)s."),
        totals.lines,
        sum((line.amount for line in paper.lines), Decimal(0)),
    )
    for code, is_charge, said, sentence in (
        (
            "BR-CO-11",
            False,
            totals.allowances,
            _("The allowances add up to %(worked_out)s, while the invoice says %(said)s."),
        ),
        (
            "BR-CO-12",
            True,
            totals.charges,
            _("The charges add up to %(worked_out)s, while the invoice says %(said)s."),
        ),
    ):
        found = (each.amount for each in paper.adjustments if each.is_charge == is_charge)
        yield from _differs(code, sentence, said, sum(found, Decimal(0)))


def _totals_add_up(paper: Paper) -> Iterator[Flaw]:
    totals = paper.totals
    yield from _differs(
        "BR-CO-13",
        _("Without VAT this comes to %(worked_out)s, while the invoice says %(said)s."),
        totals.excl,
        totals.lines - totals.allowances + totals.charges,
    )
    yield from _differs(
        "BR-CO-14",
        _("The parts of the VAT add up to %(worked_out)s, while the invoice says %(said)s."),
        totals.tax,
        sum((part.amount for part in paper.taxes), Decimal(0)),
    )
    yield from _differs(
        "BR-CO-15",
        _("With VAT this comes to %(worked_out)s, while the invoice says %(said)s."),
        totals.incl,
        totals.excl + totals.tax,
    )
    yield from _differs(
        "BR-CO-16",
        _("To pay remains %(worked_out)s, while the invoice says %(said)s."),
        totals.payable,
        totals.incl - totals.prepaid + totals.rounding,
    )


def _line_amounts(paper: Paper) -> Iterator[Flaw]:
    for line in paper.lines:
        worked_out = cents(line.quantity * line.price / line.base_quantity) + sum(
            (each.effect for each in line.adjustments), Decimal(0)
        )
        if line.amount != worked_out:
            sentence = _(
                "Line %(number)s: quantity times price gives %(worked_out)s, "
                "while the line says %(said)s."
            )
            yield Flaw("PEPPOL-R120", sentence % _about(line, worked_out), line=line.number)


def _about(line: Line, worked_out: Decimal) -> dict[str, Any]:
    said = money(line.amount)
    return {"number": line.number, "worked_out": money(worked_out), "said": said}


def _whole_cents(paper: Paper) -> Iterator[Flaw]:
    amounts = [line.amount for line in paper.lines] + [each.amount for each in paper.adjustments]
    amounts += [getattr(paper.totals, name) for name in paper.totals.__slots__]
    amounts += [amount for part in paper.taxes for amount in (part.base, part.amount)]
    if any(amount != cents(amount) for amount in amounts):
        yield Flaw("BR-DEC", _("An amount has parts of a cent."))


def _tax_parts(paper: Paper) -> Iterator[Flaw]:
    if not paper.taxes:
        yield Flaw("BR-CO-18", _("The invoice does not say which VAT is charged, or that none is."))
    worked_out = _bases(paper)
    for part in paper.taxes:
        rate = part.rate or Decimal(0)
        yield from _differs(
            f"BR-{part.category}-08",
            _("What falls under one VAT rate adds up to %(worked_out)s, not to %(said)s."),
            part.base,
            worked_out.get((part.category, rate), Decimal(0)),
        )
        yield from _differs(
            "BR-CO-17",
            _("The VAT on it comes to %(worked_out)s, while the invoice says %(said)s."),
            part.amount,
            cents(part.base * rate / HUNDRED),
        )


def _bases(paper: Paper) -> dict[tuple[str, Decimal], Decimal]:
    """What lines, allowances and charges add up to by category and rate."""
    found: dict[tuple[str, Decimal], Decimal] = {}
    parts: list[tuple[str, Decimal | None, Decimal]] = [
        (line.category, line.rate, line.amount) for line in paper.lines
    ]
    parts += [(each.category, each.rate, each.effect) for each in paper.adjustments]
    for category, rate, amount in parts:
        key = category, rate or Decimal(0)
        found[key] = found.get(key, Decimal(0)) + amount
    return found


def _grounds(paper: Paper) -> Iterator[Flaw]:
    named = {(part.category, part.rate or Decimal(0)) for part in paper.taxes}
    for category, rate in sorted(set(_bases(paper)) - named):
        words = {"category": category or "-", "rate": rate}
        sentence = _("The VAT of category %(category)s %(rate)s%% is not accounted for.") % words
        yield Flaw("BR-CO-18", sentence)
    for part in paper.taxes:
        if part.category in UNTAXED and part.rate:
            yield Flaw(f"BR-{part.category}-05", _("What is exempt from VAT has a rate of 0%."))
        if part.category == EXEMPT and not part.ground:
            yield Flaw("BR-E-10", _("VAT is exempt, but the invoice does not say on which ground."))


def _term_of_payment(paper: Paper) -> Iterator[Flaw]:
    asks = paper.sign * paper.totals.payable > 0
    if asks and not paper.due_on and not paper.terms:
        sentence = _("The invoice does not say by when it is to be paid.")
        yield Flaw("BR-CO-25", sentence, is_error=False)
    if paper.due_on and paper.due_on < paper.issued_on:
        yield Flaw("TR-02", _("The invoice is due before its own date."), is_error=False)
    if paper.first_on and paper.last_on and paper.last_on < paper.first_on:
        yield Flaw("BR-29", _("The period of the invoice ends before it begins."))


def _numbers_of_parties(paper: Paper) -> Iterator[Flaw]:
    for party, name in ((paper.supplier, _("seller")), (paper.customer, _("buyer"))):
        for number, clean, kind in (
            (party.kvk, clean_kvk, _("KvK number")),
            (party.oin, clean_oin, _("OIN")),
            (party.vat if party.vat.startswith("NL") else "", btw.validate, _("VAT number")),
        ):
            if number and not _is_valid(clean, number):
                words = {"kind": kind, "number": number, "party": name}
                sentence = _("%(kind)s %(number)s of the %(party)s is not valid.") % words
                yield Flaw("TR-03", sentence, is_error=False)


def _is_valid(clean: Callable[[str], Any], number: str) -> bool:
    try:
        clean(number)
    except (ValidationError, StdnumError):
        return False
    return True


CHECKS: tuple[Callable[[Paper], Iterable[Flaw]], ...] = (
    _currency,
    _whole_cents,
    _line_amounts,
    _lines_add_up,
    _totals_add_up,
    _tax_parts,
    _grounds,
    _term_of_payment,
    _numbers_of_parties,
)
