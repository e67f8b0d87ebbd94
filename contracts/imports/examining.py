"""From a file to rows that are read, found and judged; nothing is written."""

import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import IO

import pandas as pd
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.columns import Parsed, parse
from config.shared.display import number
from config.shared.sheets import ERROR, Limits, OpenedSheet, Unusable, open_sheet
from contracts.imports.agreement import Agreement, read_agreement
from contracts.imports.contest import Contest, Verdict
from contracts.imports.correcting import judge_beside_former
from contracts.imports.rows import Rows, line_up
from contracts.imports.rules import duplicate, judge
from contracts.imports.sheet import PLACEMENTS
from contracts.imports.standing import NOTHING_STANDS, Standing, read_standing
from contracts.models import Contract, Delivery

Source = str | os.PathLike[str] | IO[bytes]
Step = Callable[[int, int, object], None]
"""Told how far the work is: done, of how many, and a sentence; may raise to stop between phases."""


def unwatched(done: int, total: int, message: object = "") -> None:
    """A Step for work that nobody watches."""


def open_placements(source: Source, filename: str) -> AbstractContextManager[OpenedSheet]:
    """The sheet of placements in a file. Raises Unusable with one sentence for the person."""
    limits = Limits(rows=settings.UPLOAD_MAXIMUM_ROWS, file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    return open_sheet(source, filename, limits=limits, sheet_name=str(PLACEMENTS.title))


def no_rows(filename: str) -> Unusable:
    """A sheet of a header alone."""
    sentence = _("“%(file)s” has a header but no rows. Fill in rows under the header.")
    return Unusable(sentence % {"file": filename})


def read_placements(
    source: Source, filename: str, mapping: Mapping[str, str] | None = None
) -> Parsed:
    """The cells of the whole sheet, checked one by one; `mapping` as `parse` takes it.

    Raises Unusable, as `open_placements`.
    """
    with open_placements(source, filename) as opened:
        parsed = parse(opened.whole(), PLACEMENTS, mapping=mapping)
    if parsed.frame.empty:
        raise no_rows(filename)
    return parsed


def examine(parsed: Parsed, contract: Contract, *, on: date, step: Step = unwatched) -> Rows:
    """Judge the rows of a whole sheet beside what the contract says on the day `on`."""
    total = len(parsed.frame)
    message = ngettext("Checking %(count)s row.", "Checking %(count)s rows.", total)
    step(0, total, message % {"count": number(total)})
    agreement = read_agreement(contract, on=on)
    rows = examine_part(parsed, agreement, standing_of(parsed, agreement, on=on), on=on)
    contest = Contest(agreement)
    contest.enter(rows)
    references = parsed.frame["reference"]
    for verdict in contest.settle(lambda numbers: references.loc[list(numbers)].to_dict()):
        _say(verdict, rows)
    parsed.sort()
    return rows


def _say(verdict: Verdict, rows: Rows) -> None:
    """Add the findings to the rows; who is a twin has been told where the sheet was read."""
    if verdict.rule is duplicate.RULE:
        return
    broken = pd.Series(rows.frame.index.isin(list(verdict.messages)), index=rows.frame.index)
    say = rows.refuse if verdict.level == ERROR else rows.warn
    rule = verdict.rule
    say(broken, rule.columns[0], rule.code, str(rule.message), str(rule.remedy))


def examine_part(
    parsed: Parsed,
    agreement: Agreement,
    standing: Standing,
    *,
    on: date,
    delivery: Delivery | None = None,
) -> Rows:
    """Judge rows by what is in them; what they compete for is settled once all are known.

    Of which `delivery` they are matters for a correction.
    """
    rows = line_up(parsed, agreement, standing, on=on)
    judge_beside_former(rows, delivery)
    judge(rows)
    parsed.sort()
    return rows


def standing_of(parsed: Parsed, agreement: Agreement, *, on: date) -> Standing:
    """The placements that the rows are about."""
    if not agreement.has_placements:
        return NOTHING_STANDS
    references = parsed.frame["reference"].dropna().unique().tolist()
    return read_standing(agreement.contract_id, references, on=on)
