"""Amendments of contracts in force."""

from datetime import date, datetime
from decimal import Decimal

import factory
from django.utils.timezone import get_default_timezone
from factory.django import DjangoModelFactory

from contracts.amending.grounds import Reason, Statement
from contracts.amending.paths import Value
from contracts.enums import AmendmentStatus, PartySide
from contracts.models import Amendment
from contracts.models.agreement import terms_of
from tests.factories.accounts import UserFactory
from tests.factories.contracts import ContractFactory, move
from tests.factories.papers import PaperFactory, PaperSignatureFactory

DRAFTED_AT = datetime(2026, 3, 1, 9, tzinfo=get_default_timezone())
VERDICT = {
    "on": "2026-03-01",
    "reason": "c",
    "article": "2.163c Aw 2012",
    "outcome": "allowed",
    "sentences": [],
    "tests": [],
    "rules": [],
}


class AmendmentFactory(DjangoModelFactory):
    """A draft on ground c that changes nothing yet; `changes` are values by path.

    A path whose value is None is left out of the copy. `offered=True` has a paper that both sides
    have signed.
    """

    class Meta:
        model = Amendment
        skip_postgeneration_save = True

    contract = factory.SubFactory(ContractFactory, active=True)
    number = factory.LazyAttribute(lambda made: made.contract.amendments.count() + 1)
    title = "Langer en meer"
    effective_on = date(2026, 7, 1)
    reason_code = Reason.CLAUSE
    statements = factory.LazyFunction(lambda: [Statement.CLEAR_CLAUSE.value])
    clause = "Artikel 4"
    explanation = "Er komen meer inburgeraars dan verwacht."
    created_at = DRAFTED_AT
    created_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def changes(self, create: bool, extracted: dict[str, Value | None] | None, **kwargs) -> None:
        copied = terms_of(self.contract)
        changed = {**copied, **(extracted or {})}
        self.base = copied
        self.proposed = {path: value for path, value in changed.items() if value is not None}
        self.save()

    @factory.post_generation
    def offered(self, create: bool, extracted: bool | None, **kwargs) -> None:
        if extracted:
            stamps = {"offered_at": DRAFTED_AT, "offered_by": self.created_by}
            judged = {"verdict": VERDICT, "change_amount": Decimal(0)}
            move(self, AmendmentStatus.OFFERED, **stamps, **judged)
            signed_by_both(self)


def signed_by_both(amendment: Amendment) -> None:
    """Put the amendment on paper, signed by both sides."""
    paper = PaperFactory(contract=amendment.contract, amendment=amendment)
    for side in PartySide.values:
        PaperSignatureFactory(paper=paper, side=side)
