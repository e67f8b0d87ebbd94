"""What people are told, how they want to be told, their calendars, and regions for practice."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_protect_audit_rows_and_statuses"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="region",
            name="is_training",
            field=models.BooleanField(
                default=False,
                help_text="People practise here: terms may be minutes, and every page says so. Practice and real work are never mixed: once the region has tenders, this stays as it is.",
                verbose_name="for practice",
            ),
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(verbose_name="made")),
                (
                    "last_fetched_on",
                    models.DateField(blank=True, null=True, verbose_name="last read"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar address",
                "verbose_name_plural": "calendar addresses",
            },
        ),
        migrations.CreateModel(
            name="Notification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    models.CharField(blank=True, max_length=40, verbose_name="for organisation"),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="about")),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("sentence", models.TextField(verbose_name="message")),
                ("url", models.CharField(max_length=400)),
                ("about_id", models.BigIntegerField(blank=True, null=True)),
                ("is_training", models.BooleanField(default=False, verbose_name="practice")),
                ("in_inbox", models.BooleanField(default=True)),
                (
                    "by_mail",
                    models.CharField(
                        choices=[
                            ("never", "Never"),
                            ("at_once", "At once"),
                            ("daily", "Once a day"),
                        ],
                        default="never",
                        max_length=10,
                    ),
                ),
                ("mail_after", models.DateTimeField(blank=True, null=True)),
                ("mail_failures", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(verbose_name="received")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed")),
                (
                    "about_type",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contenttypes.contenttype",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notification",
                "verbose_name_plural": "notifications",
                "ordering": ("-created_at",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("in_inbox", True), ("read_at__isnull", True)),
                        fields=["user"],
                        name="notification_unread",
                    ),
                    models.Index(fields=["user", "-created_at", "-id"], name="notification_newest"),
                    models.Index(
                        condition=models.Q(
                            ("mail_after__isnull", False),
                            ("mailed_at__isnull", True),
                            ("read_at__isnull", True),
                        ),
                        fields=["mail_after"],
                        name="notification_to_mail",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("by_mail__in", ["never", "at_once", "daily"])),
                        name="notification_by_mail_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about_id__isnull", True), ("about_type__isnull", True)),
                            models.Q(("about_id__isnull", False), ("about_type__isnull", False)),
                            _connector="OR",
                        ),
                        name="notification_about_complete",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by_mail", "never"), ("mail_after__isnull", True)),
                            models.Q(
                                models.Q(("by_mail", "never"), _negated=True),
                                ("mail_after__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="notification_mail_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mailed_at__isnull", True),
                            ("mail_after__isnull", False),
                            _connector="OR",
                        ),
                        name="notification_mailed_only_when_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_inbox", True), ("mail_after__isnull", False), _connector="OR"
                        ),
                        name="notification_reaches_the_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url__regex", "^/([^/\\\\]|$)")),
                        name="notification_stays_on_the_site",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NotificationPreference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="about")),
                ("in_inbox", models.BooleanField(verbose_name="in the inbox")),
                (
                    "by_mail",
                    models.CharField(
                        choices=[
                            ("never", "Never"),
                            ("at_once", "At once"),
                            ("daily", "Once a day"),
                        ],
                        max_length=10,
                        verbose_name="by mail",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notification_preferences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "notification preference",
                "verbose_name_plural": "notification preferences",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="notification_preference_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("by_mail__in", ["never", "at_once", "daily"])),
                        name="notification_preference_by_mail_known",
                        violation_error_message="This code is not known.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("key", models.CharField(max_length=80)),
                ("due_at", models.DateTimeField()),
                ("days", models.PositiveSmallIntegerField()),
                ("sent_at", models.DateTimeField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder sent",
                "verbose_name_plural": "reminders sent",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "due_at", "days", "user"), name="reminder_sent_once"
                    )
                ],
            },
        ),
    ]
