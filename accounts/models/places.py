"""Gemeenten and the regions in which they work together."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, regions_of
from accounts.enums import RegionKind, SizeClass
from accounts.training import in_the_way
from config.shared.constraints import check_order, in_order, one_of
from config.shared.identifiers import (
    KVK_SENTENCE,
    OIN_SENTENCE,
    validate_kvk,
    validate_no_personal_number,
    validate_oin,
)

if TYPE_CHECKING:
    from accounts.models.people import User


class RegionQuerySet(models.QuerySet["Region"]):
    def visible_to(self, user: "User") -> "RegionQuerySet":
        """The regions `user` acts for, and those of a single gemeente the user acts for."""
        return self.filter(
            Q(pk__in=regions_of(user))
            | Q(memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        ).distinct()


class Region(models.Model):
    """An arbeidsmarktregio or another partnership that tenders and contracts together.

    `kvk_number` and `oin` name, towards who sends invoices, the organisation that pays for the
    region, such as its centre gemeente; several regions may share one. `invoice_reference` is what
    an invoice has to name for the buyer's own bookkeeping (BT-10 of EN 16931).
    """

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=RegionKind)
    is_training = models.BooleanField(
        _("for practice"),
        default=False,
        help_text=_(
            "People practise here: terms may be minutes, and every page says so. Practice and "
            "real work are never mixed: once the region has tenders, this stays as it is."
        ),
    )
    kvk_number = models.CharField(
        _("KvK number"),
        max_length=8,
        blank=True,
        validators=[validate_kvk],
        help_text=_("Of the organisation to which invoices are made out."),
    )
    oin = models.CharField(
        _("OIN"),
        max_length=20,
        blank=True,
        validators=[validate_oin],
        help_text=_("By this number an e-invoice reaches a public body."),
    )
    invoice_reference = models.CharField(
        _("reference that an invoice names"),
        max_length=60,
        blank=True,
        validators=[validate_no_personal_number],
        help_text=_("Such as a cost centre. Empty: the number of the statement."),
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regions")
        ordering = ("name",)
        constraints = (
            one_of("region", "kind", RegionKind.values),
            models.CheckConstraint(
                condition=Q(kvk_number="") | Q(kvk_number__regex=r"^\d{8}$"),
                name="region_kvk_number_eight_digits",
                violation_error_message=KVK_SENTENCE,
            ),
            models.CheckConstraint(
                condition=Q(oin="") | Q(oin__regex=r"^\d{20}$"),
                name="region_oin_twenty_digits",
                violation_error_message=OIN_SENTENCE,
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A region with work in it stays for practice, or stays real."""
        if self._changes_training():
            sentences = in_the_way(self)
            if sentences:
                raise ValidationError({"is_training": sentences})

    def _changes_training(self) -> bool:
        """Whether the mark differs from what the database has; a new region may have either."""
        other = Region.objects.filter(pk=self.pk).exclude(is_training=self.is_training)
        return self.pk is not None and other.exists()

    def gemeenten_on(self, day: date) -> models.QuerySet["Gemeente"]:
        """The gemeenten that belong to the region on `day`, by name."""
        return Gemeente.objects.filter(
            Q(regions__last_on__isnull=True) | Q(regions__last_on__gte=day),
            regions__region=self,
            regions__first_on__lte=day,
        ).order_by("name")


class GemeenteQuerySet(models.QuerySet["Gemeente"]):
    def visible_to(self, user: "User") -> "GemeenteQuerySet":
        """Those of the regions, and the single gemeenten, that `user` acts for."""
        return self.filter(
            Q(pk__in=gemeenten_of(user)) | Q(regions__region__in=regions_of(user))
        ).distinct()

    def valid_on(self, day: date) -> "GemeenteQuerySet":
        """Those that exist on `day`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day),
            Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        )


class Gemeente(models.Model):
    """A gemeente by its CBS code; ended ones stay, with their successor once that is typed in."""

    code = models.CharField(
        _("CBS code"),
        max_length=4,
        unique=True,
        validators=[RegexValidator(r"^\d{4}$", _("Give the CBS code as four digits."))],
    )
    name = models.CharField(_("name"), max_length=80)
    size_class = models.CharField(_("size class"), max_length=10, choices=SizeClass, blank=True)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    valid_from = models.DateField(_("exists from"), null=True, blank=True)
    valid_until = models.DateField(_("exists until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name=_("successor")
    )

    objects = GemeenteQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemeente")
        verbose_name_plural = _("gemeenten")
        ordering = ("name",)
        constraints = (
            in_order("gemeente", "valid_from", "valid_until"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{4}$"),
                name="gemeente_code_four_digits",
                violation_error_message=_("Give the CBS code as four digits."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="gemeente_not_its_own_successor",
                violation_error_message=_("A gemeente cannot succeed itself."),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RegionGemeente(models.Model):
    """A gemeente takes part in a region from a day until a day."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships_of_gemeenten")
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="regions")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)
    subregion = models.CharField(_("subregion"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("gemeente in a region")
        verbose_name_plural = _("gemeenten in a region")
        constraints = (
            in_order("region_gemeente", "first_on", "last_on"),
            ExclusionConstraint(
                name="region_gemeente_no_overlap",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("gemeente", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This gemeente is already in the region in that period."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.gemeente} - {self.region}"

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")
