"""What a person is told, how that person wants to be told, and the calendar a person follows."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import MailChoice
from accounts.models.people import User, hashed
from config.shared.constraints import one_of


class NotificationQuerySet(models.QuerySet["Notification"]):
    def visible_to(self, user: User) -> "NotificationQuerySet":
        """Those of `user` alone, whatever the role in which the person acts."""
        return self.filter(user=user)

    def in_inbox(self) -> "NotificationQuerySet":
        return self.filter(in_inbox=True)

    def unread(self) -> "NotificationQuerySet":
        return self.filter(read_at__isnull=True)

    def to_mail(self, at: datetime | None = None) -> "NotificationQuerySet":
        """Those whose mail has yet to go; with `at` only those due by then.

        What was read meanwhile needs no mail, nor does who may no longer sign in.
        """
        due = Q(mail_after__isnull=False) if at is None else Q(mail_after__lte=at)
        return self.filter(due, mailed_at__isnull=True, read_at__isnull=True, user__is_active=True)


class Notification(models.Model):
    """One thing that one person is told, in the inbox, by mail or both.

    The words stand here as they were said, in Dutch, and never hold anything from a bid.
    `mail_after` is the moment from which its mail is due: empty when it is not mailed, the next
    digest for who wants one mail a day, later again after each attempt that failed.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="notifications")
    organisation = models.CharField(_("for organisation"), max_length=40, blank=True)
    kind = models.CharField(_("about"), max_length=60)
    subject = models.CharField(_("subject"), max_length=200)
    sentence = models.TextField(_("message"))
    url = models.CharField(max_length=400)
    about_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+"
    )
    about_id = models.BigIntegerField(null=True, blank=True)
    is_training = models.BooleanField(_("practice"), default=False)
    in_inbox = models.BooleanField(default=True)
    by_mail = models.CharField(max_length=10, choices=MailChoice, default=MailChoice.NEVER)
    mail_after = models.DateTimeField(null=True, blank=True)
    mail_failures = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(_("received"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ("-created_at",)
        constraints = (
            one_of("notification", "by_mail", MailChoice.values),
            models.CheckConstraint(
                condition=Q(about_type__isnull=True, about_id__isnull=True)
                | Q(about_type__isnull=False, about_id__isnull=False),
                name="notification_about_complete",
            ),
            models.CheckConstraint(
                condition=Q(by_mail=MailChoice.NEVER, mail_after__isnull=True)
                | Q(~Q(by_mail=MailChoice.NEVER), mail_after__isnull=False),
                name="notification_mail_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(mail_after__isnull=False),
                name="notification_mailed_only_when_asked",
            ),
            models.CheckConstraint(
                condition=Q(in_inbox=True) | Q(mail_after__isnull=False),
                name="notification_reaches_the_person",
            ),
            models.CheckConstraint(
                condition=Q(url__regex=r"^/([^/\\]|$)"),
                name="notification_stays_on_the_site",
            ),
        )
        indexes = (
            models.Index(
                fields=("user",),
                condition=Q(read_at__isnull=True, in_inbox=True),
                name="notification_unread",
            ),
            models.Index(fields=("user", "-created_at", "-id"), name="notification_newest"),
            models.Index(
                fields=("mail_after",),
                condition=Q(mailed_at__isnull=True, read_at__isnull=True, mail_after__isnull=False),
                name="notification_to_mail",
            ),
        )

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("accounts:notification-detail", args=[self.pk])


class NotificationPreferenceQuerySet(models.QuerySet["NotificationPreference"]):
    def visible_to(self, user: User) -> "NotificationPreferenceQuerySet":
        return self.filter(user=user)


class NotificationPreference(models.Model):
    """How a person wants to be told of one kind; without a row the kind's own default holds."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notification_preferences")
    kind = models.CharField(_("about"), max_length=60)
    in_inbox = models.BooleanField(_("in the inbox"))
    by_mail = models.CharField(_("by mail"), max_length=10, choices=MailChoice)

    objects = NotificationPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = (
            models.UniqueConstraint(fields=("user", "kind"), name="notification_preference_once"),
            one_of("notification_preference", "by_mail", MailChoice.values),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}"


class ReminderSent(models.Model):
    """A person was reminded of something due, this many days before; written before the reminder.

    `key` names what is due within its kind. A deadline that moves is reminded of anew.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reminder sent")
        verbose_name_plural = _("reminders sent")
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key", "due_at", "days", "user"), name="reminder_sent_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.days}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user: User) -> "CalendarFeedQuerySet":
        return self.filter(user=user)

    def with_token(self, token: str) -> "CalendarFeedQuerySet":
        """The one whose address has this token, while its owner may sign in."""
        return self.filter(token_hash=hashed(token), user__is_active=True)


class CalendarFeed(models.Model):
    """The address under which a person's calendar reads the own deadlines; its hash is kept.

    Who has the address reads the calendar, so it is shown once and can be renewed or stopped.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("made"))
    last_fetched_on = models.DateField(_("last read"), null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
