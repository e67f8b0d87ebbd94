"""The way in: any sheet a person can upload becomes a header and cells of text, or one sentence
why not.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from config.shared.sheets.delimited import open_delimited
from config.shared.sheets.guard import OLE, ZIP
from config.shared.sheets.opened import OpenedSheet
from config.shared.sheets.raw import Limits, Raw, Unusable, empty
from config.shared.sheets.records import RECORDS_SUFFIX, open_records
from config.shared.sheets.workbook import open_workbook

WHOLE = Limits()


@contextmanager
def open_sheet(
    source: str | os.PathLike[str] | IO[bytes],
    filename: str = "",
    *,
    limits: Limits = WHOLE,
    sheet_name: str = "",
) -> Iterator[OpenedSheet]:
    """Open xlsx, xlsm, xls, xlsb, ods, csv or tsv; the bytes decide which it is, not the name.
    Rows as JSON are a sheet too, in a file that is called so.

    `source` is a path or a binary file that can seek; `filename` is what the person called it;
    `sheet_name` is the sheet to prefer in a workbook. Time stays within `limits`, memory within
    what a chunk takes. Raises Unusable with one sentence for the person, also while rows are read.
    """
    with _bytes_of(source) as stream:
        filename = filename or Path(str(getattr(stream, "name", ""))).name
        _judge_size(stream, filename, limits)
        with _opener(stream, filename)(stream, filename, limits, sheet_name) as opened:
            yield opened


def read(
    source: str | os.PathLike[str] | IO[bytes],
    filename: str = "",
    *,
    limits: Limits = WHOLE,
    sheet_name: str = "",
) -> Raw:
    """The whole sheet at once, as `open_sheet` opens it; its cells stay in memory."""
    with open_sheet(source, filename, limits=limits, sheet_name=sheet_name) as opened:
        return opened.whole()


def _opener(stream: IO[bytes], filename: str) -> Callable[..., AbstractContextManager[OpenedSheet]]:
    stream.seek(0)
    if stream.read(8).startswith((ZIP, OLE)):
        return open_workbook
    return open_records if filename.casefold().endswith(RECORDS_SUFFIX) else open_delimited


@contextmanager
def _bytes_of(source: str | os.PathLike[str] | IO[bytes]) -> Iterator[IO[bytes]]:
    if not isinstance(source, (str, os.PathLike)):
        yield source
        return
    with Path(source).resolve().open("rb") as stream:
        yield stream


def _judge_size(stream: IO[bytes], filename: str, limits: Limits) -> None:
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise empty(filename)
    if size > limits.file_bytes:
        raise _too_many_bytes(filename, limits)


def _too_many_bytes(filename: str, limits: Limits) -> Unusable:
    return Unusable(
        _("“%(file)s” is larger than %(megabytes)s MB. Split it into several files.")
        % {"file": filename, "megabytes": limits.file_bytes // 1024**2}
    )
