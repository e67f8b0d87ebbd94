"""Statuses and code lists of contracts, groups, placements and deliveries."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ContractKind(TextChoices):
    """What a contract stands on (raamovereenkomst, nadere overeenkomst, or by itself)."""

    DIRECT = "direct", _("Contract by itself")
    FRAMEWORK = "framework", _("Framework agreement")
    CALL_OFF = "call_off", _("Call-off under a framework agreement")


class ContractStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("To be signed")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Active")
    SUSPENDED = "suspended", _("Suspended")
    ENDED = "ended", _("Ended")
    TERMINATED = "terminated", _("Terminated")

    @property
    def tone(self) -> str:
        return {
            self.OFFERED: "busy",
            self.SIGNED: "busy",
            self.ACTIVE: "good",
            self.SUSPENDED: "attention",
            self.TERMINATED: "wrong",
        }.get(self, "neutral")


BINDING = (ContractStatus.SIGNED, ContractStatus.ACTIVE)
"""Contracts that bind both sides, begun or not."""
DELIVERABLE = (ContractStatus.ACTIVE, ContractStatus.SUSPENDED)
"""Contracts for which sheets come in: under a suspended one who was placed goes on."""


class OverTargetPolicy(TextChoices):
    """What happens when a placement goes over the contracted number."""

    BLOCK = "block", _("Refuse")
    WARN = "warn", _("Warn")
    AUTHORISE = "authorise", _("Only when authorised with a reason")


class TariffUnit(TextChoices):
    """What a price is for."""

    TRAJECTORY = "trajectory", _("per trajectory")
    HOUR = "hour", _("per hour")
    MONTH = "month", _("per month")
    GROUP = "group", _("per group")
    GROUP_HOUR = "group_hour", _("per group hour")
    FEE = "fee", _("per occasion")

    @property
    def is_of_group(self) -> bool:
        """Whether the price is shared by the heads of a group."""
        return self in (self.GROUP, self.GROUP_HOUR)


class InstalmentMoment(TextChoices):
    """When a part of a trajectory price falls due."""

    START = "start", _("at the start")
    HALFWAY = "halfway", _("halfway")
    COMPLETION = "completion", _("at completion")


class CapacityCounts(TextChoices):
    PLACES = "places", _("Places at the same time")
    INTAKE = "intake", _("Trajectories begun")


class SeatFigure(TextChoices):
    """The figures of a capacity line that are counts of placements."""

    USED = "used", _("In use")
    HELD = "held", _("Held")
    WAITING = "waiting", _("Waiting")


class Level(TextChoices):
    A1 = "A1", "A1"
    A2 = "A2", "A2"
    B1 = "B1", "B1"
    B2 = "B2", "B2"


class GroupStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    STARTED = "started", _("Started")
    ENDED = "ended", _("Ended")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")

    @property
    def tone(self) -> str:
        return {self.PLANNED: "attention", self.STARTED: "good", self.CANCELLED: "wrong"}.get(
            self, "neutral"
        )


OPEN_GROUPS = (GroupStatus.PLANNED, GroupStatus.STARTED)
"""Groups that somebody can be in."""


class TargetGroup(TextChoices):
    """Whose course it is; decides who pays (the gemeente for status holders)."""

    STATUS_HOLDER = "status_holder", _("Asylum status holder")
    FAMILY_MIGRANT = "family_migrant", _("Family migrant")
    OTHER = "other", _("Other migrant")


class Literacy(TextChoices):
    """DUO's code for literacy education."""

    ILLITERATE = "A", _("Illiterate")
    OTHER_SCRIPT = "AA", _("Literate in another script")
    NOT_APPLICABLE = "NVT", _("Not applicable")


class Cohort(TextChoices):
    """Under which law or arrangement someone learns."""

    WI2021 = "wi2021", "Wi2021"
    WI2013 = "wi2013", "Wi2013"
    ELIP = "elip", "ELIP"
    INTERIM = "interim", _("Interim group")


