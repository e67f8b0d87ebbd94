"""Applications for accession to a covenant or admission in an open house: no ranking, no price."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import ApplicationStatus
from procurement.models.criteria import Requirement
from procurement.models.tenders import Tender
from providers.models import Provider


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> "ApplicationQuerySet":
        """One's own; the region's from when they were submitted."""
        region = Q(tender__region__in=regions_of(user), submitted_at__isnull=False)
        return self.filter(region | Q(provider__in=providers_of(user)))

    def admitted(self) -> "ApplicationQuerySet":
        """Those whose providers may become a party."""
        return self.filter(status=ApplicationStatus.ADMITTED)


class Application(models.Model):
    """A provider asks to join; who meets every requirement is admitted."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="applications")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="applications", verbose_name=_("provider")
    )
    contact_name = models.CharField(_("contact"), max_length=120)
    contact_email = models.EmailField(_("e-mail address"))
    motivation = models.TextField(_("explanation"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ApplicationStatus, default=ApplicationStatus.DRAFT
    )
    created_at = models.DateTimeField(_("begun"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ("tender", "-created_at", "-pk")
        constraints = (
            one_of("application", "status", ApplicationStatus.values),
            models.UniqueConstraint(
                fields=("tender", "provider"),
                condition=~Q(status__in=("refused", "withdrawn")),
                name="application_once_while_running",
                violation_error_message=_("Your organisation already has an application here."),
            ),
            stamped("application", "submitted"),
            stamped("application", "decided"),
            models.CheckConstraint(
                condition=Q(status__in=("draft", "withdrawn")) | Q(submitted_at__isnull=False),
                name="application_submitted_before_it_moves_on",
                violation_error_message=_("An application is submitted before it can move on."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("admitted", "refused")) | Q(decided_at__isnull=False),
                name="application_decided_has_moment",
                violation_error_message=_("A decision has a moment."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.tender.reference}"

    def get_absolute_url(self) -> str:
        return reverse("procurement:application-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class ApplicationAnswerQuerySet(models.QuerySet["ApplicationAnswer"]):
    def visible_to(self, user: User) -> "ApplicationAnswerQuerySet":
        return self.filter(application__in=Application.objects.visible_to(user))


class ApplicationAnswer(models.Model):
    """How the applicant meets a requirement, and whether the region finds that it does."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="answers")
    text = models.TextField(_("how you meet it"), blank=True)
    is_met = models.BooleanField(_("met"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects = ApplicationAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a requirement")
        verbose_name_plural = _("answers to requirements")
        ordering = ("application", "requirement__number")
        constraints = (
            models.UniqueConstraint(
                fields=("application", "requirement"),
                name="application_answer_once",
                violation_error_message=_("This requirement is already answered."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]
