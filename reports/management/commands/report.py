"""`report NAME`: a report without a browser, to a file or to where the output goes."""

import io
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Gemeente, Region
from providers.enums import LearningRoute
from reports.exports import KINDS, write
from reports.questions import BY_CODE, Asked, Question, Scope

UNUSABLE = 2
"""Exit code of input that cannot be used."""
FIRST_YEAR, LAST_YEAR = 2022, 2100


class Command(BaseCommand):
    help = "Write a report, such as overruns --year 2026 or capacity-use, as csv, json or xlsx."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("report", choices=[*BY_CODE], help="which report")
        parser.add_argument("--year", help="such as 2026; of a report about a year")
        parser.add_argument("--route", choices=LearningRoute.values, help="only this route")
        parser.add_argument("--gemeente", metavar="CODE", help="only this gemeente, by CBS code")
        parser.add_argument("--region", metavar="NAME", help="only this region")
        parser.add_argument("--on", metavar="DAY", help="as on this day (2026-11-22); today")
        parser.add_argument("--format", choices=sorted(KINDS), default="csv")
        parser.add_argument("--output", metavar="FILE", help="write here; else to the output")

    def handle(self, *, report: str, output: str | None, **options: Any) -> None:
        """Make the report first, so that a file is only touched when there is something in it."""
        content, kind = io.BytesIO(), BY_CODE[report]
        region, on = _region(options["region"]), _day(options["on"])
        asked = Asked(on, **_filters(kind, options), year=_year(kind, options["year"]))
        write(kind(Scope(region=region), asked), options["format"], content)
        _write(content.getvalue(), output)


def _filters(kind: type[Question], options: dict[str, Any]) -> dict[str, Any]:
    """Route and gemeente, of a report that has them as its page does."""
    given = {name: options[name] for name in ("route", "gemeente") if options[name]}
    for name in given:
        if name not in kind.parameters:
            raise CommandError(f"This report has no filter --{name}.", returncode=UNUSABLE)
    if "gemeente" in given:
        given["gemeente"] = _gemeente(given["gemeente"])
    return given


def _gemeente(code: str) -> Gemeente:
    found = Gemeente.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no gemeente with code {code!r}.", returncode=UNUSABLE)
    return found


def _year(kind: type[Question], asked: object) -> int | None:
    """The year, which a report about a year has to be given and no other takes."""
    if not kind.is_of_year():
        if asked is not None:
            raise CommandError("This report is not about a year; give --on.", returncode=UNUSABLE)
        return None
    text = str(asked)
    if not text.isdecimal() or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise CommandError(
            f"{text!r} is not a year from {FIRST_YEAR} to {LAST_YEAR}.", returncode=UNUSABLE
        )
    return int(text)


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else timezone.localdate()
    except ValueError:
        raise CommandError(
            f"{text!r} is not a day such as 2026-11-22.", returncode=UNUSABLE
        ) from None


def _region(name: str | None) -> Region | None:
    if name is None:
        return None
    found = Region.objects.filter(name__iexact=name).first()
    if found is None:
        known = ", ".join(Region.objects.values_list("name", flat=True)) or "none"
        raise CommandError(f"There is no region {name!r}. There are: {known}.", returncode=UNUSABLE)
    return found


def _write(content: bytes, output: str | None) -> None:
    try:
        if output:
            Path(output).write_bytes(content)
        else:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except OSError as error:
        where = output or "the output"
        raise CommandError(
            f"Cannot write to {where}: {error.strerror}.", returncode=UNUSABLE
        ) from None
