"""Reports that people keep, the days on which they are mailed, and what was mailed."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import Grant, gemeenten_of, regions_of
from accounts.enums import Permission
from accounts.models import Gemeente, Membership, Region, User
from accounts.roles import roles_with
from config.shared.constraints import one_of, stamped
from config.shared.periods import ONE_DAY
from reports.enums.saved_reports import Frequency, ReportFile
from reports.mailing_days import DAYS_OF_MONTH, DAYS_OF_WEEK, latest_day, next_day

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


def may_read(region: Any, gemeente: Any) -> "models.QuerySet[Membership]":
    """Memberships of an organisation whose role may see costs; one of the two is filled."""
    places = Q(region=region, region__isnull=False) | Q(gemeente=gemeente, gemeente__isnull=False)
    active = Membership.objects.active()
    return active.filter(
        places, role__in=roles_with(Permission.COST_VIEW), user__is_active=True
    ).order_by()


class SavedReportQuerySet(models.QuerySet["SavedReport"]):
    def kept(self) -> "SavedReportQuerySet":
        """Those that nobody removed."""
        return self.filter(removed_at__isnull=True)

    def visible_to(self, user: User) -> "SavedReportQuerySet":
        """The own ones, those shared with colleagues, and those mailed to `user`.

        Of the organisation in which the person acts only.
        """
        mailed = ReportSchedule.objects.running().filter(report=OuterRef("pk"), recipients=user)
        return (
            self.kept()
            .filter(Q(region__in=regions_of(user)) | Q(gemeente__in=gemeenten_of(user)))
            .filter(Q(owner=user) | Q(is_shared=True) | Exists(mailed))
        )

    def kept_by(self, user: User) -> "SavedReportQuerySet":
        """The own ones."""
        return self.visible_to(user).filter(owner=user)


class SavedReport(models.Model):
    """A question with what is asked of it, under a name.

    `question` is the code of one of reports.questions, `parameters` is as
    `reports.questions.parameters.Parameters.as_json` writes it. It belongs to the region, or to
    the one gemeente, for which its owner acted; a reader sees the figures that the reader may see.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="saved_reports",
        verbose_name=gettext_lazy("region"),
    )
    gemeente = models.ForeignKey(
        Gemeente,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="saved_reports",
        verbose_name=gettext_lazy("gemeente"),
    )
    owner = models.ForeignKey(
        User, models.PROTECT, related_name="saved_reports", verbose_name=gettext_lazy("owner")
    )
    question = models.CharField(gettext_lazy("report"), max_length=40)
    name = models.CharField(gettext_lazy("name"), max_length=120)
    parameters = models.JSONField(gettext_lazy("what is asked"), default=dict, blank=True)
    is_shared = models.BooleanField(gettext_lazy("shared with colleagues"), default=False)
    created_at = models.DateTimeField(gettext_lazy("made"))
    removed_at = models.DateTimeField(gettext_lazy("removed"), null=True, blank=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = SavedReportQuerySet.as_manager()

    if TYPE_CHECKING:
        schedules: RelatedManager["ReportSchedule"]

    class Meta:
        verbose_name = gettext_lazy("saved report")
        verbose_name_plural = gettext_lazy("saved reports")
        ordering = ("name", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(region__isnull=False, gemeente__isnull=True)
                | Q(region__isnull=True, gemeente__isnull=False),
                name="saved_report_one_organisation",
                violation_error_message=gettext_lazy("Choose a region or a gemeente, not both."),
            ),
            models.UniqueConstraint(
                fields=("owner", "region", "gemeente", "name"),
                condition=Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="saved_report_name_once",
                violation_error_message=gettext_lazy("You already keep a report of this name."),
            ),
            stamped("saved_report", "removed"),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:savedreport-detail", args=[self.pk])

    @property
    def organisation(self) -> Region | Gemeente:
        """For which its owner acted."""
        found: Region | Gemeente | None = self.region or self.gemeente
        if found is None:
            raise ValueError("A saved report belongs to a region or to a gemeente.")
        return found

    @property
    def for_organisation(self) -> str:
        """The organisation as audit rows name it, such as "region:3"."""
        return f"{self.organisation._meta.model_name}:{self.organisation.pk}"

    @property
    def is_training(self) -> bool:
        """Whether it is about a region where people practise."""
        return self.region is not None and self.region.is_training

    @property
    def has_owner(self) -> bool:
        """Whether its owner may still read it; else a colleague may take it over."""
        return self.grant_of(self.owner) is not None

    def readers(self) -> "models.QuerySet[User]":
        """Everyone of the organisation who may see costs."""
        members = may_read(self.region_id, self.gemeente_id)
        return User.objects.filter(pk__in=members.values("user"))

    def grant_of(self, user: User) -> Grant | None:
        """The role in which `user` may read it; None for who may not."""
        for grant in user.all_grants:
            is_of_it = grant.tender_id is None and grant.for_organisation == self.for_organisation
            if is_of_it and grant.allows(Permission.COST_VIEW):
                return grant
        return None


class ReportScheduleQuerySet(models.QuerySet["ReportSchedule"]):
    def running(self) -> "ReportScheduleQuerySet":
        """Those that were not stopped."""
        return self.filter(stopped_at__isnull=True)

    def visible_to(self, user: User) -> "ReportScheduleQuerySet":
        """Those of the reports that `user` sees."""
        return self.running().filter(report__in=SavedReport.objects.visible_to(user))


class ReportSchedule(models.Model):
    """On which days a report is mailed, to whom and as what.

    `day` is 1 (Monday) to 7 of each week, or 1 to 31 of each month. Days before `first_on` do not
    count; `last_due_on` is the last day whose mails were made, None before the first.
    """

    report = models.ForeignKey(
        SavedReport,
        models.PROTECT,
        related_name="schedules",
        verbose_name=gettext_lazy("saved report"),
    )
    frequency = models.CharField(gettext_lazy("how often"), max_length=10, choices=Frequency)
    day = models.PositiveSmallIntegerField(
        gettext_lazy("day"), validators=[MinValueValidator(1), MaxValueValidator(DAYS_OF_MONTH)]
    )
    file_kind = models.CharField(
        gettext_lazy("attachment"), max_length=10, choices=ReportFile, default=ReportFile.PDF
    )
    recipients = models.ManyToManyField(
        User, related_name="report_schedules", verbose_name=gettext_lazy("recipients")
    )
    first_on = models.DateField(gettext_lazy("from"))
    last_due_on = models.DateField(gettext_lazy("last mailed for"), null=True, blank=True)
    created_at = models.DateTimeField(gettext_lazy("made"))
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(gettext_lazy("stopped"), null=True, blank=True)
    stopped_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ReportScheduleQuerySet.as_manager()

    if TYPE_CHECKING:
        mails: RelatedManager["ReportMail"]

    class Meta:
        verbose_name = gettext_lazy("mailing schedule")
        verbose_name_plural = gettext_lazy("mailing schedules")
        ordering = ("report", "pk")
        constraints = (
            one_of("report_schedule", "frequency", Frequency.values),
            one_of("report_schedule", "file_kind", ReportFile.values),
            models.CheckConstraint(
                condition=Q(frequency=Frequency.WEEKLY, day__range=(1, DAYS_OF_WEEK))
                | Q(frequency=Frequency.MONTHLY, day__range=(1, DAYS_OF_MONTH)),
                name="report_schedule_day_exists",
                violation_error_message=gettext_lazy("This day does not exist."),
            ),
            stamped("report_schedule", "stopped"),
        )

    def __str__(self) -> str:
        return f"{self.report}: {self.moment}"

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()

    @property
    def moment(self) -> str:
        """Every Monday; or: each month on day 1."""
        if self.frequency == Frequency.WEEKLY:
            return _("every %(weekday)s") % {"weekday": WEEKDAYS[self.day - 1]}
        return _("each month on day %(day)s") % {"day": self.day}

    def due_by(self, on: date) -> date | None:
        """The last day up to `on` whose mails have still to be made; None when there is none."""
        day = latest_day(self.frequency, self.day, on)
        is_made = self.last_due_on is not None and day <= self.last_due_on
        return None if is_made or day < self.first_on else day

    def next_on(self, on: date) -> date:
        """The day of the next mail, seen from `on`; before it when a mail is still to be made."""
        due = self.due_by(on)
        if due is not None:
            return due
        done = self.last_due_on or self.first_on - ONE_DAY
        return next_day(self.frequency, self.day, max(on, self.first_on, done + ONE_DAY))


class ReportMailQuerySet(models.QuerySet["ReportMail"]):
    def visible_to(self, user: User) -> "ReportMailQuerySet":
        """Of the own reports all, of others those to `user`."""
        own = Q(schedule__report__in=SavedReport.objects.kept_by(user))
        mine = Q(schedule__report__in=SavedReport.objects.visible_to(user), user=user)
        return self.filter(own | mine)

    def to_mail(self, at: datetime) -> "ReportMailQuerySet":
        """Those that have yet to go, and whose turn it is."""
        return self.filter(mailed_at__isnull=True, left_out_at__isnull=True, mail_after__lte=at)

    def entitled(self) -> "ReportMailQuerySet":
        """Those whose reader may still see costs there, of a schedule that was not stopped."""
        organisation = OuterRef("schedule__report__region"), OuterRef("schedule__report__gemeente")
        members = may_read(*organisation).filter(user=OuterRef("user"))
        return self.filter(Exists(members), schedule__stopped_at__isnull=True)

    def unentitled(self) -> "ReportMailQuerySet":
        """All others."""
        return self.exclude(pk__in=ReportMail.objects.entitled().order_by().values("pk"))


class ReportMail(models.Model):
    """One report for one person and one day of a schedule: written first, mailed then.

    `mail_after` is later again after each attempt that failed. `finding` is the answer as it was
    mailed. Left out is who may no longer see the figures when the mail should go.
    """

    schedule = models.ForeignKey(ReportSchedule, models.PROTECT, related_name="mails")
    user = models.ForeignKey(
        User, models.PROTECT, related_name="report_mails", verbose_name=gettext_lazy("recipient")
    )
    due_on = models.DateField(gettext_lazy("for"))
    mail_after = models.DateTimeField()
    mail_failures = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(gettext_lazy("mailed"), null=True, blank=True)
    left_out_at = models.DateTimeField(gettext_lazy("left out"), null=True, blank=True)
    finding = models.TextField(gettext_lazy("answer"), blank=True)

    objects = ReportMailQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("mailed report")
        verbose_name_plural = gettext_lazy("mailed reports")
        ordering = ("-due_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("schedule", "due_on", "user"), name="report_mail_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(left_out_at__isnull=True),
                name="report_mail_mailed_or_left_out",
            ),
        )
        indexes = (
            models.Index(
                fields=("mail_after",),
                condition=Q(mailed_at__isnull=True, left_out_at__isnull=True),
                name="report_mail_to_mail",
            ),
        )

    def __str__(self) -> str:
        return f"{self.schedule.report} {self.due_on:%Y-%m-%d}"