class Outcome(TextChoices):
    """What someone leaves with."""

    DIPLOMA = "diploma", _("Diploma or exams passed")
    LOWER_LEVEL = "lower_level", _("Lower level reached")
    NONE = "none", _("No level reached")


class ConversationOutcome(TextChoices):
    """What a progress conversation came to: a code, never a note."""

    ON_COURSE = "on_course", _("On course")
    BEHIND = "behind", _("Behind the plan")
    SWITCH_ADVISED = "switch_advised", _("Another route advised")
    LEARNER_ABSENT = "learner_absent", _("Learner did not come")


class CovenantKind(TextChoices):
    """What kind of taalconvenant it is."""

    QUALITY = "quality", _("Quality covenant with schools")
    ACCESSION = "accession", _("Accession covenant, open to every school that meets it")
    BUYING = "buying", _("Covenant of gemeenten to buy together")


class CovenantStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("To be signed")
    ACTIVE = "active", _("Active")
    ENDED = "ended", _("Ended")

    @property
    def tone(self) -> str:
        return {self.OFFERED: "busy", self.ACTIVE: "good"}.get(self, "neutral")


class PartySide(TextChoices):
    """On which side of a covenant or paper someone stands."""

    BUYER = "buyer", _("Gemeenten")
    PROVIDER = "provider", _("Provider")


class PlacementStatus(TextChoices):
    REGISTERED = "registered", pgettext_lazy("placement", "Registered")
    ACCEPTED = "accepted", pgettext_lazy("placement", "Accepted")
    REFUSED = "refused", _("Refused")
    WAITLISTED = "waitlisted", _("On the waiting list")
    SCHEDULED = "scheduled", _("Scheduled")
    STARTED = "started", _("Started")
    INTERRUPTED = "interrupted", _("Interrupted")
    COMPLETED = "completed", _("Completed")
    DROPPED_OUT = "dropped_out", _("Dropped out")
    SWITCHED = "switched", _("Switched to another route")
    MOVED = "moved", _("Moved away")
    CANCELLED = "cancelled", pgettext_lazy("placement", "Cancelled")

    @property
    def tone(self) -> str:
        return {
            self.ACCEPTED: "busy",
            self.WAITLISTED: "attention",
            self.SCHEDULED: "busy",
            self.STARTED: "good",
            self.INTERRUPTED: "attention",
            self.COMPLETED: "good",
            self.DROPPED_OUT: "wrong",
            self.REFUSED: "wrong",
        }.get(self, "neutral")


HELD = (PlacementStatus.ACCEPTED,)
"""A seat reserved, as long as the reservation has not expired."""
IN_USE = (PlacementStatus.SCHEDULED, PlacementStatus.STARTED, PlacementStatus.INTERRUPTED)
"""A place in a group taken."""
IN_GROUP = (*HELD, *IN_USE)
"""Counts as a head of the group that the placement names."""
ENDED = (
    PlacementStatus.COMPLETED,
    PlacementStatus.DROPPED_OUT,
    PlacementStatus.SWITCHED,
    PlacementStatus.MOVED,
)
ENDED_EARLY = (PlacementStatus.DROPPED_OUT, PlacementStatus.SWITCHED, PlacementStatus.MOVED)
BEGUN = (PlacementStatus.STARTED, PlacementStatus.INTERRUPTED, *ENDED)
CHARGED = (*IN_USE, *ENDED)
"""Statuses for which a tariff can fall due."""


class DeliveryStatus(TextChoices):
    RECEIVED = "received", _("Received")
    CHECKED = "checked", _("Checked")
    CONFIRMED = "confirmed", _("Confirmed")
    APPLIED = "applied", _("Applied")
    REJECTED = "rejected", _("Rejected")

    @property
    def tone(self) -> str:
        return {
            self.RECEIVED: "busy",
            self.CHECKED: "attention",
            self.CONFIRMED: "busy",
            self.APPLIED: "good",
            self.REJECTED: "wrong",
        }.get(self, "neutral")


