"""Statuses and kinds of the tender room, in OCDS and eForms words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Procedure(TextChoices):
    """How providers are chosen."""

    SOCIAL = "social", _("Social and other specific services (light regime)")
    OPEN = "open", _("Open procedure")
    RESTRICTED = "restricted", _("Restricted procedure")
    MULTIPLE_PRIVATE = "multiple_private", _("Multiple private procedure")
    NEGOTIATED = "negotiated", _("Negotiated procedure without notice")
    OPEN_HOUSE = "open_house", _("Open house (admission)")

    @property
    def is_by_invitation(self) -> bool:
        """Whether only invited providers bid."""
        return self in (self.RESTRICTED, self.MULTIPLE_PRIVATE, self.NEGOTIATED)


class TenderKind(TextChoices):
    """What a tender leads to."""

    LEARNING_ROUTES = "learning_routes", _("Learning routes (contract)")
    COVENANT_ACCESSION = "covenant_accession", _("Accession to a covenant")
    OTHER = "other", _("Other services (contract)")


class PriceUnit(TextChoices):
    """What a price is paid for."""

    TRAJECTORY = "trajectory", _("per trajectory")
    HOUR = "hour", _("per hour")
    MONTH = "month", _("per month")
    GROUP = "group", _("per group")
    GROUP_HOUR = "group_hour", _("per group hour")
    FEE = "fee", _("per fee")


class PriceKind(TextChoices):
    """Whether bidders name a price below a ceiling, or accept the price that is named."""

    CEILING = "ceiling", _("Ceiling price")
    FIXED = "fixed", _("Fixed price")


class TenderStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    CLOSED = "closed", _("Closed")
    OPENED = "opened", _("Bids opened")
    IN_EVALUATION = "in_evaluation", _("In evaluation")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        busy = {
            self.IN_REVIEW: "attention",
            self.PUBLISHED: "busy",
            self.OPENED: "busy",
            self.IN_EVALUATION: "busy",
        }
        return {
            **busy,
            self.CLOSED: "attention",
            self.CONCLUDED: "good",
            self.WITHDRAWN: "wrong",
        }.get(self, "neutral")


class LotStatus(TextChoices):
    PENDING = "pending", _("Awaiting bids")
    IN_EVALUATION = "in_evaluation", _("In evaluation")
    PROVISIONALLY_AWARDED = "provisionally_awarded", _("Provisionally awarded")
    STANDSTILL = "standstill", _("Standstill period")
    AWARDED = "awarded", _("Awarded")
    NO_BIDS = "no_bids", _("No bids")
    NOT_AWARDED = "not_awarded", _("Not awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {
            self.IN_EVALUATION: "busy",
            self.PROVISIONALLY_AWARDED: "attention",
            self.STANDSTILL: "attention",
            self.AWARDED: "good",
            self.NO_BIDS: "wrong",
            self.NOT_AWARDED: "wrong",
            self.WITHDRAWN: "wrong",
        }.get(self, "neutral")


LOT_ENDS = (LotStatus.AWARDED, LotStatus.NO_BIDS, LotStatus.NOT_AWARDED, LotStatus.WITHDRAWN)
"""A lot in one of these moves no more."""


class CriterionKind(TextChoices):
    PRICE = "price", _("Price")
    QUALITY = "quality", _("Quality")


class PriceFormula(TextChoices):
    """How a price becomes points; frozen at publication."""

    RELATIVE = "relative", _("Relative: lowest price divided by own price")
    ABSOLUTE = "absolute", _("Absolute: on a published scale")
    VALUE = "value", _("Value-based: quality as a deduction in euro")
    FIXED = "fixed", _("Fixed price: quality only")


class TieRule(TextChoices):
    """Who comes first of bids with the same total; published beforehand."""

    QUALITY = "quality", _("The bid with the most quality points")
    PRICE = "price", _("The bid with the lowest price")
    DRAW = "draw", _("A draw by lot")


class ScoreMethod(TextChoices):
    """How the scores of the panel become one."""

    CONSENSUS = "consensus", _("Consensus, recorded by the chair")
    MEAN = "mean", _("The mean of the individual scores")


class RequirementKind(TextChoices):
    """What a bidder has to meet, as the ESPD divides it."""

    EXCLUSION = "exclusion", _("Ground for exclusion")
    SELECTION = "selection", _("Suitability")
    MINIMUM = "minimum", _("Minimum requirement")


class DocumentVisibility(TextChoices):
    """Who may read a document of the tender."""

    PUBLIC = "public", _("Everyone")
    INVITED = "invited", _("Invited providers")
    AFTER_AWARD = "after_award", _("Everyone, after the award")
    NEVER = "never", _("The desk of the region only")


class NoticeKind(TextChoices):
    """What is published on TenderNed, in eForms words."""

    PRIOR = "prior", _("Prior information notice")
    CONTRACT = "contract", _("Contract notice")
    CHANGE = "change", _("Change notice")
    AWARD = "award", _("Contract award notice")


class FundingSource(TextChoices):
    """Where the money of a planned tender comes from."""

    SPUK = "spuk", _("Earmarked grant (SPUK) integration facilities")
    SUPPLEMENT = "supplement", _("Supplement for the education route")
    GENERAL = "general", _("Municipal fund (gemeentefonds)")
    OTHER = "other", _("Other")


class PlannedStatus(TextChoices):
    """Where a tender of the procurement calendar stands."""

    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Tender drafted")
    DROPPED = "dropped", _("Dropped")

    @property
    def tone(self) -> str:
        return {self.STARTED: "good"}.get(self, "neutral")


class ConsultationStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", pgettext_lazy("consultation", "Open")
    CLOSED = "closed", _("Closed")

    @property
    def tone(self) -> str:
        return {self.OPEN: "busy", self.CLOSED: "good"}.get(self, "neutral")


class ContactKind(TextChoices):
    """How a provider and the region were in touch during a market consultation."""

    WRITTEN = "written", _("In writing")
    CALL = "call", _("Call")
    MEETING = "meeting", _("Meeting")


class QuestionStatus(TextChoices):
    ASKED = "asked", _("To be answered")
    ANSWERED = "answered", _("Answer drafted")
    PUBLISHED = "published", _("Answer published")
    DECLINED = "declined", _("Not taken up")

    @property
    def tone(self) -> str:
        return {self.ASKED: "attention", self.ANSWERED: "busy", self.PUBLISHED: "good"}.get(
            self, "neutral"
        )


class ReviewVerdict(TextChoices):
    """What a second pair of eyes says before publication."""

    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes asked")


class EnvelopeKind(TextChoices):
    """What a sealed envelope of a bid holds, and so which key of the tender opens it."""

    QUALITY = "quality", _("Quality and declarations")
    PRICE = "price", _("Prices")


class OpenedWith(TextChoices):
    """What the second officer brought to an opening."""

    PASSPHRASE = "passphrase", _("Own passphrase")
    ARCHIVIST = "archivist", _("Printed key of the archivist")


class ConflictStatus(TextChoices):
    """What an assessor declared about interests in the bidders."""

    PENDING = "pending", _("Not declared yet")
    NONE = "none", _("No conflict of interest")
    CONFLICT = "conflict", _("Conflict of interest")

    @property
    def tone(self) -> str:
        return {self.PENDING: "attention", self.NONE: "good", self.CONFLICT: "wrong"}[self]


class PartnerRole(TextChoices):
    """With whom a bidder bids."""

    CONSORTIUM = "consortium", _("Member of the consortium")
    SUBCONTRACTOR = "subcontractor", _("Subcontractor")


class ComplaintKind(TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    INTERIM_PROCEEDING = "interim_proceeding", _("Interim proceedings (kort geding)")


class ComplaintStatus(TextChoices):
    OPEN = "open", _("Running")
    DISMISSED = "dismissed", _("Dismissed")
    UPHELD = "upheld", _("Upheld")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.OPEN: "attention", self.UPHELD: "wrong"}.get(self, "neutral")


class LetterKind(TextChoices):
    """Which letter a bidder got."""

    WINNER = "winner", _("Award decision, to the winner")
    LOSER = "loser", _("Award decision, to who did not win")
    EXCLUDED = "excluded", _("Award decision, to who was excluded")


class ApplicationStatus(TextChoices):
    """Where an application for accession or admission stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ADMITTED = "admitted", _("Admitted")
    REFUSED = "refused", _("Not admitted")

    @property
    def tone(self) -> str:
        return {self.SUBMITTED: "busy", self.ADMITTED: "good", self.REFUSED: "wrong"}.get(
            self, "neutral"
        )


