"""Before a tender: the procurement calendar of a region, and asking the market."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import Region, User
from config.shared.constraints import in_order, not_negative, one_of, stamped
from procurement.enums import (
    ConsultationStatus,
    ContactKind,
    FundingSource,
    PlannedStatus,
    Procedure,
)
from procurement.models.tenders import Tender
from providers.models import Provider


class PlannedTenderQuerySet(models.QuerySet["PlannedTender"]):
    def visible_to(self, user: User) -> "PlannedTenderQuerySet":
        """The region's own people; budgets are no business of bidders."""
        return self.filter(region__in=regions_of(user))


class PlannedTender(models.Model):
    """A line of the procurement calendar; `tender` once it was drafted."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="planned_tenders")
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    procedure = models.CharField(_("procedure"), max_length=20, choices=Procedure, blank=True)
    publication_on = models.DateField(_("planned publication"), null=True, blank=True)
    start_on = models.DateField(_("first day of the contract"), null=True, blank=True)
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="planned_tenders", verbose_name=_("owner")
    )
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=PlannedStatus, default=PlannedStatus.PLANNED
    )
    tender = models.OneToOneField(
        Tender, models.PROTECT, null=True, blank=True, related_name="planned"
    )
    created_at = models.DateTimeField(_("planned on"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = PlannedTenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned tender")
        verbose_name_plural = _("procurement calendar")
        ordering = ("year", "publication_on", "pk")
        constraints = (
            one_of("planned_tender", "status", PlannedStatus.values),
            in_order("planned_tender", "publication_on", "start_on"),
            models.CheckConstraint(
                condition=Q(status="started", tender__isnull=False)
                | (~Q(status="started") & Q(tender__isnull=True)),
                name="planned_tender_started_has_tender",
                violation_error_message=_("A planned tender that has started has its tender."),
            ),
        )
        indexes = (models.Index(fields=("region", "year"), name="planned_tender_of_year"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.year})"

    def get_absolute_url(self) -> str:
        return reverse("procurement:plannedtender-detail", args=[self.pk])


class PlannedBudgetQuerySet(models.QuerySet["PlannedBudget"]):
    def visible_to(self, user: User) -> "PlannedBudgetQuerySet":
        return self.filter(planned__in=PlannedTender.objects.visible_to(user))


class PlannedBudget(models.Model):
    """Money for a planned tender from one source, in euro excl. VAT."""

    planned = models.ForeignKey(PlannedTender, models.CASCADE, related_name="budgets")
    source = models.CharField(_("funding source"), max_length=12, choices=FundingSource)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)

    objects = PlannedBudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget of a planned tender")
        verbose_name_plural = _("budgets of planned tenders")
        ordering = ("planned", "source")
        constraints = (
            models.UniqueConstraint(
                fields=("planned", "source"),
                name="planned_budget_once_per_source",
                violation_error_message=_("This source is already listed."),
            ),
            one_of("planned_budget", "source", FundingSource.values),
            not_negative("planned_budget", "amount"),
        )

    def __str__(self) -> str:
        return self.get_source_display()


class MarketConsultationQuerySet(models.QuerySet["MarketConsultation"]):
    def visible_to(self, user: User) -> "MarketConsultationQuerySet":
        """The region's own; for providers every one that was opened, all at the same moment."""
        scope = Q(region__in=regions_of(user))
        if providers_of(user):
            scope |= Q(opened_at__isnull=False)
        return self.filter(scope)


