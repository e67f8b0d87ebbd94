"""The tariffs of a contract, and the instalments in which the price of a trajectory falls due."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.constraints import check_order, in_order, not_negative, one_of
from config.shared.display import money
from config.shared.versions import keeps_versions, kept_moment
from contracts.enums import FeeMoment, HoursBasis, InstalmentMoment, TariffUnit
from contracts.models.contracts import Contract
from providers.enums import LearningRoute


class TariffQuerySet(models.QuerySet["Tariff"]):
    def visible_to(self, user: User) -> "TariffQuerySet":
        return self.filter(contract__in=Contract.objects.visible_to(user))

    def valid_on(self, day: date) -> "TariffQuerySet":
        return self.filter(first_on__lte=day, last_on__gte=day)

    def main(self) -> "TariffQuerySet":
        """Prices of the lessons themselves, the trajectory price first; no fees."""
        order = Case(
            *(When(unit=unit, then=place) for place, unit in enumerate(TariffUnit.values)),
            output_field=models.IntegerField(),
        )
        return self.exclude(unit=TariffUnit.FEE).order_by(order, "first_on", "pk")


@keeps_versions("TariffVersion")
class Tariff(models.Model):
    """What one unit of a route costs from a day until a day, in euro excl. VAT.

    `hours_basis` matters for a price per hour, `charged_at` for a fee.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="tariffs")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    unit = models.CharField(
        _("unit"), max_length=12, choices=TariffUnit, default=TariffUnit.TRAJECTORY
    )
    name = models.CharField(_("fee for"), max_length=80, blank=True)
    follows = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("version before"),
    )
    price = models.DecimalField(
        _("price"), max_digits=12, decimal_places=4, validators=[MinValueValidator(0)]
    )
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    charges_other_groups = models.BooleanField(
        _("also charged for family and other migrants"), default=False
    )
    hours_basis = models.CharField(
        _("hours that are paid"),
        max_length=10,
        choices=HoursBasis,
        default=HoursBasis.OFFERED,
        db_default=HoursBasis.OFFERED,
    )
    charged_at = models.CharField(
        _("fee falls due"),
        max_length=10,
        choices=FeeMoment,
        default=FeeMoment.START,
        db_default=FeeMoment.START,
    )

    objects = TariffQuerySet.as_manager()

    class Meta:
        verbose_name = _("tariff")
        verbose_name_plural = _("tariffs")
        ordering = ("route", "first_on")
        constraints = (
            one_of("tariff", "route", LearningRoute.values),
            one_of("tariff", "unit", TariffUnit.values),
            one_of("tariff", "hours_basis", HoursBasis.values),
            one_of("tariff", "charged_at", FeeMoment.values),
            in_order("tariff", "first_on", "last_on"),
            not_negative("tariff", "price"),
            models.CheckConstraint(
                condition=(Q(unit="fee") & ~Q(name="")) | (~Q(unit="fee") & Q(name="")),
                name="tariff_fee_has_name",
                violation_error_message=_("Say what the fee is for; another unit has no name."),
            ),
            ExclusionConstraint(
                name="tariff_no_overlap",
                expressions=[
                    ("contract", RangeOperators.EQUAL),
                    ("route", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_(
                    "There is already a tariff for this route in that period."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_route_display()} {money(self.price, 4)}"

    def get_absolute_url(self) -> str:
        return self.contract.get_absolute_url()

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")


class TariffInstalmentQuerySet(models.QuerySet["TariffInstalment"]):
    def visible_to(self, user: User) -> "TariffInstalmentQuerySet":
        return self.filter(tariff__in=Tariff.objects.visible_to(user))


@keeps_versions("TariffInstalmentVersion")
class TariffInstalment(models.Model):
    """The part of a trajectory price that falls due at one moment.

    `amount` is frozen in whole cents when the tariff is made; the parts add up to the price.
    """

    tariff = models.ForeignKey(Tariff, models.CASCADE, related_name="instalments")
    moment = models.CharField(_("falls due"), max_length=12, choices=InstalmentMoment)
    percentage = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    kept_at = kept_moment()

    objects = TariffInstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering = ("tariff", "pk")
        constraints = (
            one_of("instalment", "moment", InstalmentMoment.values),
            models.UniqueConstraint(
                fields=("tariff", "moment"),
                name="instalment_moment_once",
                violation_error_message=_("There is already an instalment at this moment."),
            ),
            models.CheckConstraint(
                condition=Q(percentage__gt=0, percentage__lte=100),
                name="instalment_percentage_within_100",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_moment_display()} {self.percentage}%"
