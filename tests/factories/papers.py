"""Clauses, papers and signatures, without setting a PDF; contracts that lie ready to be signed."""

import hashlib
from datetime import date, datetime

import factory
from django.core.files.base import ContentFile
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from contracts.enums import AlertKind, ClauseUse, ContractStatus, PartySide
from contracts.models import (
    Clause,
    ClauseVersion,
    Contract,
    ContractAlert,
    Paper,
    PaperSignature,
)
from tests.factories.accounts import RegionFactory, UserFactory
from tests.factories.contracts import ContractFactory, move

MADE_AT = datetime(2025, 11, 10, 9, tzinfo=get_default_timezone())
PDF = b"%PDF-1.7 a contract\n%%EOF"


class ClauseFactory(DjangoModelFactory):
    """A standing standard clause for contracts, with its first version."""

    class Meta:
        model = Clause
        skip_postgeneration_save = True

    region = factory.SubFactory(RegionFactory)
    use = ClauseUse.CONTRACT
    code = factory.Sequence(lambda number: f"clause-{number}")
    title = "Klachten"
    position = factory.Sequence(lambda number: 10 * number)
    created_at = MADE_AT

    @factory.post_generation
    def text(self, create: bool, extracted: str | None, **kwargs) -> None:
        ClauseVersion.objects.create(
            clause=self, number=1, text=extracted or "Klachten over {reference}.", made_at=MADE_AT
        )


class PaperFactory(DjangoModelFactory):
    """The standing paper of a contract, not signed yet."""

    class Meta:
        model = Paper

    contract = factory.SubFactory(ContractFactory)
    number = 1
    title = factory.LazyAttribute(lambda paper: str(paper.contract))
    facts = factory.LazyFunction(dict)
    pdf = factory.LazyFunction(lambda: ContentFile(PDF, name="contract.pdf"))
    sha256 = hashlib.sha256(PDF).hexdigest()
    made_at = MADE_AT
    made_by = factory.SubFactory(UserFactory)


class PaperSignatureFactory(DjangoModelFactory):
    class Meta:
        model = PaperSignature

    paper = factory.SubFactory(PaperFactory)
    side = PartySide.PROVIDER
    signatory_name = "Pia Vlieger"
    signatory_role = "directeur"
    signed_on = date(2025, 11, 20)
    recorded_at = datetime(2025, 11, 20, 9, tzinfo=get_default_timezone())
    recorded_by = factory.SubFactory(UserFactory)


class ContractAlertFactory(DjangoModelFactory):
    class Meta:
        model = ContractAlert

    contract = factory.SubFactory(ContractFactory)
    kind = AlertKind.TERM_ENDING
    key = factory.Sequence(lambda number: f"last_on:{number}")
    sentence = "De laatste dag is 31 dec 2027."
    due_on = date(2027, 12, 31)
    raised_at = MADE_AT


def signed_on_paper(contract: Contract, by: User) -> Contract:
    """Offer a draft and have both sides sign its paper, so that only the conclusion is left."""
    move(contract, ContractStatus.OFFERED)
    paper = PaperFactory(contract=contract, made_by=by)
    for side in PartySide.values:
        PaperSignatureFactory(paper=paper, side=side, recorded_by=by)
    return contract
