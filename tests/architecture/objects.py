"""One object of every kind that has a page, of Noord or of its provider, and strangers to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Model
from django.urls import resolve
from django.utils import timezone

from accounts.enums import KeyBasis, Role
from accounts.models import Invitation, Job, User
from accounts.models.people import hashed
from accounts.roles import PROVIDER_ROLES, REGION_ROLES
from contracts.amending.fields import TARIFFS
from contracts.enums import ContractStatus, CostKind, InstalmentMoment
from contracts.models import (
    Contract,
    CostLine,
    Delivery,
    Invoice,
    Placement,
    ProgressConversation,
    SeatOffer,
    Statement,
)
from procurement.enums import ComplaintKind, LetterKind, RuleKey, RuleUnit
from procurement.models import (
    Application,
    AwardDecision,
    Bid,
    Complaint,
    LegalRule,
    Letter,
    LotBid,
    OpeningRecord,
    SealedFile,
    Tender,
)
from procurement.vault import StreamSealer
from tests.factories.accounts import NotificationFactory, UserFactory, member_of
from tests.factories.amendments import AmendmentFactory
from tests.factories.api import ApiTokenFactory
from tests.factories.budgets import (
    BudgetAdoptionFactory,
    BudgetChangeFactory,
    BudgetChangeLineFactory,
    ForecastSnapshotFactory,
    IndexationExpectationFactory,
)
from tests.factories.contracts import (
    ContractFactory,
    CourseGroupFactory,
    PlacementFactory,
    move,
)
from tests.factories.cost_terms import ContractGuaranteeFactory
from tests.factories.costs import CostEntryFactory, FeeOccasionFactory, MonthClosingFactory
from tests.factories.covenants import (
    AccessionRequestFactory,
    ClauseCommentFactory,
    CovenantFactory,
    CovenantReviewFactory,
    LearnerFactory,
    SchoolPartyFactory,
)
from tests.factories.duo import DuoExportFactory, DuoLineFactory
from tests.factories.forecasts import IntakeForecastFactory
from tests.factories.funding import (
    FundingPaymentFactory,
    FundingStreamFactory,
    HousedCountFactory,
    HousedCountSheetFactory,
    year_of_stream,
)
from tests.factories.mappings import ColumnMappingFactory
from tests.factories.overruns import (
    OverrunSignalFactory,
    PlanningSectionFactory,
    PlanningTextFactory,
    SignalDecisionFactory,
)
from tests.factories.papers import (
    ClauseFactory,
    ContractAlertFactory,
    PaperFactory,
    PaperSignatureFactory,
)
from tests.factories.payments import payment_objects
from tests.factories.planning import (
    ConsultationFactory,
    ContactFactory,
    PlannedTenderFactory,
)
from tests.factories.procurement import (
    BidFactory,
    ConsensusScoreFactory,
    CriterionFactory,
    LotBidFactory,
    LotFactory,
    LowPriceInquiryFactory,
    MandateFactory,
    PanelSeatFactory,
    RepairRequestFactory,
    TenderFactory,
    TenderOfficerFactory,
)
from tests.factories.providers import OfferingFactory, ProviderFactory, person_of
from tests.factories.publication import InvitationFactory as TenderInvitationFactory
from tests.factories.publication import QuestionFactory, RoundFactory, TenderDocumentFactory
from tests.factories.register import register_objects
from tests.factories.reports import BudgetLineFactory
from tests.factories.returns import DataTaskFactory
from tests.factories.saved_reports import (
    ReportMailFactory,
    ReportScheduleFactory,
    SavedReportFactory,
)
from tests.factories.scenarios import reckoned
from tests.factories.seats import SeatAuthorisationFactory
from tests.factories.supervision import SampleCheckFactory, SampleItemFactory
from tests.factories.terms import (
    ContractSheetFactory,
    IndexFigureFactory,
    RenewalOptionFactory,
)
from tests.factories.waiting import AllocationKeyFactory, WaitlistEntryFactory
from tests.support.openings import quality_body, sign
from tests.support.pages import Address
from tests.support.vault import with_printed_key

STRANGERS = {
    *(f"region {role}" for role in REGION_ROLES),
    *(f"provider {role}" for role in PROVIDER_ROLES),
    "gemeente controller",
    "gemeente reader",
    "assessor",
    "nobody",
}


class World:
    """The objects by kind; `url` fills the arguments of an address with them."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        self.noord = request.getfixturevalue("noord")
        self.zuid = request.getfixturevalue("zuid")
        self.gemeente = request.getfixturevalue("waterveen")
        self.provider = request.getfixturevalue("provider")
        self.person = request.getfixturevalue("officer")
        made = [*self._people(), *self._register(), *self._tenders(), *self._contracts()]
        made += [*self._terms(), *self._papers(), self.noord]
        made += self._covenants()
        made += self._overruns()
        made += self._funding()
        made += self._budgets()
        made.append(self._scenario())
        made += self._saved()
        self.objects: dict[type[Model], Model] = {type(each): each for each in made}
        self.invoice, self.statement = self.objects[Invoice], self.objects[Statement]

    def url(self, page: Address) -> str:
        """The address of the page, with the first of its transitions where it has some."""
        return self.urls(page)[0]

    def urls(self, page: Address) -> list[str]:
        """The address of the page, or one for each transition that it makes."""
        given = {name: self.argument(name, page.view) for name in page.arguments - {"name"}}
        if "name" not in page.arguments:
            return [page.url(**given)]
        moves = [move.name for move in page.view.workflow.transitions if move.permission]
        urls = [page.url(**given, name=name) for name in moves]
        # A transition with a page of its own has the same address: that page is tried by itself.
        return [url for url in urls if resolve(url).func.view_class is page.view]

    def argument(self, name: str, view: Any) -> object:
        """What stands at `name` in the address of a page with this view."""
        if name == "pk":
            return self.objects[view.model].pk
        if name == "token":
            return "onbekend"
        if name == "kind":
            return "pdf"
        if name == "row":
            return self._row(view)
        known = {
            "code": "capacity-use",
            "criterion": self.criterion.pk,
            "delivery_pk": self.delivery.pk,
            "export_pk": self.duo_line.export.pk,
            "invoice_pk": self.invoice.pk,
            "statement_pk": self.statement.pk,
            "section": "kpis",
            "step": "start",
            "line": self.changed_line.pk,
        }
        return (known | {"part": "contact", "sequence": 1, "file": self.objects[SealedFile].pk})[
            name
        ]

    def _row(self, view: Any) -> str:
        """A price or seats in the copy of the amendment, as the page asks."""
        if view.of_section is TARIFFS:
            return "tariffs.O.trajectory..2026-01-01."
        return "lines.O.Waterveen.places.2026-01-01."

    def insider(self, role: Role) -> User:
        """Somebody of Noord, or of its provider."""
        if role in PROVIDER_ROLES:
            return person_of(self.provider, role)
        return member_of(self.noord, role)

    def stranger(self, kind: str) -> User:
        """Somebody of Zuid, or of a provider that only Zuid admitted."""
        where, _space, role = kind.partition(" ")
        if where == "region":
            return member_of(self.zuid, Role(role))
        if where == "gemeente":
            return member_of(self.zuid.gemeenten_on(date(2026, 1, 1)).get(), Role(role))
        if where == "provider":
            return person_of(ProviderFactory(admitted_in=[self.zuid]), Role(role))
        user = UserFactory()
        if where == "assessor":
            PanelSeatFactory(user=user, tender=TenderFactory(region=self.zuid))
        return user

    def _funding(self) -> list[Model]:
        """A stream with a year, a payment and people housed, all of one gemeente."""
        stream = FundingStreamFactory(region=self.noord)
        place = {"region": self.noord, "gemeente": self.gemeente}
        return [
            self.gemeente,
            stream,
            year_of_stream(stream, {self.gemeente: 1_000}),
            FundingPaymentFactory(**place),
            HousedCountFactory(**place),
            HousedCountSheetFactory(region=self.noord),
        ]

    def _saved(self) -> list[Model]:
        """A report that somebody keeps and has mailed."""
        keeper = member_of(self.noord, Role.CONTROLLER)
        report = SavedReportFactory(region=self.noord, owner=keeper)
        schedule = ReportScheduleFactory(report=report)
        return [report, schedule, ReportMailFactory(schedule=schedule)]

    def _budgets(self) -> list[Model]:
        """A change with a line, an adopted budget of another year, and a kept forecast."""
        change = BudgetChangeFactory(region=self.noord, gemeente=self.gemeente, year=2031)
        line = BudgetLineFactory(region=self.noord, gemeente=self.gemeente, year=2031)
        self.changed_line = line
        return [
            change,
            BudgetChangeLineFactory(change=change, line=line),
            BudgetAdoptionFactory(region=self.noord, year=2041),
            ForecastSnapshotFactory(region=self.noord),
            IndexationExpectationFactory(region=self.noord),
        ]

    def _costs(self, contract: Contract, placement: Placement) -> list[Model]:
        return [
            CostEntryFactory(region=self.noord, borne_by=[self.gemeente]),
            FeeOccasionFactory(placement=placement),
            ContractGuaranteeFactory(contract=contract),
            MonthClosingFactory(contract=contract),
        ]

    def _waiting(self, placement: Placement) -> list[Model]:
        """A key with a version, and somebody who waits with an offer open."""
        key = AllocationKeyFactory(
            region=self.noord, basis=KeyBasis.PLACEMENTS, shares={self.gemeente: "100"}
        )
        entry = WaitlistEntryFactory(region=self.noord, gemeente=self.gemeente)
        offer = SeatOffer.objects.create(
            entry=entry,
            placement=placement,
            reply_by_on=date(2030, 1, 1),
            offered_at=timezone.now(),
            offered_by=self.person,
        )
        return [self.noord, key, key.versions.get(), entry, offer]

    def _people(self) -> list[Model]:
        now = timezone.now()
        job = Job.objects.create(
            task="accounts.pulse",
            label="Werk",
            created_at=now,
            created_by=self.person,
            heartbeat_at=now,
        )
        invitation = Invitation.objects.create(
            email="gast@voorbeeld.test",
            role=Role.READER,
            region=self.noord,
            token_hash=hashed("x"),
            created_at=now,
            created_by=self.person,
            expires_at=now + timedelta(days=1),
        )
        told = NotificationFactory(user=self.person)
        token = ApiTokenFactory(user=self.person)
        return [self.person.memberships.get(), job, invitation, told, token]

    def _register(self) -> list[Model]:
        colleague = person_of(self.provider, Role.PROVIDER_ADMINISTRATOR)
        mark = self.provider.recognitions.first()
        mark.evidence.save("certificaat.pdf", ContentFile(b"%PDF-1.7"), save=False)
        mark.evidence_name, mark.evidence_sha256 = "certificaat.pdf", "0" * 64
        mark.save()
        return [
            self.provider,
            mark,
            OfferingFactory(provider=self.provider, gemeente=self.gemeente),
            colleague.provider_memberships.get(),
            *register_objects(self.provider, self.noord, self.person),
        ]

    def _planning(self) -> list[Model]:
        """What comes before a tender; the consultation is a draft, which no provider sees."""
        consultation = ConsultationFactory(region=self.noord)
        rule = LegalRule.objects.create(
            region=self.noord,
            key=RuleKey.STANDSTILL_NATIONAL,
            applies_from=date(2030, 1, 1),
            value=20,
            unit=RuleUnit.CALENDAR_DAYS,
            source="x",
        )
        planned = PlannedTenderFactory(region=self.noord)
        return [planned, consultation, ContactFactory(consultation=consultation), rule]

    def _tenders(self) -> list[Model]:
        """A draft, because providers everywhere see what is published; and a bid on another."""
        tender = TenderFactory(region=self.noord, lead_gemeente=self.gemeente)
        self.criterion = CriterionFactory(tender=tender)
        bid = BidFactory(
            tender=TenderFactory(region=self.noord, published=True), provider=self.provider
        )
        lot_bid = LotBidFactory(bid=bid)
        decision = AwardDecision.objects.create(
            lot=lot_bid.lot,
            winner=lot_bid,
            ranking=[],
            motivation="x",
            decided_at=timezone.now(),
            decided_by=self.person,
        )
        seat = PanelSeatFactory(tender=tender)
        prepared = [MandateFactory(tender=tender), TenderOfficerFactory(tender=tender)]
        return [
            tender,
            LotFactory(tender=tender),
            self.criterion,
            seat,
            bid,
            lot_bid,
            decision,
            *prepared,
            *self._planning(),
            *self._vault(bid),
            *self._publication(tender),
            *self._awards(lot_bid),
            *self._evaluation(lot_bid),
            self._application(tender),
        ]

    def _application(self, tender: Tender) -> Model:
        """One that was submitted, so that the region sees it."""
        now = timezone.now()
        return Application.objects.create(
            tender=tender,
            provider=self.provider,
            contact_name="Pia",
            contact_email="pia@voorbeeld.test",
            created_at=now,
            created_by=self.person,
            submitted_at=now,
            submitted_by=self.person,
        )

    def _evaluation(self, lot_bid: LotBid) -> list[Model]:
        """What was asked of the bidder, and a consensus on its bid."""
        return [
            RepairRequestFactory(lot_bid=lot_bid),
            LowPriceInquiryFactory(lot_bid=lot_bid),
            ConsensusScoreFactory(lot_bid=lot_bid),
        ]

    def _awards(self, lot_bid: LotBid) -> list[Model]:
        """A letter that was not sent, and a complaint."""
        letter = Letter.objects.create(
            lot_bid=lot_bid,
            kind=LetterKind.LOSER,
            content={"remarks": ""},
            written_at=timezone.now(),
            written_by=self.person,
        )
        complaint = Complaint.objects.create(
            lot=lot_bid.lot,
            provider=self.provider,
            kind=ComplaintKind.COMPLAINT,
            received_on=date(2026, 11, 20),
            text="x",
            recorded_at=timezone.now(),
            recorded_by=self.person,
        )
        return [letter, complaint]

    def _publication(self, tender: Tender) -> list[Model]:
        """A document, an invitation, a question and its Nota."""
        return [
            TenderDocumentFactory(tender=tender),
            TenderInvitationFactory(tender=tender, provider=self.provider),
            QuestionFactory(tender=tender, provider=self.provider),
            RoundFactory(tender=tender),
        ]

    def _vault(self, bid: Bid) -> list[Model]:
        """The record of an opening, an attachment, and the region's printed key."""
        now = timezone.now()
        record = OpeningRecord.objects.create(
            tender=bid.tender,
            kind="quality",
            first_at=now,
            first_by=self.person,
            first_session="a" * 64,
            second_at=now,
            second_by=member_of(self.noord, Role.PROCUREMENT_OFFICER),
            record=sign(quality_body()),
        )
        sealer = StreamSealer()
        sealed = sealer.push(b"%PDF-1.7") + sealer.finish()
        file = SealedFile.objects.create(
            bid=bid,
            path=default_storage.save("bids/proef", ContentFile(sealed)),
            sha256=sealer.sha256,
            size=sealer.size,
            uploaded_at=now,
            uploaded_by=self.person,
            name="plan.pdf",
            kind="pdf",
            key=sealer.key,
            opened_at=now,
        )
        return [record, file, with_printed_key(self.noord, self.person)[0]]

    def _contracts(self) -> list[Model]:
        contract = ContractFactory(
            region=self.noord,
            provider=self.provider,
            gemeenten_given=[self.gemeente],
            active=True,
        )
        line, tariff = contract.capacity_lines.get(), contract.tariffs.get()
        placement = PlacementFactory(capacity_line=line, gemeente=self.gemeente)
        self.delivery = Delivery.objects.create(
            provider=self.provider,
            contract=contract,
            file="plaatsingen.csv",
            filename="plaatsingen.csv",
            sha256="0" * 64,
            size=1,
            received_at=timezone.now(),
            received_by=self.person,
        )
        cost = CostLine.objects.create(
            placement=placement,
            tariff=tariff,
            contract=contract,
            region=self.noord,
            gemeente=self.gemeente,
            route=placement.route,
            kind=CostKind.INSTALMENT,
            part=InstalmentMoment.START,
            unit=tariff.unit,
            quantity=1,
            service_month=date(2026, 2, 1),
            first_on=date(2026, 2, 2),
            last_on=date(2026, 2, 2),
            due_on=date(2026, 2, 2),
            amount=100,
        )
        budget = BudgetLineFactory(region=self.noord, gemeente=self.gemeente)
        group = CourseGroupFactory(line=line)
        extra = SeatAuthorisationFactory(line=line)
        more = [
            extra,
            DataTaskFactory(contract=contract),
            ColumnMappingFactory(provider=self.provider, mapped_by=self.person),
            *self._waiting(placement),
            *self._amendment(contract),
            *self._supervision(placement),
            *payment_objects(placement),
        ]
        more += self._costs(contract, placement)
        exported = DuoExportFactory(gemeente=self.gemeente, region=self.noord)
        self.duo_line = DuoLineFactory(export=exported, placement=placement)
        more += [exported, self.duo_line]
        return [contract, line, tariff, placement, self.delivery, cost, budget, group, *more]

    def _amendment(self, contract: Contract) -> list[Model]:
        """An offered one, which the provider sees, and what a gemeente expects."""
        amendment = AmendmentFactory(
            contract=contract, changes={"facts.title": "Anders"}, offered=True
        )
        return [amendment, IntakeForecastFactory(region=self.noord, gemeente=self.gemeente)]

    def _supervision(self, placement: Placement) -> list[Model]:
        """A sample of the provider's placements of which evidence was asked."""
        check = SampleCheckFactory(region=self.noord, provider=self.provider)
        return [check, SampleItemFactory(check_of=check, placement=placement)]

    def _terms(self) -> list[Model]:
        """A renewal option, an index figure and a sheet of running contracts."""
        contract = ContractFactory(region=self.noord, provider=self.provider)
        sheet = default_storage.save("contract-sheets/proef.csv", ContentFile(b"x;y\n1;2\n"))
        return [
            RenewalOptionFactory(contract=contract),
            IndexFigureFactory(region=self.noord),
            ContractSheetFactory(region=self.noord, file=sheet),
        ]

    def _overruns(self) -> list[Model]:
        """A signal with a decision, and the draft of a report text."""
        signal = OverrunSignalFactory(region=self.noord, gemeente=self.gemeente)
        text = PlanningTextFactory(region=self.noord, gemeente=self.gemeente)
        return [
            signal,
            SignalDecisionFactory(signal=signal),
            text,
            PlanningSectionFactory(text=text),
        ]

    def _scenario(self) -> Model:
        """One that was reckoned."""
        return reckoned(self.noord, member_of(self.noord, Role.CONTROLLER))

    def _papers(self) -> list[Model]:
        """An offered contract with its paper, a clause of the library and a warning."""
        contract = ContractFactory(region=self.noord, provider=self.provider)
        move(contract, ContractStatus.OFFERED)
        paper = PaperFactory(contract=contract)
        signature = PaperSignatureFactory(
            paper=paper, file=ContentFile(b"%PDF-1.7", name="scan.pdf"), sha256="0" * 64
        )
        alert = ContractAlertFactory(contract=contract)
        return [paper, signature, ClauseFactory(region=self.noord), alert]

    def _covenants(self) -> list[Model]:
        """One that the school has not signed yet, with a comment, a review and a request."""
        covenant = CovenantFactory(region=self.noord, offered=True)
        party = SchoolPartyFactory(covenant=covenant, provider=self.provider)
        clause = covenant.clauses.get()
        learner = LearnerFactory(covenant_party=party, gemeente=self.gemeente)
        talk = ProgressConversation.objects.create(placement=learner, due_on=date(2026, 3, 2))
        return [
            covenant,
            party,
            clause,
            ClauseCommentFactory(clause=clause),
            CovenantReviewFactory(covenant=covenant),
            AccessionRequestFactory(covenant=covenant, provider=self.provider),
            talk,
        ]