class RowKind(TextChoices):
    """What a row of a sheet would do."""

    NEW = "new", _("New")
    CHANGED = "changed", _("Changed")
    UNCHANGED = "unchanged", _("Unchanged")
    REFUSED = "refused", _("Refused")

    @property
    def tone(self) -> str:
        return {self.NEW: "good", self.CHANGED: "busy", self.REFUSED: "wrong"}.get(self, "neutral")


class FindingLevel(TextChoices):
    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")

    @property
    def tone(self) -> str:
        return "wrong" if self == self.ERROR else "attention"


class CostKind(TextChoices):
    INSTALMENT = "instalment", _("Instalment")


class ClauseUse(TextChoices):
    """In which kind of agreement a clause of the library stands."""

    CONTRACT = "contract", _("Contract")
    COVENANT = "covenant", _("Covenant")


class SettlementEvent(TextChoices):
    """What settles otherwise than a course that runs as planned."""

    ABSENCE = "absence", _("Absence")
    DROPOUT = "dropout", pgettext_lazy("settlement", "Dropout")
    NO_SHOW = "no_show", _("No-show")
    ROUTE_SWITCH = "route_switch", _("Switch of route")


class SettlementBasis(TextChoices):
    PERCENTAGE = "percentage", _("Part of the tariff")
    AMOUNT = "amount", _("Fixed amount")
    NONE = "none", _("Nothing is settled")


class RenewalStatus(TextChoices):
    OPEN = "open", _("Undecided")
    USED = "used", _("Used")
    DECLINED = "declined", _("Not used")

    @property
    def tone(self) -> str:
        return {self.OPEN: "attention", self.USED: "good"}.get(self, "neutral")


class KpiIndicator(TextChoices):
    """What contracts and provider cards measure (handbooks of the field; domain.md 5)."""

    DAYS_TO_START = "days_to_start", _("Days from registration to start")
    FILL_RATE = "fill_rate", _("Filled seats (%)")
    ATTENDANCE = "attendance", _("Attendance (%)")
    DIPLOMAS = "diplomas", _("Diplomas among who ended (%)")
    DROPOUTS = "dropouts", _("Dropouts among who ended (%)")
    PROGRESSION = "progression", _("In further education after six months (%)")
    SATISFACTION = "satisfaction", _("Satisfaction of learners (mark)")
    REPORTS_IN_TIME = "reports_in_time", _("Reports in time (%)")
    COMPLAINTS = "complaints", _("Complaints a year")


class TargetDirection(TextChoices):
    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class PriceIndex(TextChoices):
    """Figures by which prices follow the market; Statistics Netherlands publishes all three."""

    CPI = "cpi", _("Consumer prices (CPI)")
    SERVICES = "services_price", _("Prices of services (DPI)")
    WAGES = "wages", _("Collectively agreed wages")


class FigureStage(TextChoices):
    FIRST = "first", _("First published figure")
    FINAL = "final", _("Final figure")


class CovenantMeasure(TextChoices):
    """What a covenant aims at and its own placements show."""

    GROUP_SIZE = "group_size", _("Learners in a group")
    PROGRESS_IN_TIME = "progress_in_time", _("Progress conversations held in time (%)")
    ATTENDANCE = "attendance", _("Hours attended of hours offered (%)")


class TargetVerdict(TextChoices):
    """What the figures say of a target."""

    MET = "met", _("Met")
    MISSED = "missed", _("Missed")
    UNKNOWN = "unknown", _("No figures")

    @property
    def tone(self) -> str:
        return {self.MET: "good", self.MISSED: "attention"}.get(self, "neutral")


