"""The kept file of a delivery, judged chunk by chunk: memory stays the same, however long it is."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from django.utils.translation import gettext as _

from config.shared.columns import Parsed, parse_chunks
from config.shared.display import number
from config.shared.sheets import Unusable
from contracts.imports.agreement import Agreement
from contracts.imports.basis import digest_of
from contracts.imports.contest import Contest
from contracts.imports.examining import Step, examine_part, no_rows, open_placements, standing_of
from contracts.imports.loading import loading
from contracts.imports.mapping import remembered_columns, shown_of
from contracts.imports.recording import Record
from contracts.imports.sheet import PLACEMENTS
from contracts.models import Delivery


def judge_sheet(
    delivery: Delivery, agreement: Agreement, *, on: date, step: Step
) -> dict[str, Any]:
    """Keep findings, rows and what the rows would write in place of what was kept before.

    Returns the counters of the delivery. Raises Unusable when the file cannot be read as a sheet.
    """
    contest = Contest(agreement)
    checksum = done = 0
    with loading() as loads:
        record = Record(delivery, agreement, loads)
        record.clear()
        for parsed in _chunks(delivery):
            delivery.understood = delivery.understood if done else shown_of(parsed)
            standing = standing_of(parsed, agreement, on=on)
            rows = examine_part(parsed, agreement, standing, on=on, delivery=delivery)
            record.keep(rows)
            contest.enter(rows)
            checksum += standing.checksum
            done += len(rows.frame)
            step(done, delivery.rows_total, _("%(done)s rows checked") % {"done": number(done)})
        record.settle(contest.settle(record.references_of))
    texts = {"done": number(done), "total": number(done)}
    step(done, done, _("%(done)s of %(total)s rows checked") % texts)
    delivery.seats_beyond = contest.beyond
    delivery.judged_digest = digest_of(agreement, checksum, on=on)
    delivery.save(update_fields=["understood", "seats_beyond", "judged_digest"])
    return contest.counts


def _chunks(delivery: Delivery) -> Iterator[Parsed]:
    """The cells of the kept file, checked one by one; there is at least one row."""
    mapping = remembered_columns(delivery)
    with (
        kept_file(delivery) as stream,
        open_placements(stream, delivery.filename) as opened,
    ):
        for parsed in parse_chunks(opened, PLACEMENTS, mapping=mapping):
            if parsed.frame.empty:
                raise no_rows(delivery.filename)
            yield parsed


@contextmanager
def kept_file(delivery: Delivery) -> Iterator[IO[bytes]]:
    """The file as it came. Raises Unusable when it is no longer the one that was delivered."""
    try:
        with delivery.file.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != delivery.sha256:
                raise Unusable(_("The kept file is not the one that was delivered."))
            yield stream
    except OSError as error:
        raise Unusable(_("The kept file can no longer be read.")) from error
