"""Groups that fill contracted seats."""

from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import (
    Case,
    DecimalField,
    DurationField,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    ExtractDay,
    ExtractMonth,
    ExtractYear,
    Round,
)
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import in_order, minimum_and_maximum, not_negative, one_of
from config.shared.identifiers import validate_no_personal_number
from config.shared.periods import Period
from config.shared.versions import keeps_versions
from contracts.enums import OPEN_GROUPS, GroupAct, GroupStatus, Level, TariffUnit
from contracts.group_effects import Effect
from contracts.group_prices import GroupPrice, group_price
from contracts.group_words import sentences
from contracts.models.capacity import CapacityLine
from contracts.models.tariffs import Tariff
from providers.enums import DeliveryMode

AMOUNT = DecimalField(max_digits=14, decimal_places=4)


def _units_of_a_head() -> Case:
    """How many units of its tariff one learner's course takes, as `group_prices` counts them;
    nought where the price is the group's.
    """
    length = ExpressionWrapper(F("last_on") - F("first_on"), output_field=DurationField())
    weeks = Cast(ExtractDay(length) + 1, AMOUNT) / 7
    years = ExtractYear("last_on") - ExtractYear("first_on")
    months = years * 12 + ExtractMonth("last_on") - ExtractMonth("first_on") + 1
    return Case(
        When(unit=TariffUnit.TRAJECTORY, then=Value(1, output_field=AMOUNT)),
        When(unit=TariffUnit.HOUR, then=F("hours_per_week") * weeks),
        When(unit=TariffUnit.MONTH, then=Cast(months, AMOUNT)),
        default=Value(0, output_field=AMOUNT),
        output_field=AMOUNT,
    )


class CourseGroupQuerySet(models.QuerySet["CourseGroup"]):
    def visible_to(self, user: User) -> "CourseGroupQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))

    def open(self) -> "CourseGroupQuerySet":
        """Groups that are planned or running."""
        return self.filter(status__in=OPEN_GROUPS)

    def with_heads(self) -> "CourseGroupQuerySet":
        """Annotate `heads` (who is accepted for, scheduled in or taught in it), `free_seats` and
        `lacking` (heads below the minimum, else 0).
        """
        heads = Coalesce(F("tally__seated") + F("tally__accepted"), 0)
        lacking = Case(
            When(heads__lt=F("minimum"), then=F("minimum") - F("heads")),
            default=0,
            output_field=IntegerField(),
        )
        return self.annotate(heads=heads, free_seats=F("maximum") - F("heads"), lacking=lacking)

    def with_places(self) -> "CourseGroupQuerySet":
        """Annotate `seated` (scheduled in it or taught) and `accepted` (for whom one is kept)."""
        return self.annotate(
            seated=Coalesce(F("tally__seated"), 0), accepted=Coalesce(F("tally__accepted"), 0)
        )

    def with_stake(self) -> "CourseGroupQuerySet":
        """After `with_heads`: annotate `unit` and `price` of the main tariff on the group's first
        day, and `stake`, the euros that its empty seats below the minimum do not bring in.
        """
        tariffs = Tariff.objects.filter(
            contract=OuterRef("line__contract"),
            route=OuterRef("line__route"),
            first_on__lte=OuterRef("first_on"),
            last_on__gte=OuterRef("first_on"),
        ).main()
        price = Subquery(tariffs.values("price")[:1], output_field=AMOUNT)
        head_price = Round(F("price") * _units_of_a_head(), precision=2, output_field=AMOUNT)
        return self.annotate(
            unit=Subquery(tariffs.values("unit")[:1]),
            price=price,
            stake=Coalesce(head_price * F("lacking"), 0, output_field=AMOUNT),
        )

    def too_small(self) -> "CourseGroupQuerySet":
        """After `with_heads`: groups under their minimum."""
        return self.filter(lacking__gt=0)

    def off_size(self) -> "CourseGroupQuerySet":
        """After `with_heads`: groups under their minimum or over their maximum."""
        return self.filter(Q(heads__lt=F("minimum")) | Q(heads__gt=F("maximum")))