class MarketConsultation(models.Model):
    """Questions to providers before a tender, with a record that all were treated alike."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="consultations")
    tender = models.ForeignKey(
        Tender,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consultations",
        verbose_name=_("tender"),
    )
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("introduction"))
    closes_at = models.DateTimeField(_("answers until"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=ConsultationStatus, default=ConsultationStatus.DRAFT
    )
    created_at = models.DateTimeField(_("drafted"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MarketConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("market consultation")
        verbose_name_plural = _("market consultations")
        ordering = ("-created_at", "-pk")
        constraints = (
            one_of("consultation", "status", ConsultationStatus.values),
            stamped("consultation", "opened"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(opened_at__isnull=False, closes_at__isnull=False),
                name="consultation_opened_has_deadline",
                violation_error_message=_("An open consultation has a day until which it runs."),
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True) | Q(closed_at__isnull=False),
                name="consultation_closed_by_has_moment",
                violation_error_message=_("A moment and the person who acted belong together."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("procurement:marketconsultation-detail", args=[self.pk])


class ConsultationQuestionQuerySet(models.QuerySet["ConsultationQuestion"]):
    def visible_to(self, user: User) -> "ConsultationQuestionQuerySet":
        return self.filter(consultation__in=MarketConsultation.objects.visible_to(user))


class ConsultationQuestion(models.Model):
    """A question to all providers."""

    consultation = models.ForeignKey(MarketConsultation, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("question"))

    objects = ConsultationQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question of a market consultation")
        verbose_name_plural = _("questions of a market consultation")
        ordering = ("consultation", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "number"),
                name="consultation_question_number_once",
                violation_error_message=_("This number is already used."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.text[:80]}"

    @property
    def region_id(self) -> int:
        return self.consultation.region_id


class ConsultationAnswerQuerySet(models.QuerySet["ConsultationAnswer"]):
    def visible_to(self, user: User) -> "ConsultationAnswerQuerySet":
        """The own answers; the region's people read all of them."""
        region = Q(question__consultation__region__in=regions_of(user))
        return self.filter(region | Q(provider__in=providers_of(user)))


class ConsultationAnswer(models.Model):
    """What one provider answered; it can be changed until the consultation closes."""

    question = models.ForeignKey(ConsultationQuestion, models.PROTECT, related_name="answers")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    text = models.TextField(_("answer"))
    answered_at = models.DateTimeField(_("answered"))
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ConsultationAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in a market consultation")
        verbose_name_plural = _("answers in a market consultation")
        ordering = ("question", "provider")
        constraints = (
            models.UniqueConstraint(
                fields=("question", "provider"),
                name="consultation_answer_once",
                violation_error_message=_("Your organisation has already answered this question."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} - {self.question}"


class ConsultationContactQuerySet(models.QuerySet["ConsultationContact"]):
    def visible_to(self, user: User) -> "ConsultationContactQuerySet":
        return self.filter(consultation__region__in=regions_of(user))


class ConsultationContact(models.Model):
    """A contact with one provider during the consultation, for the equal-treatment record.

    What a provider was told beyond the published text has to reach all: `shared_text` is what all
    read, which names nobody, and `shared_at` is since when.
    """

    consultation = models.ForeignKey(MarketConsultation, models.PROTECT, related_name="contacts")
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="+", verbose_name=_("provider")
    )
    kind = models.CharField(_("how"), max_length=10, choices=ContactKind)
    happened_on = models.DateField(_("on"))
    summary = models.TextField(_("what was asked and said"))
    gave_information = models.BooleanField(
        _("the provider learned something that others did not know"), default=False
    )
    shared_text = models.TextField(_("information for all"), blank=True)
    shared_at = models.DateTimeField(_("shared with all"), null=True, blank=True)
    shared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = ConsultationContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact in a market consultation")
        verbose_name_plural = _("contacts in a market consultation")
        ordering = ("happened_on", "pk")
        constraints = (
            one_of("consultation_contact", "kind", ContactKind.values),
            stamped("consultation_contact", "shared"),
            models.CheckConstraint(
                condition=Q(shared_at__isnull=True, shared_text="")
                | (Q(shared_at__isnull=False) & ~Q(shared_text="")),
                name="consultation_contact_shares_words",
                violation_error_message=_("Write what all providers are to know."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.provider} {self.happened_on}"

    @property
    def region_id(self) -> int:
        return self.consultation.region_id
