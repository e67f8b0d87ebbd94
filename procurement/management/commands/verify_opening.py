"""`verify_opening`: check a record of opening, anywhere; no database, no network, no account."""

import re
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from procurement.vault import Finding, verify
from procurement.vault.canonical import parsed

FAULTY, UNUSABLE = 1, 2

EXIT_CODES = """
exit codes:
  0  nothing is wrong with the record
  1  something is; the lines say what
  2  a file or the key cannot be used
"""


class Command(BaseCommand):
    help = "Check a record of opening, with the receipts and sealed files laid beside it."
    requires_system_checks = []  # some look at the database, which an outsider does not have

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The help ends with the exit codes."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = EXIT_CODES, RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """RECORD, and what to compare it with."""
        parser.add_argument("record", metavar="RECORD.json", help="the record of opening")
        parser.add_argument(
            "--receipt", action="append", default=[], metavar="FILE", help="a receipt (JSON)"
        )
        parser.add_argument(
            "--envelope", action="append", default=[], metavar="FILE", help="a sealed file"
        )
        parser.add_argument("--key", metavar="HEX", help="the signing key, as it was published")
        parser.add_argument(
            "--earlier", metavar="FILE", help="with a record of prices: that of the quality"
        )

    def handle(self, *, record: str, key: str | None, **options: Any) -> None:
        """Print a line for each finding, and what to conclude."""
        findings = verify(
            _document(record),
            expected_key=_key(key),
            receipts=[_document(name) for name in options["receipt"]],
            envelopes={name: _bytes(name) for name in options["envelope"]},
            earlier=_document(options["earlier"]) if options["earlier"] else None,
        )
        self._report(findings)
        if key is None:
            self.stdout.write(
                _("Whose key signed was not looked at: give the published one with --key.")
            )
        faults = sum(not finding.ok for finding in findings)
        if faults:
            _stop(_conclusion(faults), FAULTY)
        self.stdout.write(_("Nothing is wrong with this record."))

    def _report(self, findings: Iterable[Finding]) -> None:
        words = {True: _("good"), False: _("WRONG")}
        for finding in findings:
            self.stdout.write(f"{words[finding.ok]}: {finding.sentence}")


def _conclusion(faults: int) -> str:
    return ngettext(
        "%(count)s thing is wrong with this record.",
        "%(count)s things are wrong with this record.",
        faults,
    ) % {"count": faults}


def _document(name: str) -> object:
    try:
        return parsed(_bytes(name))
    except ValueError as error:
        _stop(_("%(file)s is not valid JSON: %(why)s") % {"file": name, "why": error}, UNUSABLE)


def _bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        _stop(
            _("%(file)s cannot be used: %(why)s.") % {"file": name, "why": error.strerror},
            UNUSABLE,
        )


def _key(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", text.strip()):
        _stop(_("A key has 64 hexadecimal digits."), UNUSABLE)
    return text


def _stop(sentence: str, code: int) -> NoReturn:
    raise CommandError(sentence, returncode=code)
