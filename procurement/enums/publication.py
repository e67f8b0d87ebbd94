"""Codes of what is made public, asked and invited."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentVisibility(TextChoices):
    """Who may read a document of the tender."""

    PUBLIC = "public", _("Everyone")
    INVITED = "invited", _("Invited providers")
    AFTER_AWARD = "after_award", _("Everyone, after the award")
    NEVER = "never", _("The desk of the region only")


class NoticeKind(TextChoices):
    """What is published on TenderNed, in eForms words."""

    PRIOR = "prior", _("Prior information notice")
    CONTRACT = "contract", _("Contract notice")
    CHANGE = "change", _("Change notice")
    AWARD = "award", _("Contract award notice")


class QuestionStatus(TextChoices):
    ASKED = "asked", _("To be answered")
    ANSWERED = "answered", _("Answer drafted")
    PUBLISHED = "published", _("Answer published")
    DECLINED = "declined", _("Not taken up")

    @property
    def tone(self) -> str:
        return {self.ASKED: "attention", self.ANSWERED: "busy", self.PUBLISHED: "good"}.get(
            self, "neutral"
        )


class ReviewVerdict(TextChoices):
    """What a second pair of eyes says before publication."""

    APPROVED = "approved", _("Approved")
    CHANGES = "changes", _("Changes asked")


class ApplicationStatus(TextChoices):
    """Where an application for accession or admission stands."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    ADMITTED = "admitted", _("Admitted")
    REFUSED = "refused", _("Not admitted")

    @property
    def tone(self) -> str:
        return {self.SUBMITTED: "busy", self.ADMITTED: "good", self.REFUSED: "wrong"}.get(
            self, "neutral"
        )


class DeclineReason(TextChoices):
    """Why an invited provider does not bid."""

    PRICE = "price", _("The price does not cover the cost")
    NUMBERS = "numbers", _("The numbers of learners are too uncertain")
    GROUP_SIZE = "group_size", _("The group sizes do not fit")
    TEACHERS = "teachers", _("Not enough teachers")
    LOCATION = "location", _("The places are too far away")
    TERMS = "terms", _("The contract terms")
    TIME = "time", _("Not enough time to bid")
    OTHER = "other", _("Other")
