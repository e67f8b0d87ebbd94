"""How a provider comes into the register of a region, and whether it may be given work there."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import gemeenten_of, providers_of, regions_of
from accounts.models import Region, User
from config.shared.constraints import in_order, one_of, stamped
from config.shared.identifiers import (
    validate_brin,
    validate_duo,
    validate_kvk,
    validate_no_personal_number,
)
from providers.enums import AdmissionStatus, ProviderKind, RegistrationStatus
from providers.models.organisations import Provider

BARRING = (AdmissionStatus.SUSPENDED, AdmissionStatus.BLOCKED)
"""States in which no new work is given from a day."""
NEVER_ADMITTED = (AdmissionStatus.PROPOSED, AdmissionStatus.REFUSED)


class AdmissionQuerySet(models.QuerySet["Admission"]):
    def visible_to(self, user: User) -> "AdmissionQuerySet":
        """Those of the own organisation, and of the regions one acts for or lives in."""
        return self.filter(
            Q(provider__in=providers_of(user))
            | Q(region__in=regions_of(user))
            | Q(region__memberships_of_gemeenten__gemeente__in=gemeenten_of(user))
        ).distinct()

    def let_in(self) -> "AdmissionQuerySet":
        """Those of providers that a region let in, barred from new work or not."""
        return self.filter(status__in=(AdmissionStatus.ADMITTED, *BARRING))

    def in_force(self, day: date) -> "AdmissionQuerySet":
        """Those under which new work may be given on `day`."""
        not_yet = Q(barred_from__gt=day) | Q(barred_until__lt=day)
        return self.filter(
            Q(status=AdmissionStatus.ADMITTED) | Q(not_yet, status__in=BARRING),
            Q(provider__succeeded_on__isnull=True) | Q(provider__succeeded_on__gt=day),
        )


class Admission(models.Model):
    """A region lets a provider in: one person proposes and another decides.

    Suspended or blocked it gets no new work from `barred_from` up to and including
    `barred_until`; what runs goes on. An empty `barred_until` means until further notice.
    """

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="admissions", verbose_name=_("provider")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="admissions", verbose_name=_("region")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=AdmissionStatus, default=AdmissionStatus.PROPOSED
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    admitted_at = models.DateTimeField(_("admitted"), null=True, blank=True)
    admitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(_("refused"), null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    barred_at = models.DateTimeField(_("suspended or blocked"), null=True, blank=True)
    barred_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    barred_from = models.DateField(_("no new work from"), null=True, blank=True)
    barred_until = models.DateField(_("no new work until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True, validators=[validate_no_personal_number])

    objects = AdmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("admission")
        verbose_name_plural = _("admissions")
        ordering = ("provider", "region")
        constraints = (
            models.UniqueConstraint(
                fields=("provider", "region"),
                name="admission_once_per_region",
                violation_error_message=_("This provider is already admitted in this region."),
            ),
            one_of("admission", "status", AdmissionStatus.values),
            stamped("admission", "proposed"),
            stamped("admission", "admitted"),
            stamped("admission", "refused"),
            stamped("admission", "barred"),
            stamped("admission", "ended"),
            in_order("admission", "barred_from", "barred_until"),
            models.CheckConstraint(
                condition=Q(status__in=NEVER_ADMITTED) | Q(admitted_at__isnull=False),
                name="admission_admitted_has_moment",
                violation_error_message=_("An admission has a moment."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=BARRING) | Q(barred_from__isnull=False),
                name="admission_barred_from_a_day",
                violation_error_message=_("A suspension or block begins on a day."),
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True)
                | Q(admitted_by__isnull=True)
                | ~Q(proposed_by=F("admitted_by")),
                name="admission_four_eyes",
                violation_error_message=_("Somebody else than who proposed it decides."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.region}"

    def get_absolute_url(self) -> str:
        return reverse("providers:admission-detail", args=[self.pk])


class ProviderRegistrationQuerySet(models.QuerySet["ProviderRegistration"]):
    def visible_to(self, user: User) -> "ProviderRegistrationQuerySet":
        """Those that ask for a region one acts for, from when their address is confirmed."""
        return self.filter(region__in=regions_of(user)).exclude(
            status=RegistrationStatus.UNCONFIRMED
        )

    def confirmable(self, at: datetime) -> "ProviderRegistrationQuerySet":
        """Those whose link still works at `at`."""
        return self.filter(status=RegistrationStatus.UNCONFIRMED, expires_at__gt=at)


class ProviderRegistration(models.Model):
    """Somebody without an account registers an organisation and asks to be admitted in a region.

    Only the hash of the confirming link is kept, and of the sender's network address only a keyed
    hash, to slow down who sends many.
    """

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="registrations", verbose_name=_("region")
    )
    kvk_number = models.CharField(_("KvK number"), max_length=8, validators=[validate_kvk])
    legal_name = models.CharField(_("statutory name"), max_length=160)
    trade_name = models.CharField(_("trade name"), max_length=160, blank=True)
    duo_number = models.CharField(
        _("DUO institution number"), max_length=10, blank=True, validators=[validate_duo]
    )
    brin = models.CharField(_("BRIN"), max_length=6, blank=True, validators=[validate_brin])
    kind = models.CharField(_("kind"), max_length=20, choices=ProviderKind)
    contact_name = models.CharField(
        _("contact"), max_length=120, validators=[validate_no_personal_number]
    )
    contact_email = models.EmailField(_("e-mail address"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    offerings_text = models.TextField(
        _("what you offer, and where"),
        max_length=2_000,
        validators=[validate_no_personal_number],
    )
    recognitions_text = models.TextField(
        _("quality marks and recognitions"),
        max_length=1_000,
        blank=True,
        validators=[validate_no_personal_number],
    )
    agreed_at = models.DateTimeField(_("agreed to the terms"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=RegistrationStatus,
        default=RegistrationStatus.UNCONFIRMED,
    )
    created_at = models.DateTimeField(_("registered"))
    expires_at = models.DateTimeField(_("link valid until"))
    token_hash = models.CharField(max_length=64, unique=True)
    sender_hash = models.CharField(max_length=64, blank=True, db_index=True)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True, validators=[validate_no_personal_number])
    provider = models.ForeignKey(
        Provider,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name=_("provider"),
    )

    objects = ProviderRegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration of a provider")
        verbose_name_plural = _("registrations of providers")
        ordering = ("-created_at", "-pk")
        constraints = (
            one_of("provider_registration", "kind", ProviderKind.values),
            one_of("provider_registration", "status", RegistrationStatus.values),
            stamped("provider_registration", "decided"),
            models.CheckConstraint(
                condition=Q(status=RegistrationStatus.UNCONFIRMED) | Q(confirmed_at__isnull=False),
                name="provider_registration_confirmed_first",
                violation_error_message=_("The e-mail address is confirmed first."),
            ),
            models.CheckConstraint(
                condition=~Q(status=RegistrationStatus.PROPOSED) | Q(provider__isnull=False),
                name="provider_registration_proposed_has_provider",
                violation_error_message=_("A proposed registration stands in the register."),
            ),
        )

    def __str__(self) -> str:
        return self.trade_name or self.legal_name

    def get_absolute_url(self) -> str:
        return reverse("providers:providerregistration-detail", args=[self.pk])
