"""Long work that a person can watch, leave, come back to and cancel."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobState
from accounts.models.people import User
from config.shared.constraints import one_of


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> "JobQuerySet":
        """Those that `user` asked for."""
        return self.filter(created_by=user)


class Job(models.Model):
    """A task with its progress; `kwargs` are what it is started with again after a crash."""

    task = models.CharField(max_length=80)
    kwargs = models.JSONField(default=dict)
    label = models.CharField(_("work"), max_length=200)
    state = models.CharField(_("state"), max_length=12, choices=JobState, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    message = models.TextField(_("message"), blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    cancel_requested = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("asked"))
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="jobs")
    heartbeat_at = models.DateTimeField(_("last sign of life"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = (one_of("job", "state", JobState.values),)
        indexes = (
            models.Index(
                fields=("heartbeat_at",),
                condition=models.Q(state__in=("queued", "running")),
                name="job_alive",
            ),
        )

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("accounts:job-detail", args=[self.pk])

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    @property
    def percentage(self) -> int:
        """Whole per cents done; 0 while the total is not known."""
        return 100 * self.done // self.total if self.total else 0


class Heartbeat(models.Model):
    """When a process was last seen at work."""

    name = models.CharField(max_length=40, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
