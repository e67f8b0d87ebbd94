"""Reports that are kept, the days on which they are mailed, and what was mailed."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_scopes_of_invoices"),
        ("reports", "0007_scenarios"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=40, verbose_name="report")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "parameters",
                    models.JSONField(blank=True, default=dict, verbose_name="what is asked"),
                ),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="shared with colleagues"),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="removed")),
                (
                    "gemeente",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_reports",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_reports",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="owner",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_reports",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "saved report",
                "verbose_name_plural": "saved reports",
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gemeente__isnull", True), ("region__isnull", False)),
                            models.Q(("gemeente__isnull", False), ("region__isnull", True)),
                            _connector="OR",
                        ),
                        name="saved_report_one_organisation",
                        violation_error_message="Choose a region or a gemeente, not both.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("owner", "region", "gemeente", "name"),
                        name="saved_report_name_once",
                        nulls_distinct=False,
                        violation_error_message="You already keep a report of this name.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="saved_report_removed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        choices=[("weekly", "every week"), ("monthly", "every month")],
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                (
                    "day",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(31),
                        ],
                        verbose_name="day",
                    ),
                ),
                (
                    "file_kind",
                    models.CharField(
                        choices=[
                            ("pdf", "Document (PDF)"),
                            ("xlsx", "Excel (xlsx)"),
                            ("csv", "Text (csv)"),
                        ],
                        default="pdf",
                        max_length=10,
                        verbose_name="attachment",
                    ),
                ),
                ("first_on", models.DateField(verbose_name="from")),
                (
                    "last_due_on",
                    models.DateField(blank=True, null=True, verbose_name="last mailed for"),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("stopped_at", models.DateTimeField(blank=True, null=True, verbose_name="stopped")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipients",
                    models.ManyToManyField(
                        related_name="report_schedules",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipients",
                    ),
                ),
                (
                    "stopped_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schedules",
                        to="reports.savedreport",
                        verbose_name="saved report",
                    ),
                ),
            ],
            options={
                "verbose_name": "mailing schedule",
                "verbose_name_plural": "mailing schedules",
                "ordering": ("report", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("frequency__in", ["weekly", "monthly"])),
                        name="report_schedule_frequency_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("file_kind__in", ["pdf", "xlsx", "csv"])),
                        name="report_schedule_file_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("day__range", (1, 7)), ("frequency", "weekly")),
                            models.Q(("day__range", (1, 31)), ("frequency", "monthly")),
                            _connector="OR",
                        ),
                        name="report_schedule_day_exists",
                        violation_error_message="This day does not exist.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stopped_at__isnull", False), ("stopped_by__isnull", False)),
                            models.Q(("stopped_at__isnull", True), ("stopped_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="report_schedule_stopped_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="for")),
                ("mail_after", models.DateTimeField()),
                ("mail_failures", models.PositiveSmallIntegerField(default=0)),
                ("mailed_at", models.DateTimeField(blank=True, null=True, verbose_name="mailed")),
                (
                    "left_out_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="left out"),
                ),
                ("finding", models.TextField(blank=True, verbose_name="answer")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_mails",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recipient",
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mails",
                        to="reports.reportschedule",
                    ),
                ),
            ],
            options={
                "verbose_name": "mailed report",
                "verbose_name_plural": "mailed reports",
                "ordering": ("-due_on", "-pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("left_out_at__isnull", True), ("mailed_at__isnull", True)
                        ),
                        fields=["mail_after"],
                        name="report_mail_to_mail",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("schedule", "due_on", "user"), name="report_mail_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mailed_at__isnull", True),
                            ("left_out_at__isnull", True),
                            _connector="OR",
                        ),
                        name="report_mail_mailed_or_left_out",
                    ),
                ],
            },
        ),
    ]
