"""A sheet of placements without a browser, through the same checks as the page."""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from config.shared.display import number
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.sheets import Finding, write_errors_sheet
from contracts.actions import deliveries
from contracts.exports import findings_of, write_error_sheet
from contracts.imports import apply_delivery, check_delivery
from contracts.imports.examining import examine, read_placements
from contracts.models import Contract, Delivery

REFUSED, UNUSABLE = 1, 2
SHOWN_FINDINGS = 20

EXIT_CODES = """
exit codes:
  0  every row could be applied
  1  rows were refused; nothing is applied, with --valid-rows the others are
  2  the file, the provider, the contract or the output cannot be used, or rows have a
     warning and no --reason is given
"""


class Command(BaseCommand):
    help = "Check a sheet of placements and apply it."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The help ends with the exit codes."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = EXIT_CODES, RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """FILE, whose it is, and what to do with it."""
        parser.add_argument("file", help="xlsx, xls, xlsb, ods, csv or tsv")
        parser.add_argument("--provider", required=True, metavar="KVK", help="its KvK number")
        parser.add_argument("--contract", required=True, metavar="REF", help="its reference")
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        parser.add_argument("--errors", metavar="OUT.xlsx", help="write the sheet with its errors")
        parser.add_argument("--valid-rows", action="store_true", help="leave refused rows out")
        parser.add_argument("--reason", default="", help="why rows with a warning are right")
        parser.add_argument("--by", metavar="EMAIL", help="the person on whose behalf")

    def handle(self, *, file: str, dry_run: bool, **options: Any) -> None:
        """Run it; whatever stands in the way becomes one sentence and an exit code."""
        at = timezone.now()
        try:
            contract = _contract(options["provider"], options["contract"])
            with Path(file).open("rb") as stream:
                if dry_run:
                    self._try_out(File(stream, Path(file).name), contract, at, options)
                else:
                    self._apply(File(stream, Path(file).name), contract, at, options)
        except Refused as refused:
            _stop(" ".join(refused.messages))
        except OSError as error:
            name = error.filename or file
            _stop(_("%(file)s cannot be used: %(why)s.") % {"file": name, "why": error.strerror})
        except DatabaseError as error:
            why = str(error).splitlines()[0]
            _stop(_("The database refused; nothing was changed: %(why)s") % {"why": why})

    def _try_out(
        self, file: File, contract: Contract, at: datetime, options: dict[str, Any]
    ) -> None:
        """Check without keeping anything."""
        parsed = read_placements(file, str(file.name))
        rows = examine(parsed, contract, on=amsterdam(at))
        if options["errors"]:
            with Path(options["errors"]).open("wb") as out:
                write_errors_sheet(out, parsed.raw, parsed.findings)
        found = rows.counts
        self._report(found, parsed.findings)
        _judge(found["rows_refused"])

    def _apply(self, file: File, contract: Contract, at: datetime, options: dict[str, Any]) -> None:
        """Keep, check, and apply what may be applied."""
        by = _person(options["by"])
        delivery = deliveries.keep_sheet(contract=contract, file=file, by=by, at=at)
        delivery = check_delivery(delivery_id=delivery.pk, at=at)
        if options["errors"]:
            with Path(options["errors"]).open("wb") as out:
                write_error_sheet(out, delivery)
        valid = delivery.rows_total - delivery.rows_refused
        if valid == delivery.rows_total or (valid and options["valid_rows"]):
            deliveries.accept_rows(
                delivery=delivery,
                by=by,
                at=at,
                valid_rows_only=options["valid_rows"],
                warnings_reason=options["reason"],
            )
            delivery = apply_delivery(delivery_id=delivery.pk, at=at)
        self._report(_counts_of(delivery), findings_of(delivery))
        self.stdout.write(delivery.message or self._outcome(delivery))
        _judge(delivery.rows_refused)

    def _outcome(self, delivery: Delivery) -> str:
        label = delivery.get_status_display()
        return _("Delivery %(number)s: %(status)s.") % {"number": delivery.pk, "status": label}

    def _report(self, found: dict[str, int], findings: Iterable[Finding]) -> None:
        """Counts, then the first findings in words."""
        labels = {
            "rows_total": _("rows"),
            "rows_new": _("new"),
            "rows_changed": _("changed"),
            "rows_unchanged": _("unchanged"),
            "rows_refused": _("refused"),
        }
        self.stdout.write(
            ", ".join(f"{number(found[name])} {label}" for name, label in labels.items())
        )
        findings = list(findings)
        for finding in findings[:SHOWN_FINDINGS]:
            self.stdout.write(_in_words(finding))
        left = len(findings) - SHOWN_FINDINGS
        if left > 0:
            self.stdout.write(_("  and %(count)s more") % {"count": number(left)})


def _contract(kvk: str, reference: str) -> Contract:
    """The provider's contract; one of another provider does not exist here."""
    found = list(Contract.objects.filter(provider__kvk_number=kvk, reference=reference)[:2])
    if not found:
        _stop(
            _("No contract %(reference)s with the provider that has KvK number %(kvk)s.")
            % {"reference": reference, "kvk": kvk}
        )
    if len(found) > 1:
        _stop(_("Several regions have a contract %(reference)s.") % {"reference": reference})
    return found[0]


def _person(email: str | None) -> User | None:
    """Who is behind it; nobody named means the command itself."""
    if email is None:
        return None
    person = User.objects.filter(email__iexact=email, is_active=True).first()
    return person or _stop(_("There is no person with e-mail %(email)s.") % {"email": email})


def _counts_of(delivery: Delivery) -> dict[str, int]:
    kinds = ("total", "new", "changed", "unchanged", "refused")
    return {f"rows_{kind}": getattr(delivery, f"rows_{kind}") for kind in kinds}


def _in_words(finding: Finding) -> str:
    where = _("row %(row)s") % {"row": finding.row} if finding.row else _("whole sheet")
    column = f", {finding.column}" if finding.column else ""
    return f"  {where}{column}: {finding.message} {finding.remedy}".rstrip()


def _judge(refused: int) -> None:
    if refused:
        sentence = ngettext("%(count)s row refused.", "%(count)s rows refused.", refused)
        raise CommandError(sentence % {"count": number(refused)}, returncode=REFUSED)


def _stop(sentence: str) -> NoReturn:
    raise CommandError(sentence, returncode=UNUSABLE)
