"""`export_duo`: bodies for DUO without a browser, for the schedule of the gemeente's own system."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Gemeente, User
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from contracts.actions.duo import DuoRequest, document_of, make_export, region_for
from contracts.duo.gathering import count_found
from contracts.models import DuoExport

UNUSABLE = 2
"""Exit code of input that names nothing, or that may not be asked."""


class Command(BaseCommand):
    help = "Export what DUO must know of a gemeente's learners: offers, and hours by month."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose learners, which months, on whose behalf and where to."""
        parser.add_argument("file", nargs="?", metavar="OUT.json", help="where the JSON goes")
        parser.add_argument("--gemeente", required=True, metavar="CODE", help="its CBS code")
        parser.add_argument("--first", required=True, metavar="YYYY-MM", help="first month")
        parser.add_argument("--last", metavar="YYYY-MM", help="last month; the first by default")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="on whose behalf")
        parser.add_argument("--changed", action="store_true", help="leave out what was told before")
        parser.add_argument("--dry-run", action="store_true", help="count only, keep nothing")

    def handle(self, *, file: str | None, changed: bool, dry_run: bool, **options: Any) -> None:
        """Run it; whatever stands in the way becomes one sentence and an exit code."""
        at = timezone.now()
        person = _person(options["by"])
        request = _request(options, person, at)
        if dry_run:
            self._count(request)
            return
        try:
            export = make_export(request=request, by=person, at=at)
            self._write(export, file, only_changed=changed)
        except Refused as refused:
            _stop(" ".join(refused.messages))
        except OSError as error:
            why = {"file": error.filename or file, "why": error.strerror}
            _stop(_("%(file)s cannot be used: %(why)s.") % why)

    def _count(self, request: DuoRequest) -> None:
        for row in count_found(request.scope):
            self._tell(row.kind, row.ready, row.missing)

    def _tell(self, kind: str, ready: int, missing: int) -> None:
        told = {"kind": kind, "ready": number(ready), "missing": number(missing)}
        self.stdout.write(_("%(kind)s: %(ready)s ready, %(missing)s cannot be exported") % told)

    def _write(self, export: DuoExport, file: str | None, *, only_changed: bool) -> None:
        """The document to the file, and what was exported to the screen."""
        if file:
            with Path(file).open("wb") as out:
                out.writelines(document_of(export, only_changed=only_changed))
        told = {
            "export": export.pk,
            "offers": number(export.offers),
            "hours": number(export.hours),
            "changed": number(export.changed),
            "missing": number(export.missing),
        }
        self.stdout.write(
            _(
                "Export %(export)s: %(offers)s offers, %(hours)s months with hours; "
                "%(changed)s new or changed, %(missing)s cannot be exported."
            )
            % told
        )
        self.stdout.write(f"SHA-256 {export.sha256}")


def _request(options: dict[str, Any], person: User, at: datetime) -> DuoRequest:
    gemeente = Gemeente.objects.filter(code=options["gemeente"]).first()
    if gemeente is None:
        _stop(_("There is no gemeente with code %(code)s.") % {"code": options["gemeente"]})
    first = _month(options["first"])
    last = _month(options["last"]) if options["last"] else first
    return DuoRequest(gemeente, region_for(gemeente, person, amsterdam(at)), first, last)


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        _stop(_("%(text)s is not a month, such as 2026-10.") % {"text": text})


def _person(email: str) -> User:
    """Who is behind it: an export is made with somebody's rights."""
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    return person or _stop(_("There is no person with e-mail %(email)s.") % {"email": email})


def _stop(sentence: str) -> NoReturn:
    raise CommandError(sentence, returncode=UNUSABLE)