class DeclineReason(TextChoices):
    """Why an invited provider does not bid."""

    PRICE = "price", _("The price does not cover the cost")
    NUMBERS = "numbers", _("The numbers of learners are too uncertain")
    GROUP_SIZE = "group_size", _("The group sizes do not fit")
    TEACHERS = "teachers", _("Not enough teachers")
    LOCATION = "location", _("The places are too far away")
    TERMS = "terms", _("The contract terms")
    TIME = "time", _("Not enough time to bid")
    OTHER = "other", _("Other")


class BidStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OPENED = "opened", _("Opened")
    UNREADABLE = "unreadable", _("Could not be opened")

    @property
    def tone(self) -> str:
        return {self.SUBMITTED: "good", self.OPENED: "busy", self.UNREADABLE: "wrong"}.get(
            self, "neutral"
        )


class LotBidStatus(TextChoices):
    ENTERED = "entered", _("Entered")
    ADMISSIBLE = "admissible", _("Admissible")
    WON = "won", _("Won")
    LOST = "lost", _("Not won")
    EXCLUDED = "excluded", _("Excluded")
    DROPPED_OUT = "dropped_out", _("Dropped out of the lot")

    @property
    def tone(self) -> str:
        return {
            self.ADMISSIBLE: "busy",
            self.WON: "good",
            self.EXCLUDED: "wrong",
            self.DROPPED_OUT: "wrong",
        }.get(self, "neutral")


