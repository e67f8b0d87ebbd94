"""Placements: who follows what where, without a name or a BSN."""

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.db.models.functions import Coalesce, Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, User
from config.shared.constraints import in_order, not_negative, one_of
from config.shared.identifiers import validate_no_personal_number
from config.shared.versions import keeps_versions
from contracts.enums import (
    Cohort,
    InterruptionReason,
    Level,
    Literacy,
    Outcome,
    PlacementStatus,
    TargetGroup,
)
from contracts.models.capacity import CapacityLine
from contracts.models.contracts import Contract
from contracts.models.covenants import Covenant, CovenantParty
from contracts.models.deliveries import Delivery
from contracts.models.groups import CourseGroup
from contracts.models.seating import RULES, of_placements, seats_taken
from contracts.models.tariffs import Tariff
from providers.enums import DeliveryMode, LearningRoute
from providers.models import Provider


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> "PlacementQuerySet":
        """The region's, the single gemeente's own, and the provider's own.

        Written over the ids of contracts and parties, so that a list of many needs no DISTINCT.
        """
        ours = Q(region__in=regions_of(user)) | Q(provider__in=providers_of(user))
        return self.filter(
            Q(contract__in=Contract.objects.filter(ours))
            | Q(covenant_party__in=CovenantParty.objects.of_region_or_provider(user))
            | Q(gemeente__in=gemeenten_of(user))
        )

    def longest_waiting(self) -> "PlacementQuerySet":
        """Who stands on a waiting list, longest first."""
        return self.filter(status=PlacementStatus.WAITLISTED).order_by("status_on", "pk")

    def behind(self, figure: str, line_ids: Sequence[int], on: date) -> "PlacementQuerySet":
        """Those that the `figure` (SeatFigure) of these lines counts on `on`, each once."""
        rule, found = RULES[figure], Q()
        for name in ("capacity_line", "intake_line"):
            found |= Q(**{f"{name}__in": line_ids}) & rule(of_placements(name), on)
        return self.filter(found)

    def with_seats(self, on: date) -> "PlacementQuerySet":
        """Annotate `has_seat` and `has_intake`: whether each line counts the placement on `on`."""
        return self.annotate(
            has_seat=_whether(seats_taken(of_placements("capacity_line"), on)),
            has_intake=_whether(seats_taken(of_placements("intake_line"), on)),
        )


def _whether(condition: Q) -> Coalesce:
    return Coalesce(ExpressionWrapper(condition, models.BooleanField()), False)


