"""Papers: made of frozen facts as PDF and docx, kept with their digest, taken back."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Region, User
from config.shared.documents import Document, kept, to_docx, to_pdf
from config.shared.errors import Refused
from config.shared.uploads import Examined
from config.shared.validity import valid
from contracts.actions.clauses import ensure_library
from contracts.enums import ClauseUse
from contracts.models import Amendment, ClauseVersion, Contract, Paper
from contracts.paper_amendment import amendment_facts, amendment_paper
from contracts.paper_facts import PartyDetails, facts_of
from contracts.papers import contract_paper
from providers.models import Provider

STEM = 20
"""So many signs of the digest name the files in the store."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a paper says beside the contract itself: who stands for each side, and its clauses."""

    buyer: PartyDetails
    provider: PartyDetails
    clauses: tuple[ClauseVersion, ...] | None = None
    """None: the standard clauses of the region."""


def usual_wording(contract: Contract, *, by: User) -> Wording:
    """The sides as their last paper had them, and the standard clauses of the region.

    A region without a library has none yet: its first paper begins one.
    """
    clauses = tuple(ClauseVersion.objects.latest_of(contract.region, ClauseUse.CONTRACT))
    buyer, provider = party_details(contract, by)
    return Wording(buyer, provider, clauses or None)


def party_details(contract: Contract, by: User) -> tuple[PartyDetails, PartyDetails]:
    """Region and provider, with address and representative as on the last paper of each.

    `by` stands for a region that had no paper before.
    """
    bought = _last_facts(contract__region=contract.region_id).get("buyer", {})
    sold = _last_facts(contract__provider=contract.provider_id).get("provider", {})
    return _buyer(contract.region, bought, by), _provider(contract.provider, sold)


def _last_facts(**of: Any) -> dict[str, Any]:
    last = Paper.objects.of_contract().filter(**of, signed_outside=False).order_by("-pk").first()
    return last.facts if last else {}


def _buyer(region: Region, last: Mapping[str, str], by: User) -> PartyDetails:
    return PartyDetails(
        name=last.get("name") or str(region),
        register_number=last.get("register_number", ""),
        address=last.get("address", ""),
        representative=last.get("representative") or by.name,
        role=last.get("role", ""),
    )


def _provider(provider: Provider, last: Mapping[str, str]) -> PartyDetails:
    return PartyDetails(
        name=provider.legal_name,
        register_number=provider.kvk_number,
        address=last.get("address", ""),
        representative=last.get("representative", ""),
        role=last.get("role", ""),
    )


def draft_of(contract: Contract, wording: Wording, *, at: datetime) -> Document:
    """The paper as it would be made now, marked as a draft; nothing is kept."""
    facts = facts_of(contract, wording.buyer, wording.provider, wording.clauses or ())
    return contract_paper(facts, at=at, mark=_("DRAFT"))


@transaction.atomic
def make(
    *,
    contract: Contract,
    by: User,
    at: datetime,
    amendment: Amendment | None = None,
    wording: Wording | None = None,
) -> Paper:
    """Put `contract`, or one `amendment` of it, on paper in Dutch; that paper stands from now.

    Refused while an earlier paper of the same stands, and for a clause that cannot be filled in.
    """
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    said = wording or usual_wording(row, by=by)
    with override(settings.LANGUAGE_CODE):
        facts = facts_of(row, said.buyer, said.provider, _clauses(row, said, at))
        if amendment:
            facts |= amendment_facts(amendment)
        setter = amendment_paper if amendment else contract_paper
        document = setter(facts, at=at, mark=_("PRACTICE") if row.region.is_training else "")
    of = {"contract": row, "amendment": amendment}
    return keep_paper(of=of, document=document, facts=facts, by=by, at=at)


def _clauses(contract: Contract, wording: Wording, at: datetime) -> Iterable[ClauseVersion]:
    if wording.clauses is not None:
        return wording.clauses
    ensure_library(region=contract.region, at=at)
    return ClauseVersion.objects.latest_of(contract.region, ClauseUse.CONTRACT)


@transaction.atomic
def keep_paper(
    *,
    of: Mapping[str, Any],
    document: Document,
    facts: Mapping[str, Any],
    by: User,
    at: datetime,
) -> Paper:
    """Make the files of `document` and keep them with the facts that they were made of.

    `of` names the contract (and amendment) or the covenant, whose row the caller has locked.
    """
    pdf = to_pdf(document)
    paper = Paper(
        **of,
        number=Paper.objects.filter(**_same(of)).count() + 1,
        title=document.title,
        facts={**facts, "document": kept(document)},
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=at,
        made_by=by,
    )
    stem = paper.sha256[:STEM]
    paper.pdf.save(f"{stem}.pdf", ContentFile(pdf), save=False)
    paper.docx.save(f"{stem}.docx", ContentFile(to_docx(document)), save=False)
    valid(paper).save()
    return paper


def _same(of: Mapping[str, Any]) -> dict[str, Any]:
    names = ("contract", "covenant", "amendment")
    return {name: of[name] if of.get(name) else None for name in names}


@transaction.atomic
def keep_outside(
    *, contract: Contract, file: File, found: Examined, by: User, at: datetime
) -> Paper:
    """Keep the PDF of a contract that was signed outside, as the paper that stands."""
    row = Contract.objects.select_for_update(of=("self",)).get(pk=contract.pk)
    buyer, provider = party_details(row, by)
    of = {"contract": row, "amendment": None}
    paper = Paper(
        **of,
        number=Paper.objects.filter(**_same(of)).count() + 1,
        title=str(row),
        facts=facts_of(row, buyer, provider, ()),
        sha256=found.sha256,
        signed_outside=True,
        made_at=at,
        made_by=by,
    )
    paper.pdf.save(f"{found.sha256[:STEM]}.pdf", file, save=False)
    valid(paper).save()
    return paper


@transaction.atomic
def void(*, paper: Paper, reason: str, by: User, at: datetime) -> Paper:
    """Take a paper back: signatures on it no longer count; it stays in the dossier."""
    row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.voided_at:
        raise Refused(_("This paper was taken back before."))
    row.voided_at, row.voided_by, row.void_reason = at, by, reason
    row.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return row


def void_standing(papers: Iterable[Paper], *, reason: str, by: User, at: datetime) -> None:
    """Take back each of `papers` that stands."""
    for paper in papers:
        if paper.voided_at is None:
            void(paper=paper, reason=reason, by=by, at=at)


def discard_papers(*, contract: Contract) -> None:
    """Throw away the papers of a draft that is removed, which were all taken back.

    Refused when one of them bears a signature: it stays in the dossier, and the draft with it.
    """
    papers = contract.papers.order_by("pk")
    if papers.filter(signatures__isnull=False).exists():
        raise Refused(_("A paper of this contract was signed; the contract stays in the dossier."))
    for paper in papers:
        files = [file for file in (paper.pdf, paper.docx) if file]
        paper.delete()
        transaction.on_commit(partial(_forget, files))


def _forget(files: Iterable[FieldFile]) -> None:
    for file in files:
        file.storage.delete(str(file.name))
