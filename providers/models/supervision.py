"""Visits to providers and complaints about them; a region's own, which no provider sees."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import regions_of
from accounts.models import Region, User
from config.shared.constraints import in_order, one_of, stamped
from config.shared.display import day as day_text
from config.shared.identifiers import validate_no_personal_number
from providers.enums import ComplaintOutcome, ComplaintSubject, VisitTopic
from providers.models.organisations import DeliveryLocation, Provider

Row = TypeVar("Row", bound=models.Model)


class OfRegionQuerySet(models.QuerySet[Row]):
    """Rows of a region that its own people see and no provider does."""

    def visible_to(self, user: User) -> Self:
        return self.filter(region__in=regions_of(user))


class SiteVisit(models.Model):
    """A visit to a provider: what was seen, what follows from it and what was agreed."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="site_visits", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="site_visits", verbose_name=_("provider")
    )
    location = models.ForeignKey(
        DeliveryLocation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="site_visits",
        verbose_name=_("location"),
    )
    visited_on = models.DateField(_("visited on"))
    is_announced = models.BooleanField(_("announced beforehand"), default=True)
    conclusion = models.TextField(_("conclusion"), validators=[validate_no_personal_number])
    created_at = models.DateTimeField(_("recorded"))
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("visited by")
    )

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("site visit")
        verbose_name_plural = _("site visits")
        ordering = ("-visited_on", "-pk")

    def __str__(self) -> str:
        return f"{self.provider}, {day_text(self.visited_on)}"

    def get_absolute_url(self) -> str:
        return reverse("providers:sitevisit-detail", args=[self.pk])


class OfVisitQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User) -> Self:
        return self.filter(visit__region__in=regions_of(user))


class VisitFinding(models.Model):
    """What was seen of one topic; `is_in_order` is empty when it could not be judged."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="findings")
    topic = models.CharField(_("topic"), max_length=12, choices=VisitTopic)
    seen = models.TextField(_("what was seen"), validators=[validate_no_personal_number])
    is_in_order = models.BooleanField(_("in order"), null=True, blank=True)

    objects = OfVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a visit")
        verbose_name_plural = _("findings of a visit")
        ordering = ("visit", "pk")
        constraints = (
            one_of("visit_finding", "topic", VisitTopic.values),
            models.UniqueConstraint(
                fields=("visit", "topic"),
                name="visit_finding_once_a_topic",
                violation_error_message=_("This topic already has a finding."),
            ),
        )

    def __str__(self) -> str:
        return str(self.get_topic_display())


class AgreedActionQuerySet(OfVisitQuerySet["AgreedAction"]):
    def overdue(self, day: date) -> "AgreedActionQuerySet":
        """Those that should have been done before `day`."""
        return self.filter(done_on__isnull=True, due_on__lt=day)


class AgreedAction(models.Model):
    """What the provider will mend after a visit, and by when."""

    visit = models.ForeignKey(SiteVisit, models.CASCADE, related_name="agreed_actions")
    text = models.CharField(
        _("what was agreed"), max_length=400, validators=[validate_no_personal_number]
    )
    due_on = models.DateField(_("before or on"))
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects = AgreedActionQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreed action")
        verbose_name_plural = _("agreed actions")
        ordering = ("visit", "due_on", "pk")

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return self.visit.get_absolute_url()


class ProviderComplaint(models.Model):
    """A complaint about a provider, without names; both sides are heard before it is closed."""

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="provider_complaints", verbose_name=_("region")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="complaints", verbose_name=_("provider")
    )
    received_on = models.DateField(_("received on"))
    subject = models.CharField(_("about"), max_length=16, choices=ComplaintSubject)
    text = models.TextField(
        _("complaint"),
        validators=[validate_no_personal_number],
        help_text=_("In your own words, without names or numbers of persons."),
    )
    handler = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("handled by")
    )
    created_at = models.DateTimeField(_("recorded"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    complainant_heard_on = models.DateField(_("complainant heard on"), null=True, blank=True)
    complainant_view = models.TextField(
        _("what the complainant says"), blank=True, validators=[validate_no_personal_number]
    )
    provider_heard_on = models.DateField(_("provider heard on"), null=True, blank=True)
    provider_view = models.TextField(
        _("what the provider says"), blank=True, validators=[validate_no_personal_number]
    )
    outcome = models.CharField(_("outcome"), max_length=10, choices=ComplaintOutcome, blank=True)
    outcome_text = models.TextField(
        _("explanation of the outcome"), blank=True, validators=[validate_no_personal_number]
    )
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfRegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint about a provider")
        verbose_name_plural = _("complaints about providers")
        ordering = ("-received_on", "-pk")
        constraints = (
            one_of("provider_complaint", "subject", ComplaintSubject.values),
            one_of("provider_complaint", "outcome", ["", *ComplaintOutcome.values]),
            in_order("provider_complaint", "received_on", "complainant_heard_on"),
            in_order("provider_complaint", "received_on", "provider_heard_on"),
            stamped("provider_complaint", "closed"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="provider_complaint_closed_with_outcome",
                violation_error_message=_("A complaint is closed with an outcome."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider}, {self.get_subject_display()}, {day_text(self.received_on)}"

    def get_absolute_url(self) -> str:
        return reverse("providers:providercomplaint-detail", args=[self.pk])