@keeps_versions("PlacementVersion")
class Placement(models.Model):
    """One learner's trajectory with a provider, known by the provider's own reference.

    It stands under a contract, with a capacity line and a tariff, or under a covenant as
    `covenant_party`: then it takes no contracted seat and costs the gemeente nothing. Where a
    contract counts places and intake at once, `intake_line` is the line of the second kind.

    `reserved_until_on` counts while accepted; `status_on` is the day on which the status began.
    Planned days are what was agreed, actual days what happened; the last day is included.
    Its keys are held by statement: docs/adr/0009.
    """

    contract = models.ForeignKey(
        Contract,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        db_index=False,  # placement_of_contract has it first
        verbose_name=_("contract"),
    )
    capacity_line = models.ForeignKey(
        CapacityLine,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        db_index=False,  # placement_on_line has it first
        verbose_name=_("capacity line"),
    )
    intake_line = models.ForeignKey(
        CapacityLine,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="intake_placements",
        db_index=False,  # placement_on_intake_line holds the few that have one
        verbose_name=_("capacity line of the intake"),
    )
    covenant_party = models.ForeignKey(
        CovenantParty,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        db_index=False,  # its reference is unique within it
        verbose_name=_("covenant"),
    )
    covenant_group = models.CharField(
        _("group under the covenant"), max_length=40, blank=True, db_default=""
    )
    course_group = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("group"),
    )
    tariff = models.ForeignKey(
        Tariff,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("tariff"),
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        db_constraint=False,
        related_name="placements",
        db_index=False,  # placement_of_gemeente has it first
        verbose_name=_("gemeente"),
    )
    reference = models.CharField(
        _("reference"), max_length=40, validators=[validate_no_personal_number]
    )
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    target_group = models.CharField(_("target group"), max_length=20, choices=TargetGroup)
    literacy = models.CharField(
        _("literacy"), max_length=3, choices=Literacy, default=Literacy.NOT_APPLICABLE
    )
    level = models.CharField(_("level"), max_length=2, choices=Level)
    mode = models.CharField(
        _("delivery mode"), max_length=10, choices=DeliveryMode, default=DeliveryMode.DAY
    )
    cohort = models.CharField(
        _("cohort"),
        max_length=10,
        choices=Cohort,
        default=Cohort.WI2021,
        db_default=Cohort.WI2021,
    )
    pip_on = models.DateField(_("date of the PIP"), null=True, blank=True)
    term_ends_on = models.DateField(_("end of the integration term"), null=True, blank=True)
    planned_first_on = models.DateField(_("planned first day"))
    planned_last_on = models.DateField(_("planned last day"))
    actual_first_on = models.DateField(_("actual first day"), null=True, blank=True)
    actual_last_on = models.DateField(_("actual last day"), null=True, blank=True)
    reserved_until_on = models.DateField(_("reserved until"), null=True, blank=True)
    offered_hours = models.DecimalField(
        _("hours offered"), max_digits=8, decimal_places=2, default=0
    )
    attended_hours = models.DecimalField(
        _("hours attended"), max_digits=8, decimal_places=2, default=0
    )
    status = models.CharField(
        _("status"), max_length=12, choices=PlacementStatus, default=PlacementStatus.REGISTERED
    )
    status_on = models.DateField(_("status since"))
    status_reason = models.CharField(
        _("reason"), max_length=200, blank=True, validators=[validate_no_personal_number]
    )
    interruption_reason = models.CharField(
        _("reason of the interruption"),
        max_length=10,
        choices=InterruptionReason,
        blank=True,
        db_default="",
    )
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, blank=True, db_default=""
    )
    diploma_on = models.DateField(_("date of the diploma"), null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery,
        models.PROTECT,
        db_constraint=False,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name=_("delivery"),
    )

    objects = PlacementQuerySet.as_manager()

    # Annotated by with_seats().
    has_seat: bool
    has_intake: bool

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("contract", "reference"),
                name="placement_reference_once_per_contract",
                violation_error_message=_("This reference already exists in the contract."),
            ),
            models.UniqueConstraint(
                fields=("covenant_party", "reference"),
                condition=Q(covenant_party__isnull=False),
                name="placement_reference_once_per_covenant_party",
                violation_error_message=_("This reference already exists in the covenant."),
            ),
            models.CheckConstraint(
                condition=Q(
                    contract__isnull=False,
                    capacity_line__isnull=False,
                    tariff__isnull=False,
                    covenant_party__isnull=True,
                    covenant_group="",
                )
                | Q(
                    contract__isnull=True,
                    capacity_line__isnull=True,
                    intake_line__isnull=True,
                    tariff__isnull=True,
                    course_group__isnull=True,
                    covenant_party__isnull=False,
                ),
                name="placement_under_contract_or_covenant",
                violation_error_message=_(
                    "A placement stands under a contract, with a capacity line and a tariff, "
                    "or under a covenant."
                ),
            ),
            models.CheckConstraint(
                condition=Q(intake_line__isnull=True) | ~Q(intake_line=F("capacity_line")),
                name="placement_intake_line_is_another",
                violation_error_message=_("The line of the intake is another line."),
            ),
            models.CheckConstraint(
                condition=Q(diploma_on__isnull=True) | Q(outcome="diploma"),
                name="placement_diploma_has_outcome",
                violation_error_message=_("Who has a diploma has that as outcome."),
            ),
            models.CheckConstraint(
                condition=Q(interruption_reason="") | Q(status="interrupted"),
                name="placement_interruption_reason_fits",
                violation_error_message=_(
                    "A reason of the interruption stands with an interrupted placement only."
                ),
            ),
            one_of("placement", "cohort", Cohort.values),
            one_of("placement", "outcome", ["", *Outcome.values]),
            one_of("placement", "interruption_reason", ["", *InterruptionReason.values]),
            one_of("placement", "route", LearningRoute.values),
            one_of("placement", "status", PlacementStatus.values),
            one_of("placement", "target_group", TargetGroup.values),
            one_of("placement", "literacy", Literacy.values),
            one_of("placement", "level", Level.values),
            one_of("placement", "mode", DeliveryMode.values),
            in_order("placement", "planned_first_on", "planned_last_on"),
            in_order("placement", "actual_first_on", "actual_last_on"),
            not_negative("placement", "offered_hours"),
            models.CheckConstraint(
                condition=Q(attended_hours__gte=0, attended_hours__lte=F("offered_hours")),
                name="placement_attended_within_offered",
                violation_error_message=_("More hours attended than offered."),
            ),
            models.CheckConstraint(
                condition=~Q(route="O", level="A2") & ~Q(route="Z", level="B1"),
                name="placement_level_fits_route",
                violation_error_message=_(
                    "Level A2 does not go with the education route, nor B1 with the Z route."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("started", "interrupted", "completed"))
                | Q(actual_first_on__isnull=False),
                name="placement_started_has_first_day",
                violation_error_message=_("A started placement has an actual first day."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("completed", "dropped_out", "switched", "moved"))
                | Q(actual_last_on__isnull=False),
                name="placement_ended_has_last_day",
                violation_error_message=_("An ended placement has an actual last day."),
            ),
        )
        indexes = (
            models.Index(
                fields=("capacity_line", "status"),
                name="placement_on_line",
            ),
            models.Index(
                fields=("intake_line",),
                condition=Q(intake_line__isnull=False),
                name="placement_on_intake_line",
            ),
            models.Index(
                fields=("contract", "-id"),
                name="placement_of_contract",
            ),
            models.Index(
                fields=("status", "-id"),
                name="placement_by_status",
            ),
            models.Index(
                fields=("gemeente", "-id"),
                name="placement_of_gemeente",
            ),
            models.Index(
                fields=("status", "id"),
                include=("contract",),
                condition=Q(status__in=("waitlisted", "accepted")),
                name="placement_awaiting_seat",
            ),
            models.Index(
                fields=("status_on", "id"),
                condition=Q(status="waitlisted"),
                name="placement_longest_waiting",
            ),
            GinIndex(
                OpClass(Upper("reference"), name="gin_trgm_ops"), name="placement_reference_part"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contracts:placement-detail", args=[self.pk])

    @property
    def agreement(self) -> Contract | Covenant:
        """The contract or the covenant under which it stands."""
        if self.covenant_party:
            return self.covenant_party.covenant
        return cast(Contract, self.contract)

    @property
    def provider(self) -> Provider:
        """Who gives the lessons."""
        if self.covenant_party:
            return cast(Provider, self.covenant_party.provider)
        return cast(Contract, self.contract).provider

    @property
    def lines(self) -> list[CapacityLine]:
        """The capacity lines whose seats it takes: both must have room; none under a covenant."""
        return [line for line in (self.capacity_line, self.intake_line) if line]

    def full_lines(self, day: date) -> list[CapacityLine]:
        """The lines on which it would newly take a seat on `day` while none is free."""
        seated = self.seats_on(day)
        return [line for line in self.lines if line.pk not in seated and line.use_on(day).free < 1]

    def seats_on(self, day: date) -> set[int]:
        """Ids of the capacity lines on which the placement has a seat, as it stands recorded."""
        row = Placement.objects.with_seats(day).filter(pk=self.pk).first()
        if row is None:
            return set()
        lines = ((row.capacity_line_id, row.has_seat), (row.intake_line_id, row.has_intake))
        return {pk for pk, has_seat in lines if pk and has_seat}
