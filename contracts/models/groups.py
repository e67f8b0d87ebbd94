"""Groups that fill contracted seats."""

from decimal import Decimal

from django.db import models
from django.db.models import Case, Count, DecimalField, F, IntegerField, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import in_order, minimum_and_maximum, not_negative, one_of
from config.shared.identifiers import validate_no_personal_number
from contracts.enums import IN_GROUP, GroupStatus, Level
from contracts.models.capacity import CapacityLine
from contracts.models.contracts import Tariff
from providers.enums import DeliveryMode


class CourseGroupQuerySet(models.QuerySet["CourseGroup"]):
    def visible_to(self, user: User) -> "CourseGroupQuerySet":
        return self.filter(line__in=CapacityLine.objects.visible_to(user))

    def open(self) -> "CourseGroupQuerySet":
        """Groups that are planned or running."""
        return self.filter(status__in=(GroupStatus.PLANNED, GroupStatus.STARTED))

    def with_heads(self) -> "CourseGroupQuerySet":
        """Annotate `heads` (who is accepted for, scheduled in or taught in it), `free_seats` and
        `lacking` (heads below the minimum, else 0).
        """
        heads = Count("placements", filter=Q(placements__status__in=IN_GROUP))
        lacking = Case(
            When(heads__lt=F("minimum"), then=F("minimum") - F("heads")),
            default=0,
            output_field=IntegerField(),
        )
        return self.annotate(heads=heads, free_seats=F("maximum") - F("heads"), lacking=lacking)

    def with_stake(self) -> "CourseGroupQuerySet":
        """After `with_heads`: annotate `price` (of a trajectory on the group's first day) and
        `stake`, the euros of tariff that its empty seats below the minimum do not bring in.
        """
        tariffs = Tariff.objects.filter(
            contract=OuterRef("line__contract"),
            route=OuterRef("line__route"),
            first_on__lte=OuterRef("first_on"),
            last_on__gte=OuterRef("first_on"),
        )
        amount = DecimalField(max_digits=14, decimal_places=4)
        price = Subquery(tariffs.values("price")[:1], output_field=amount)
        return self.annotate(
            price=price, stake=Coalesce(F("price"), 0, output_field=amount) * F("lacking")
        )

    def off_size(self) -> "CourseGroupQuerySet":
        """After `with_heads`: groups under their minimum or over their maximum."""
        return self.filter(Q(heads__lt=F("minimum")) | Q(heads__gt=F("maximum")))


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
                | (Q(status="cancelled") & ~Q(merged_into=F("pk"))),
                name="course_group_merged_is_cancelled",
                violation_error_message=_("A group that was merged into another is cancelled."),
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values),
                name="course_group_level_known",
                violation_error_message=_("This code is not known."),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("contracts:coursegroup-detail", args=[self.pk])
