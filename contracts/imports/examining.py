"""From a file to rows that are read, found and judged; nothing is written."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from config.shared.columns import Parsed, parse
from config.shared.display import number
from config.shared.sheets import Limits, Unusable, read
from contracts.imports.agreement import read_agreement
from contracts.imports.checks import CHECKS
from contracts.imports.correcting import judge_beside_former
from contracts.imports.rows import Rows, line_up
from contracts.imports.sheet import PLACEMENTS
from contracts.models import Contract, Delivery

Step = Callable[[int, int, object], None]
"""Told how far the work is: done, of how many, and a sentence; may raise to stop between phases."""


def unwatched(done: int, total: int, message: object = "") -> None:
    """A Step for work that nobody watches."""


def read_placements(
    source: str | os.PathLike[str] | IO[bytes],
    filename: str,
    mapping: Mapping[str, str] | None = None,
) -> Parsed:
    """The sheet's cells, checked one by one; `mapping` as `parse` takes it.

    Raises Unusable with one sentence for the person.
    """
    limits = Limits(file_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    raw = read(source, filename, limits=limits, sheet_name=str(PLACEMENTS.title))
    parsed = parse(raw, PLACEMENTS, mapping=mapping)
    if parsed.frame.empty:
        raise Unusable(
            _("“%(file)s” has a header but no rows. Fill in rows under the header.")
            % {"file": filename}
        )
    return parsed


def examine(
    parsed: Parsed,
    contract: Contract,
    *,
    on: date,
    step: Step = unwatched,
    delivery: Delivery | None = None,
) -> Rows:
    """Judge the rows beside what the contract says on the day `on`; of which `delivery` they are
    matters for a correction.
    """
    total = len(parsed.frame)
    step(
        0,
        total,
        ngettext("Checking %(count)s row.", "Checking %(count)s rows.", total)
        % {"count": number(total)},
    )
    references = parsed.frame["reference"].dropna().unique().tolist()
    rows = line_up(parsed, read_agreement(contract, references, on=on), on=on)
    judge_beside_former(rows, delivery)
    for check in CHECKS:
        check(rows)
    parsed.sort()
    return rows