class AccessionStatus(TextChoices):
    """Whether a school that asked to join a covenant may."""

    ASKED = "asked", pgettext_lazy("accession", "Asked")
    ADMITTED = "admitted", pgettext_lazy("accession", "Admitted")
    REFUSED = "refused", pgettext_lazy("accession", "Refused")

    @property
    def tone(self) -> str:
        return {self.ASKED: "attention", self.ADMITTED: "good", self.REFUSED: "wrong"}.get(
            self, "neutral"
        )


class AlertKind(TextChoices):
    """What the owner of a contract is warned of."""

    OPTION_DECISION = "option_decision", _("Renewal option to decide on")
    VALUE_METER = "value_meter", _("Maximum value comes near")
    QUANTITY_METER = "quantity_meter", _("Maximum number comes near")
    RECOGNITION = "recognition", _("Recognition lapses")
    TERM_ENDING = "term_ending", _("Contract comes to its end")
    KPI = "kpi", _("Agreed result is not reached")


class AmendmentStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("To be signed")
    SIGNED = "signed", _("Signed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.OFFERED: "busy", self.SIGNED: "good"}.get(self, "neutral")


class SampleStatus(TextChoices):
    """How far a sample check has come."""

    DRAFT = "draft", _("Drawn, not yet asked")
    ASKED = "asked", _("Evidence asked")
    HEARD = "heard", _("Provider heard")
    CONCLUDED = "concluded", _("Concluded")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.ASKED: "busy", self.HEARD: "attention", self.CONCLUDED: "good"}.get(
            self, "neutral"
        )


class SampleOutcome(TextChoices):
    IN_ORDER = "in_order", _("In order")
    REMARKS = "remarks", _("In order, with remarks")
    SHORTCOMINGS = "shortcomings", _("Shortcomings")


class Sanction(TextChoices):
    """What follows from shortcomings, as far as the contract allows it."""

    NONE = "none", _("No sanction")
    WARNING = "warning", _("Warning")
    PLAN = "plan", _("Improvement plan")
    RECOVERY = "recovery", _("Payments claimed back")
    SUSPENSION = "suspension", _("No new placements")
    TERMINATION = "termination", _("Termination proposed")


class GroupAct(TextChoices):
    """What is decided about a group, with its effect in seats and euro."""

    START = "start", _("Start the group")
    WAIT = "wait", _("Decide later")
    POSTPONE = "postpone", _("Another first day")
    MERGE = "merge", _("Merge groups")
    SPLIT = "split", _("Split the group")
    MOVE = "move", _("Move learners")
    FILL = "fill", _("Schedule from the waiting list")
    CANCEL = "cancel", _("Cancel the group")


class WaitStatus(TextChoices):
    """How it stands with somebody on the waiting list of a region."""

    WAITING = "waiting", _("Waiting")
    OFFERED = "offered", _("Seat offered")
    PLACED = "placed", _("Placed")
    WITHDRAWN = "withdrawn", _("Off the list")

    @property
    def tone(self) -> str:
        return {self.WAITING: "attention", self.OFFERED: "busy", self.PLACED: "good"}.get(
            self, "neutral"
        )


ON_LIST = (WaitStatus.WAITING, WaitStatus.OFFERED)
"""Still waiting for a seat to begin in."""


class OfferAnswer(TextChoices):
    """What came of the offer of a seat; empty while it is open."""

    ACCEPTED = "accepted", _("Offer accepted")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("No answer in time")

    @property
    def tone(self) -> str:
        return {self.ACCEPTED: "good", self.EXPIRED: "attention"}.get(self, "neutral")


class WaitingOrder(TextChoices):
    """Who comes first when a seat is free; each region chooses."""

    DATE = "date", _("Longest waiting first")
    LATEST_START = "latest_start", _("Earliest latest sensible start first")
    PRIORITY_DATE = "priority_date", _("Priority first, then longest waiting")
    PRIORITY_LATEST_START = (
        "priority_latest_start",
        _("Priority first, then earliest latest sensible start"),
    )
