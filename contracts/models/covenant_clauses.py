"""The text of a covenant in the making: its clauses and what the parties say about each."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.access import providers_of, regions_of
from accounts.models import User
from config.shared.constraints import stamped
from contracts.models.clauses import ClauseVersion
from contracts.models.covenants import Covenant, CovenantParty


class CovenantClauseQuerySet(models.QuerySet["CovenantClause"]):
    def visible_to(self, user: User) -> "CovenantClauseQuerySet":
        return self.filter(covenant__in=Covenant.objects.visible_to(user))

    def drafted_by(self, user: User) -> "CovenantClauseQuerySet":
        """Those of the covenants that the person's regions draft."""
        return self.filter(covenant__region__in=regions_of(user))


class CovenantClause(models.Model):
    """One clause of one covenant, taken from the library or written for it.

    Agreed on, it is locked; a comment unlocks it. `text` may have places between braces, which the
    facts of the covenant fill in.
    """

    covenant = models.ForeignKey(Covenant, models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("position"))
    version = models.ForeignKey(
        ClauseVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="covenant_clauses",
        verbose_name=_("from the library"),
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"))
    agreed_at = models.DateTimeField(_("agreed"), null=True, blank=True)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = CovenantClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause of a covenant")
        verbose_name_plural = _("clauses of a covenant")
        ordering = ("covenant", "position", "pk")
        constraints = (
            stamped("covenant_clause", "agreed"),
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(text=""),
                name="covenant_clause_says_something",
                violation_error_message=_("A clause has a title and a text."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("contracts:covenant-clauses", args=[self.covenant_id]) + f"#clause-{self.pk}"

    @property
    def region_id(self) -> int:
        return self.covenant.region_id

    @property
    def is_locked(self) -> bool:
        """Whether it was agreed on, and may only be changed after a comment."""
        return self.agreed_at is not None


class ClauseCommentQuerySet(models.QuerySet["ClauseComment"]):
    def visible_to(self, user: User) -> "ClauseCommentQuerySet":
        """All parties read all comments: they draft one text together."""
        return self.filter(clause__in=CovenantClause.objects.visible_to(user))

    def open(self) -> "ClauseCommentQuerySet":
        return self.filter(resolved_at__isnull=True)

    def answerable_by(self, user: User) -> "ClauseCommentQuerySet":
        """The region answers each comment; a party takes back its own."""
        return self.filter(
            Q(clause__covenant__region__in=regions_of(user))
            | Q(party__provider__in=providers_of(user))
        )


class ClauseComment(models.Model):
    """What a party says about one clause, and what became of it; `party` None is the region."""

    clause = models.ForeignKey(CovenantClause, models.CASCADE, related_name="comments")
    party = models.ForeignKey(
        CovenantParty,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name=_("party"),
    )
    text = models.TextField(_("comment"))
    proposed_text = models.TextField(_("proposed text"), blank=True)
    written_at = models.DateTimeField(_("written"))
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answer = models.TextField(_("answer"), blank=True)
    resolved_at = models.DateTimeField(_("settled"), null=True, blank=True)
    resolved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ClauseCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a clause")
        verbose_name_plural = _("comments on clauses")
        ordering = ("clause", "pk")
        constraints = (stamped("clause_comment", "resolved"),)

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return self.clause.get_absolute_url()

    @property
    def region_id(self) -> int:
        return self.clause.covenant.region_id