@keeps_versions("CourseGroupVersion")
class CourseGroup(models.Model):
    """A lesgroep: a teacher in front of at least `minimum` and at most `maximum` learners."""

    line = models.ForeignKey(
        CapacityLine, models.PROTECT, related_name="groups", verbose_name=_("capacity line")
    )
    reference = models.CharField(
        _("group"), max_length=40, validators=[validate_no_personal_number]
    )
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    minimum = models.PositiveSmallIntegerField(_("minimum"))
    maximum = models.PositiveSmallIntegerField(_("maximum"))
    level = models.CharField(_("level"), max_length=2, choices=Level)
    mode = models.CharField(
        _("delivery mode"), max_length=10, choices=DeliveryMode, default=DeliveryMode.DAY
    )
    schedule = models.CharField(_("schedule"), max_length=200, blank=True)
    hours_per_week = models.DecimalField(
        _("hours a week"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    cost_amount = models.DecimalField(
        _("cost of the group"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    decide_on = models.DateField(_("decide on (go or no go)"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=GroupStatus, default=GroupStatus.PLANNED
    )

    objects = CourseGroupQuerySet.as_manager()

    # Annotated by with_heads() and with_stake().
    heads: int
    free_seats: int
    lacking: int
    unit: str | None
    price: Decimal | None
    stake: Decimal

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ("first_on", "reference", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("line", "reference"),
                name="group_reference_once_per_line",
                violation_error_message=_("This group already exists."),
            ),
            in_order("course_group", "first_on", "last_on"),
            minimum_and_maximum("course_group", "minimum", "maximum"),
            one_of("course_group", "status", GroupStatus.values),
            one_of("course_group", "mode", DeliveryMode.values),
            not_negative("course_group", "hours_per_week", "cost_amount"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True)
                | (Q(status__in=("cancelled", "ended")) & ~Q(merged_into=F("pk"))),
                name="course_group_merged_is_over",
                violation_error_message=_("A group that was merged into another is over."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="course_group_level_known",
                violation_error_message=_("This code is not known."),
            ),
        )
        indexes = (models.Index(fields=("first_on",), name="course_group_by_first_day"),)

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contracts:coursegroup-detail", args=[self.pk])

    @property
    def heads_shown(self) -> int:
        """After `with_heads`: the heads as a bar can show them, never past its end."""
        return min(self.heads, self.maximum)

    @property
    def course_price(self) -> GroupPrice | None:
        """After `with_stake`: the tariff for the whole course; None where that cannot be said."""
        if self.unit is None or self.price is None:
            return None
        period = Period(self.first_on, self.last_on)
        hours = self.hours_per_week
        return group_price(unit=self.unit, price=self.price, period=period, hours_per_week=hours)


class GroupDecisionQuerySet(models.QuerySet["GroupDecision"]):
    def visible_to(self, user: User) -> "GroupDecisionQuerySet":
        return self.filter(group__in=CourseGroup.objects.visible_to(user))


class GroupDecision(models.Model):
    """What was decided about a group, why, and the effect in seats and euro as it was then."""

    group = models.ForeignKey(
        CourseGroup, models.PROTECT, related_name="decisions", verbose_name=_("group")
    )
    other = models.ForeignKey(
        CourseGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("other group"),
    )
    act = models.CharField(_("decision"), max_length=10, choices=GroupAct)
    effect = models.JSONField(_("effect"), encoder=DjangoJSONEncoder)
    reason = models.CharField(
        _("reason"), max_length=500, blank=True, validators=[validate_no_personal_number]
    )
    decided_at = models.DateTimeField(_("decided"))
    decided_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("decided by")
    )

    objects = GroupDecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision about a group")
        verbose_name_plural = _("decisions about groups")
        ordering = ("-decided_at", "-pk")
        constraints = (
            one_of("group_decision", "act", GroupAct.values),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("group")),
                name="group_decision_other_group_is_another",
                violation_error_message=_("Choose another group."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.group}"

    @property
    def found_effect(self) -> Effect:
        """The effect as it was shown and done."""
        return Effect.read(self.effect)

    @property
    def sentences(self) -> list[str]:
        """The effect in words."""
        return sentences(self.found_effect)
