"""Organisations that give lessons, what they are called from which day, and where they teach."""

from datetime import date
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Gemeente, User
from config.shared.constraints import check_order, in_order, one_of, stamped
from config.shared.identifiers import (
    validate_brin,
    validate_duo,
    validate_kvk,
    validate_no_personal_number,
)
from providers.enums import (
    ContactSubject,
    DeliveryMode,
    LearningRoute,
    ProviderKind,
    RecognitionKind,
)

Row = TypeVar("Row", bound=models.Model)
RUNS_ON = date.max
"""Stands in sorting for a recognition without a last day."""


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, user: User) -> "ProviderQuerySet":
        """The own organisation, and those admitted in a region that `user` acts for or lives in.

        A region sees those that are proposed to it too, so that somebody can decide.
        """
        return self.filter(
            Q(pk__in=providers_of(user))
            | Q(admissions__region__in=regions_of(user))
            | Q(admissions__region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        ).distinct()

    def admitted_on(self, day: date, region: object) -> "ProviderQuerySet":
        """Those that may be given new work in `region` (or its id) on `day`."""
        rows = _related("admissions").in_force(day)
        rows = rows.filter(provider=OuterRef("pk"), region=region)
        return self.filter(Exists(rows))

    def known_in(self, region: object) -> "ProviderQuerySet":
        """Those that `region` (or its id) let in, barred from new work or not."""
        rows = _related("admissions").let_in()
        return self.filter(Exists(rows.filter(provider=OuterRef("pk"), region=region)))

    def recognised_on(self, day: date, route: LearningRoute) -> "ProviderQuerySet":
        """Those that hold on `day` what `route` asks for."""
        return self.filter(Exists(_recognitions(route.recognition, day)))

    def with_recognitions(self, day: date) -> "ProviderQuerySet":
        """Adds quality_mark_until and tst_until: last days of what is held on `day`.

        None where nothing is held, RUNS_ON where no last day is set.
        """
        return self.annotate(
            quality_mark_until=_held_until(RecognitionKind.QUALITY_MARK, day),
            tst_until=_held_until(RecognitionKind.TST, day),
        )

    def with_admission(self, user: User) -> "ProviderQuerySet":
        """Adds admission_status: where the provider stands in the first region of `user`."""
        rows = _related("admissions").filter(provider=OuterRef("pk"), region__in=regions_of(user))
        status = rows.order_by("region").values("status")[:1]
        return self.annotate(admission_status=Subquery(status))


def _related(name: str) -> Any:
    """The rows of the model behind a relation; its module imports this one."""
    model: Any = Provider._meta.get_field(name).related_model
    return model._default_manager.all()


def _recognitions(kind: str, day: date) -> Any:
    """What is held of `kind` on `day` by the provider of the outer query."""
    return _related("recognitions").valid_on(day).filter(kind=kind, provider=OuterRef("pk"))


def _held_until(kind: RecognitionKind, day: date) -> Subquery:
    until = Coalesce("last_on", Value(RUNS_ON))
    return Subquery(_recognitions(kind, day).order_by("-last_on").values_list(until)[:1])


class Provider(models.Model):
    """An organisation that gives lessons, known once by its KvK number.

    `legal_name` and `trade_name` are those of today; `name_on` knows the others. From
    `succeeded_on` another organisation has taken its place.
    """

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
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    created_at = models.DateTimeField(_("registered"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("succeeded by"),
    )
    succeeded_on = models.DateField(_("merged from"), null=True, blank=True)
    merged_at = models.DateTimeField(_("merger recorded"), null=True, blank=True)
    merged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

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
            models.CheckConstraint(
                condition=Q(successor__isnull=True, succeeded_on__isnull=True)
                | Q(successor__isnull=False, succeeded_on__isnull=False),
                name="provider_successor_from_a_day",
                violation_error_message=_("A successor and the day of the merger belong together."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="provider_not_its_own_successor",
                violation_error_message=_("A provider cannot merge into itself."),
            ),
            stamped("provider", "merged"),
        )

    def __str__(self) -> str:
        return self.trade_name or self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("providers:provider-detail", args=[self.pk])

    def recognised_on(self, day: date, route: LearningRoute) -> bool:
        """Whether the provider holds on `day` what `route` asks for."""
        return bool(self.recognitions.valid_on(day).filter(kind=route.recognition).exists())

    def name_on(self, day: date) -> str:
        """What the organisation was called on `day`; its oldest known name before that."""
        known = self.names.order_by("first_on")
        row = known.filter(first_on__lte=day).last() or known.first()
        return str(row or self)


class OfProviderQuerySet(models.QuerySet[Row]):
    """Rows that belong to a provider and are seen with it."""

    def visible_to(self, user: User) -> Self:
        return self.filter(provider__in=Provider.objects.visible_to(user))


class ProviderName(models.Model):
    """What an organisation is called from a day; the names before it stay."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="names")
    legal_name = models.CharField(_("statutory name"), max_length=160)
    trade_name = models.CharField(_("trade name"), max_length=160, blank=True)
    first_on = models.DateField(_("from"))
    created_at = models.DateTimeField(_("recorded"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = OfProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("name of a provider")
        verbose_name_plural = _("names of providers")
        ordering = ("-first_on",)
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "first_on"),
                name="provider_name_once_a_day",
                violation_error_message=_("The provider already has a new name from that day."),
            ),
        )

    def __str__(self) -> str:
        return self.trade_name or self.legal_name


class DeliveryLocationQuerySet(OfProviderQuerySet["DeliveryLocation"]):
    def in_use_on(self, day: date) -> "DeliveryLocationQuerySet":
        """Where lessons can be given on `day`."""
        return self.filter(
            Q(first_on__isnull=True) | Q(first_on__lte=day),
            Q(last_on__isnull=True) | Q(last_on__gte=day),
        )


class DeliveryLocation(models.Model):
    """A place where a provider gives lessons; after a move the next one `follows` it.

    The postcode is kept without a space, as DUO writes it.
    """

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="locations")
    name = models.CharField(_("name"), max_length=120, blank=True)
    address = models.CharField(_("street and number"), max_length=160)
    postcode = models.CharField(_("postcode"), max_length=6)
    gemeente = models.ForeignKey(
        Gemeente, models.PROTECT, related_name="+", verbose_name=_("gemeente")
    )
    is_accessible = models.BooleanField(_("accessible by wheelchair"), null=True, blank=True)
    contact = models.CharField(
        _("contact at the location"),
        max_length=160,
        blank=True,
        validators=[validate_no_personal_number],
    )
    first_on = models.DateField(_("from"), null=True, blank=True)
    last_on = models.DateField(_("until"), null=True, blank=True)
    follows = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="moved_to",
        verbose_name=_("moved from"),
    )

    objects = DeliveryLocationQuerySet.as_manager()

    class Meta:
        verbose_name = _("location")
        verbose_name_plural = _("locations")
        ordering = ("postcode", "address", "pk")
        constraints = (
            in_order("delivery_location", "first_on", "last_on"),
            models.CheckConstraint(
                condition=Q(postcode__regex=r"^[1-9]\d{3}[A-Z]{2}$"),
                name="delivery_location_postcode_whole",
                violation_error_message=_("A postcode has four digits and two letters."),
            ),
        )

    def __str__(self) -> str:
        place = f"{self.address}, {self.postcode[:4]} {self.postcode[4:]} {self.gemeente}"
        return f"{self.name} ({place})" if self.name else place

    def get_absolute_url(self) -> str:
        return self.provider.get_absolute_url()

    def clean(self) -> None:
        """The last day is not before the first."""
        check_order(self, "first_on", "last_on")


class OfferingQuerySet(OfProviderQuerySet["Offering"]):
    """Seen with the provider."""


class Offering(models.Model):
    """A route that a provider offers in a gemeente, perhaps at one of its locations."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="offerings")
    route = models.CharField(_("route"), max_length=1, choices=LearningRoute)
    gemeente = models.ForeignKey(Gemeente, models.PROTECT, related_name="+")
    mode = models.CharField(_("delivery mode"), max_length=10, choices=DeliveryMode)
    location = models.ForeignKey(
        DeliveryLocation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offerings",
        verbose_name=_("location"),
    )
    levels = models.CharField(_("levels"), max_length=60, blank=True)
    places = models.PositiveIntegerField(_("places"), null=True, blank=True)

    objects = OfferingQuerySet.as_manager()

    class Meta:
        verbose_name = _("offering")
        verbose_name_plural = _("offerings")
        ordering = ("route", "gemeente__name")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "route", "gemeente", "mode", "location"),
                name="offering_once",
                nulls_distinct=False,
                violation_error_message=_("This offering is already listed."),
            ),
            one_of("offering", "route", LearningRoute.values),
            one_of("offering", "mode", DeliveryMode.values),
        )

    def __str__(self) -> str:
        return f"{self.get_route_display()} - {self.gemeente}"

    def get_absolute_url(self) -> str:
        return self.provider.get_absolute_url()


class ProviderContact(models.Model):
    """Whom to reach at a provider about what."""

    provider = models.ForeignKey(Provider, models.CASCADE, related_name="contacts")
    subject = models.CharField(_("for"), max_length=12, choices=ContactSubject)
    name = models.CharField(_("name"), max_length=120, validators=[validate_no_personal_number])
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)

    objects = OfProviderQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a provider")
        verbose_name_plural = _("contacts of providers")
        ordering = ("subject", "name", "pk")
        constraints = (one_of("provider_contact", "subject", ContactSubject.values),)

    def __str__(self) -> str:
        return f"{self.name} ({self.get_subject_display()})"

    def get_absolute_url(self) -> str:
        return self.provider.get_absolute_url()
