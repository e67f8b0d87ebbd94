"""The register: providers, where they are admitted, what they hold and what they offer."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, Region, User
from config.shared.constraints import check_order, in_order, one_of
from config.shared.identifiers import validate_brin, validate_duo, validate_kvk
from providers.enums import DeliveryMode, LearningRoute, ProviderKind, RecognitionKind, Standing

WARNING_DAYS = 90
"""From so many days before its end a recognition is said to expire soon."""
RUNS_ON = date.max
"""Stands in sorting for a recognition without a last day."""


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, user: User) -> "ProviderQuerySet":
        """The own organisation, and those admitted in a region that `user` acts for or lives in."""
        return self.filter(
            Q(pk__in=providers_of(user))
            | Q(admissions__region__in=regions_of(user))
            | Q(admissions__region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        ).distinct()

    def recognised_on(self, day: date, route: LearningRoute) -> "ProviderQuerySet":
        """Those that hold on `day` what `route` asks for."""
        return self.filter(
            recognitions__in=Recognition.objects.valid_on(day).filter(kind=route.recognition)
        ).distinct()

    def with_recognitions(self, day: date) -> "ProviderQuerySet":
        """Adds quality_mark_until and tst_until: last days of what is held on `day`.

        None where nothing is held, RUNS_ON where no last day is set.
        """
        return self.annotate(
            quality_mark_until=_held_until(RecognitionKind.QUALITY_MARK, day),
            tst_until=_held_until(RecognitionKind.TST, day),
        )


def _held_until(kind: RecognitionKind, day: date) -> Subquery:
    held = Recognition.objects.valid_on(day).filter(kind=kind, provider=OuterRef("pk"))
    until = Coalesce("last_on", Value(RUNS_ON))
    return Subquery(held.order_by("-last_on").values_list(until)[:1])


class Provider(models.Model):
    """An organisation that gives lessons, known once by its KvK number."""

    kvk_number = models.CharField(
        _("KvK number"),
        max_length=8,
        unique=True,
        validators=[validate_kvk],
        error_messages={"unique": _("A provider with this KvK number is already registered.")},
    )
    legal_name = models.CharField(_("statutory name"), max_length=160)
    trade_name = models.CharField(_("trade name"), max_length=160, blank=True)
    duo_number = models.CharField(
        _("DUO institution number"), max_length=10, blank=True, validators=[validate_duo]
    )
    brin = models.CharField(_("BRIN"), max_length=6, blank=True, validators=[validate_brin])
    kind = models.CharField(_("kind"), max_length=20, choices=ProviderKind)
    email = models.EmailField(_("e-mail address"), blank=True)
    created_at = models.DateTimeField(_("registered"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ("legal_name", "pk")
        constraints = (
            one_of("provider", "kind", ProviderKind.values),
            models.CheckConstraint(
                condition=Q(kvk_number__regex=r"^\d{8}$"),
                name="provider_kvk_eight_digits",
                violation_error_message=_("A KvK number has eight digits."),
            ),
            models.UniqueConstraint(
                fields=("duo_number",),
                condition=~Q(duo_number=""),
                name="provider_duo_number_once",
                violation_error_message=_("Another provider already has this DUO number."),
            ),
        )

    def __str__(self) -> str:
        return self.trade_name or self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("providers:provider-detail", args=[self.pk])

    def recognised_on(self, day: date, route: LearningRoute) -> bool:
        """Whether the provider holds on `day` what `route` asks for."""
        return self.recognitions.valid_on(day).filter(kind=route.recognition).exists()


class Admission(models.Model):
    """A region has admitted a provider: it may be contracted there and is seen there."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="admissions")
    region = models.ForeignKey(Region, models.PROTECT, related_name="admissions")
    admitted_at = models.DateTimeField(_("admitted"))
    admitted_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "region"),
                name="admission_once_per_region",
                violation_error_message=_("This provider is already admitted in this region."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.region}"


class RecognitionQuerySet(models.QuerySet["Recognition"]):
    def valid_on(self, day: date) -> "RecognitionQuerySet":
        return self.filter(Q(last_on__isnull=True) | Q(last_on__gte=day), first_on__lte=day)

    def visible_to(self, user: User) -> "RecognitionQuerySet":
        return self.filter(provider__in=Provider.objects.visible_to(user))


class Recognition(models.Model):
    """A quality mark or recognition from a day until a day; an empty last day means it runs on."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="recognitions")
    kind = models.CharField(_("kind"), max_length=10, choices=RecognitionKind)
    number = models.CharField(_("number"), max_length=40)
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"), null=True, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("recognition")
        verbose_name_plural = _("recognitions")
        ordering = ("kind", "first_on")
        constraints = (
            in_order("recognition", "first_on", "last_on"),
            one_of("recognition", "kind", RecognitionKind.values),
            ExclusionConstraint(
                name="recognition_no_overlap",
                expressions=[
                    ("provider", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (
                        Func(F("first_on"), F("last_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("There is already such a recognition in that period."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    def get_absolute_url(self) -> str:
        return self.provider.get_absolute_url()

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")

    def days_left(self, day: date) -> int | None:
        """Days of validity after `day`, below zero once lapsed; None when it runs on."""
        return (self.last_on - day).days if self.last_on else None

    def standing_on(self, day: date) -> Standing:
        """Whether it holds on `day`, and whether the end is near."""
        if self.first_on > day:
            return Standing.TO_COME
        days = self.days_left(day)
        if days is None or days > WARNING_DAYS:
            return Standing.VALID
        return Standing.EXPIRING if days >= 0 else Standing.LAPSED


class OfferingQuerySet(models.QuerySet["Offering"]):
    def visible_to(self, user: User) -> "OfferingQuerySet":
        return self.filter(provider__in=Provider.objects.visible_to(user))


class Offering(models.Model):
    """A route that a provider offers in a gemeente."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offerings")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    mode = models.CharField(_("delivery mode"), max_length=10, choices=DeliveryMode)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ("route", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "route", "gemeente", "mode"),
                name="offering_once",
                violation_error_message=_("This offering is already listed."),
            ),
            one_of("offering", "route", LearningRoute.values),
            one_of("offering", "mode", DeliveryMode.values),
        )

    def __str__(self) -> str:
        return f"{self.get_route_display()} - {self.gemeente}"

    def get_absolute_url(self) -> str:
        return self.provider.get_absolute_url()
