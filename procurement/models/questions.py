"""Questions about a tender, and the rounds in which they are answered."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import one_of, stamped
from procurement.enums import QuestionStatus
from procurement.models.publication import UnderTenderQuerySet
from procurement.models.tenders import Lot, Tender
from providers.models import Provider


class ClarificationRound(models.Model):
    """A Nota van Inlichtingen: answers that reach all at the same moment, without askers."""

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    introduction = models.TextField(_("introduction"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects = UnderTenderQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nota van Inlichtingen")
        verbose_name_plural = _("Notas van Inlichtingen")
        ordering = ("tender", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("tender", "number"),
                name="clarification_number_once",
                violation_error_message=_("This number is already used."),
            ),
        )

    def __str__(self) -> str:
        return _("Nota van Inlichtingen %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("procurement:clarificationround-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, user: User) -> "QuestionQuerySet":
        """The region's desk all; a provider its own and what was published, like anyone else."""
        own = Q(provider__in=providers_of(user))
        published = Q(round__isnull=False, tender__in=Tender.objects.visible_to(user))
        return self.filter(Q(tender__region__in=regions_of(user)) | own | published)


class Question(models.Model):
    """A question about a published tender. Who asked stays with the region's desk.

    `text` is what will be published: the desk may take out what gives the asker away, and
    `text_as_asked` keeps what was asked.
    """

    tender = models.ForeignKey(Tender, models.PROTECT, related_name="questions")
    lot = models.ForeignKey(
        Lot, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot")
    )
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    subject = models.CharField(_("about (document, page, paragraph)"), max_length=160, blank=True)
    text = models.TextField(_("question"))
    text_as_asked = models.TextField(_("question as asked"))
    answer = models.TextField(_("answer"), blank=True)
    status = models.CharField(
        _("status"), max_length=10, choices=QuestionStatus, default=QuestionStatus.ASKED
    )
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    assigned_to = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assigned_questions",
        verbose_name=_("assigned to"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    round = models.ForeignKey(
        ClarificationRound, models.PROTECT, null=True, blank=True, related_name="questions"
    )
    search = models.GeneratedField(
        expression=SearchVector("text", "answer", config="dutch"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("tender", "asked_at", "pk")
        indexes = (
            GinIndex(fields=("search",), name="question_by_words"),
            models.Index(fields=("tender", "status"), name="question_of_tender"),
        )
        constraints = (
            one_of("question", "status", QuestionStatus.values),
            stamped("question", "answered"),
            models.CheckConstraint(
                condition=Q(status="published", round__isnull=False)
                | (~Q(status="published") & Q(round__isnull=True)),
                name="question_published_in_a_round",
                violation_error_message=_("An answer is published in a Nota van Inlichtingen."),
            ),
        )

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("procurement:question-detail", args=[self.pk])

    @property
    def region_id(self) -> int:
        return self.tender.region_id