class OutcomeResult(TextChoices):
    """How a lot ended: eForms code list winner-selection-status."""

    SELECTED = "selec-w", _("At least one winner was chosen")
    CLOSED = "clos-nw", _("No winner was chosen and the competition is closed")


class OutcomeReason(TextChoices):
    """Why a lot was not awarded: eForms code list non-award-justification."""

    NO_RECEIVED = "no-rece", _("No bids were received")
    ALL_REJECTED = "all-rej", _("All bids were rejected")
    INSUFFICIENT_FUNDS = "ins-fund", _("Not enough funds")
    ONE_ADMISSIBLE = "one-admis", _("Only one admissible bid")
    CHANGED_NEED = "chan-need", _("The need has changed")
    NOT_SIGNED = "no-signed", _("The winner refused to sign the contract")
    REVIEW_BODY = "rev-body", _("Decision of a review body, tribunal or court")
    REVIEW_BUYER = "rev-buyer", _("Decision of the buyer after a request for review")
    TECHNICAL_ERROR = "tch-pro-error", _("Technical or procedural errors")
    OTHER = "other", _("Other")


class RuleKey(TextChoices):
    """The rules about which a `LegalRule` gives a value.

    The ones that end in `.national` stand for tenders below the European threshold.
    """

    THRESHOLD_SOCIAL = "threshold.social", _("Threshold for social services")
    THRESHOLD_SERVICES = "threshold.services", _("Threshold for other services")
    TERM_REQUEST = "term.request", _("Term for requests to participate")
    TERM_REQUEST_NATIONAL = (
        "term.request.national",
        _("Term for requests to participate, below the threshold"),
    )
    TERM_TENDER = "term.tender", _("Term for bids")
    TERM_TENDER_NATIONAL = "term.tender.national", _("Term for bids, below the threshold")
    PRIOR_NOTICE = "term.tender.prior_notice", _("Term for bids after a prior notice")
    PRIOR_NOTICE_FLOOR = (
        "term.tender.prior_notice.floor",
        _("Shortest term for bids after a prior notice"),
    )
    E_SUBMISSION = "reduction.e_submission", _("Days less when bids come in electronically")
    TERM_CLARIFICATION = "term.clarification", _("Last clarification before the deadline")
    TERM_CLARIFICATION_NATIONAL = (
        "term.clarification.national",
        _("Last clarification before the deadline, below the threshold"),
    )
    TERM_SHIFT = (
        "term.shift_to_working_day",
        _("A term that ends on a day off moves to the next working day"),
    )
    STANDSTILL = "standstill", _("Standstill period")
    STANDSTILL_NATIONAL = "standstill.national", _("Standstill period, below the threshold")
    STANDSTILL_SHIFT = (
        "standstill.shift_to_working_day",
        _("A standstill that ends on a day off moves to the next working day"),
    )
    AWARD_REASONS = "award_decision.reasons", _("An award decision gives its relevant reasons")
    AWARD_NOTICE = "award_notice", _("Term for the award notice")
    AWARD_NOTICE_QUARTERLY = "award_notice.quarterly", _("Award notices bundled per quarter")
    ABNORMALLY_LOW = "abnormally_low", _("Explanation asked before rejecting a low price")
    RECORDS_KEEP_YEARS = "records.keep_years", _("Years to keep the file after the award")
    INVITED_MINIMUM = "invited.minimum", _("Fewest providers to invite")
    INVITED_MAXIMUM = "invited.maximum", _("Most providers to invite")
    FRAMEWORK_MAXIMUM_YEARS = "framework.maximum_years", _("Longest framework agreement in years")
    MODIFICATION_MINOR = "modification.minor_share", _("Largest share of minor modifications")
    MODIFICATION_EXTRA = (
        "modification.extra_share",
        _("Largest share of one extra or unforeseen modification"),
    )
    REGIME_SOCIAL = "regime.social", _("Light regime for social services")
    REGIME_NEGOTIATED = "regime.negotiated", _("Negotiation after a tender without bids")
    REGIME_OPEN_HOUSE = "regime.open_house", _("Admission without a choice by the buyer")


class RuleUnit(TextChoices):
    """What the value of a legal rule counts."""

    CALENDAR_DAYS = "calendar_days", _("calendar days")
    WORKING_DAYS = "working_days", _("working days")
    YEARS = "years", _("years")
    NUMBER = "number", _("number")
    EURO = "euro", _("euro")
    SHARE = "share", _("share")
    YES_NO = "yes_no", _("yes or no")

    @classmethod
    def days(cls) -> tuple["RuleUnit", ...]:
        """The units in which a term is counted."""
        return cls.CALENDAR_DAYS, cls.WORKING_DAYS
