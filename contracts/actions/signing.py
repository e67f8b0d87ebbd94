"""Signatures on papers: by each side for itself, or recorded from paper with a scan.

When both sides have signed and nothing else is missing, the contract is concluded.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.access import require
from accounts.enums import Permission
from accounts.models import User
from config.shared.display import day
from config.shared.errors import Refused
from config.shared.periods import amsterdam
from config.shared.queue import later
from config.shared.scanning import refuse_infected
from config.shared.uploads import Examined, FileKind, examined
from config.shared.validity import valid
from config.shared.workflow import Entry, recorder
from contracts.actions import papers
from contracts.actions.contract_telling import (
    CONCLUDED,
    PAPER_SIGNED,
    tell_provider,
    tell_region,
)
from contracts.actions.contracts import conclude_award, sign_contract
from contracts.enums import AmendmentStatus, ContractStatus, PartySide
from contracts.models import Contract, Paper, PaperSignature
from contracts.workflows import CONTRACT
from contracts.workflows.contracts import lot_awarded

SCANS = (FileKind.PDF, FileKind.PNG, FileKind.JPEG)
STEM = 20


@dataclass(frozen=True, slots=True)
class Signed:
    """Who signed, as what, and on which day."""

    name: str
    role: str
    on: date


def sign_paper(
    *, paper: Paper, side: str, signed: Signed, by: User, at: datetime, file: File | None = None
) -> PaperSignature:
    """Sign for the own side: the region's contract manager, or the provider's administrator.

    `file` is the scan of a signature in ink. The buyer cannot sign while the award is not final.
    """
    needed = (
        Permission.CONTRACT_SIGN if side == PartySide.BUYER else Permission.CONTRACT_COUNTERSIGN
    )
    return _record(paper, side, signed, needed, file, by, at)


def record_signature(
    *, paper: Paper, side: str, signed: Signed, file: File, by: User, at: datetime
) -> PaperSignature:
    """Write down, for the region, that a side signed in ink; the scan is the proof."""
    return _record(paper, side, signed, Permission.CONTRACT_SIGN, file, by, at)


def _record(
    paper: Paper,
    side: str,
    signed: Signed,
    needed: Permission,
    file: File | None,
    by: User,
    at: datetime,
) -> PaperSignature:
    found = checked_scan(file, SCANS) if file else None
    with transaction.atomic():
        row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        contract = cast(Contract, row.contract)  # covenants are signed elsewhere
        require(by, needed, contract)
        _check(row, contract, side, signed, at)
        signature = _keep(row, side, signed, file, found, by, at)
        _note(row, signature, by, at)
        _tell(row, contract, signature, by, at)
        _conclude(row, contract, at)
    return signature


def checked_scan(file: File, kinds: tuple[FileKind, ...]) -> Examined:
    """What the file is; Refused for another kind, too large, or with a virus in it."""
    found = examined(file, kinds=kinds, maximum_bytes=settings.UPLOAD_MAXIMUM_BYTES)
    refuse_infected(file)
    return found


def _check(paper: Paper, contract: Contract, side: str, signed: Signed, at: datetime) -> None:
    if paper.voided_at:
        raise Refused(_("This paper was taken back; it can no longer be signed."))
    if not _lies_open(paper, contract):
        raise Refused(_("This paper does not wait for signatures."))
    _check_day(amsterdam(paper.made_at), signed.on, amsterdam(at))
    awaited = lot_awarded(contract, at) if side == PartySide.BUYER else None
    if awaited:
        raise Refused(awaited)


def _lies_open(paper: Paper, contract: Contract) -> bool:
    if paper.amendment:
        return paper.amendment.status == AmendmentStatus.OFFERED
    return contract.status == ContractStatus.OFFERED


def _check_day(made_on: date, signed_on: date, today: date) -> None:
    if not made_on <= signed_on <= today:
        raise Refused(
            _("The day of the signature lies from %(made)s, when the paper was made, to today.")
            % {"made": day(made_on)},
            field="signed_on",
        )


def _keep(
    paper: Paper,
    side: str,
    signed: Signed,
    file: File | None,
    found: Examined | None,
    by: User,
    at: datetime,
) -> PaperSignature:
    signature = PaperSignature(
        paper=paper,
        side=side,
        signatory_name=signed.name,
        signatory_role=signed.role,
        signed_on=signed.on,
        recorded_at=at,
        recorded_by=by,
    )
    if file and found:
        signature.filename, signature.sha256 = found.name, found.sha256
        signature.file.save(f"{found.sha256[:STEM]}.{found.kind}", file, save=False)
    valid(signature).save(force_insert=True)
    return signature


def _note(paper: Paper, signature: PaperSignature, by: User, at: datetime) -> None:
    """One line in the history of what is signed; no names, which the signature itself has."""
    about = paper.amendment or paper.agreement
    after = {"side": signature.side, "sha256": paper.sha256}
    sentence = f"{signature.get_side_display()}, {day(signature.signed_on)}"
    recorder().record([Entry(about, "signature", by, at, {}, after, sentence)])


def _tell(
    paper: Paper, contract: Contract, signature: PaperSignature, by: User, at: datetime
) -> None:
    url = paper.get_absolute_url()
    title = {"paper": paper.title}
    if signature.side == PartySide.BUYER:
        tell_provider(
            contract,
            PAPER_SIGNED,
            lambda: _("The region has signed: %(paper)s") % title,
            at=at,
            url=url,
        )
    else:
        tell_region(
            contract,
            PAPER_SIGNED,
            lambda: _("The provider has signed: %(paper)s") % title,
            by=by,
            at=at,
            url=url,
        )


def _conclude(paper: Paper, contract: Contract, at: datetime) -> None:
    """Conclude a contract that both sides have signed, in the name of who signed for the region.

    When the award is not final yet, or that person no longer may, it waits for the region's step.
    """
    signatures = paper.signatures.order_by("pk")
    ours = next((one for one in signatures if one.side == PartySide.BUYER), None)
    if ours is None or paper.amendment_id or CONTRACT.missing(contract, "sign", at):
        return
    if ours.recorded_by.may(Permission.CONTRACT_SIGN, contract):
        sign_contract(contract=contract, by=ours.recorded_by, at=at)
        tell_provider(contract, CONCLUDED, lambda: _("Both sides have signed."), at=at)


def sign_outside(
    *,
    contract: Contract,
    buyer: Signed,
    provider: Signed,
    file: File,
    by: User,
    at: datetime,
) -> Contract:
    """Record a contract that both sides signed on paper outside; `file` is the signed PDF.

    Its digest is that of the paper. The contract is signed from then on.
    """
    found = checked_scan(file, (FileKind.PDF,))
    last_on = max(buyer.on, provider.on)
    if last_on > amsterdam(at):
        raise Refused(_("A signature cannot lie in the future."))
    with transaction.atomic():
        row = CONTRACT.apply(
            contract,
            "sign_outside",
            by=by,
            at=at,
            signed_outside_on=last_on,
            original_amount=contract.maximum_amount,
            original_quantity=contract.maximum_quantity,
        )
        paper = papers.keep_outside(contract=row, file=file, found=found, by=by, at=at)
        for side, signed in ((PartySide.BUYER, buyer), (PartySide.PROVIDER, provider)):
            _keep(paper, side, signed, None, None, by, at)
        conclude_award(contract=row, by=by, at=at)
        tell_provider(row, CONCLUDED, lambda: _("Both sides have signed."), at=at)
        later("accounts.seal_audit")
    return row
