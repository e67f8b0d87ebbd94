"""`import_invoices`: take the e-invoices of a folder in, such as an access point leaves them."""

from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region
from config.shared.errors import Refused
from contracts.actions.invoice_receiving import Sender, receive_invoice
from contracts.enums.payments import InvoiceSource, InvoiceStatus
from contracts.models import Invoice

REFUSED, UNUSABLE = 1, 2
EXIT_CODES = """
exit codes:
  0  every invoice was received and checked
  1  at least one was refused
  2  the folder or the region cannot be used
"""


class Command(BaseCommand):
    help = "Take the e-invoices (UBL, *.xml) of a folder in; what was read is moved aside."

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """The help ends with the exit codes."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.epilog, parser.formatter_class = EXIT_CODES, RawDescriptionHelpFormatter
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """Where they lie, and for whom they are."""
        parser.add_argument("folder", help="with *.xml files")
        parser.add_argument("--region", metavar="NAME", help="when the invoices do not say it")
        parser.add_argument("--keep", action="store_true", help="leave the files where they are")

    def handle(self, *, folder: str, region: str | None, keep: bool, **options: Any) -> None:
        """One after the other, by name; one that is refused does not stop the others."""
        owner = _region(region)
        refused = 0
        for path in _files(Path(folder)):
            taken = self._take(path, owner)
            refused += taken is None or taken.status == InvoiceStatus.REFUSED
            if not keep:
                _set_aside(path, "received" if taken else "refused")
        if refused:
            sentence = _("%(count)s refused.") % {"count": refused}
            raise CommandError(sentence, returncode=REFUSED)

    def _take(self, path: Path, region: Region | None) -> Invoice | None:
        """The invoice as it was kept; None when nothing was."""
        sender = Sender(None, InvoiceSource.FOLDER)
        try:
            with path.open("rb") as stream:
                file = File(stream, path.name)
                invoice = receive_invoice(
                    file=file, region=region, sender=sender, at=timezone.now()
                )
        except Refused as refused:
            self.stdout.write(f"{path.name}: {' '.join(refused.messages)}")
            return None
        self.stdout.write(f"{path.name}: {invoice.number}, {invoice.get_status_display()}")
        for finding in invoice.findings.order_by("pk"):
            self.stdout.write(f"  {finding.code}: {finding.message}")
        return invoice


def _region(name: str | None) -> Region | None:
    if name is None:
        return None
    found = Region.objects.filter(name__iexact=name).first()
    if found is None:
        sentence = _("There is no region called %(name)s.") % {"name": name}
        raise CommandError(sentence, returncode=UNUSABLE)
    return found


def _files(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        sentence = _("%(folder)s is no folder.") % {"folder": folder}
        raise CommandError(sentence, returncode=UNUSABLE)
    yield from sorted(path for path in folder.iterdir() if path.suffix.lower() == ".xml")


def _set_aside(path: Path, name: str) -> None:
    """Move the file to a folder within its own, under a name that is free there."""
    aside = path.parent / name
    aside.mkdir(exist_ok=True)
    target, number = aside / path.name, 1
    while target.exists():
        target, number = aside / f"{path.stem}-{number}{path.suffix}", number + 1
    path.rename(target)
