"""The way in: any sheet a person can upload becomes a header and cells of text, or one sentence
why not.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.delimited import read_delimited
from config.shared.sheets.guard import OLE, ZIP
from config.shared.sheets.raw import Limits, Raw, Unusable
from config.shared.sheets.workbook import read_workbook

WHOLE = Limits()


def read(
    source: str | os.PathLike[str] | IO[bytes],
    filename: str = "",
    *,
    limits: Limits = WHOLE,
    sheet_name: str = "",
) -> Raw:
    """Read xlsx, xlsm, xls, xlsb, ods, csv or tsv; the bytes decide which it is, not the name.

    `source` is a path or a binary file that can seek; `filename` is what the person called it;
    `sheet_name` is the sheet to prefer in a workbook. Time and memory stay within `limits`.
    Raises Unusable with one sentence for the person.
    """
    with _opened(source) as stream:
        filename = filename or Path(str(getattr(stream, "name", ""))).name
        size = stream.seek(0, os.SEEK_END)
        if size == 0:
            raise Unusable(_("“%(file)s” is empty.") % {"file": filename})
        if size > limits.file_bytes:
            raise _too_many_bytes(filename, limits)
        stream.seek(0)
        if stream.read(8).startswith((ZIP, OLE)):
            return read_workbook(stream, filename, limits, sheet_name)
        return read_delimited(stream, filename, limits)


@contextmanager
def _opened(source: str | os.PathLike[str] | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(source, (str, os.PathLike)):
        yield source
        return
    with Path(source).resolve().open("rb") as stream:
        yield stream


def _too_many_bytes(filename: str, limits: Limits) -> Unusable:
    return Unusable(
        _("“%(file)s” is larger than %(megabytes)s MB. Split it into several files.")
        % {"file": filename, "megabytes": limits.file_bytes // 1024**2}
    )
