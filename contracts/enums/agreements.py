"""Contracts, their terms, papers, amendments and warnings."""

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


class PartySide(TextChoices):
    """On which side of a covenant or paper someone stands."""

    BUYER = "buyer", _("Gemeenten")
    PROVIDER = "provider", _("Provider")


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
    RETURNS_IN_TIME = "returns_in_time", _("Monthly returns in time (%)")
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


class AlertKind(TextChoices):
    """What the owner of a contract is warned of."""

    OPTION_DECISION = "option_decision", _("Renewal option to decide on")
    VALUE_METER = "value_meter", _("Maximum value comes near")
    QUANTITY_METER = "quantity_meter", _("Maximum number comes near")
    RECOGNITION = "recognition", _("Recognition lapses")
    TERM_ENDING = "term_ending", _("Contract comes to its end")
    KPI = "kpi", _("Agreed result is not reached")
    GUARANTEE = "guarantee", _("Guaranteed minimum is not reached")


class AmendmentStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("To be signed")
    SIGNED = "signed", _("Signed")
    WITHDRAWN = "withdrawn", _("Withdrawn")

    @property
    def tone(self) -> str:
        return {self.OFFERED: "busy", self.SIGNED: "good"}.get(self, "neutral")
