"""What was decided about a group is kept with its effect, and never changes."""

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers

KEEP = """
CREATE TRIGGER group_decision_rows BEFORE UPDATE OR DELETE ON contracts_groupdecision
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER group_decision_all BEFORE TRUNCATE ON contracts_groupdecision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER group_decision_all ON contracts_groupdecision;
DROP TRIGGER group_decision_rows ON contracts_groupdecision;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0011_waiting_list"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="IntakeForecast",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "route",
                    models.CharField(
                        choices=[("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")],
                        max_length=1,
                        verbose_name="route",
                    ),
                ),
                ("expected", models.PositiveSmallIntegerField(verbose_name="expected")),
                (
                    "low",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="at least"
                    ),
                ),
                (
                    "high",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most"),
                ),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_forecasts",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intake_forecasts",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "intake forecast",
                "verbose_name_plural": "intake forecasts",
                "ordering": ("month", "gemeente__name", "route", "pk"),
                "indexes": [
                    models.Index(
                        fields=["region", "month", "route"], name="intake_forecast_of_region"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("region", "gemeente", "month", "route"),
                        name="intake_forecast_once",
                        violation_error_message="There is already a forecast of this month.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ["B", "O", "Z"])),
                        name="intake_forecast_route_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="intake_forecast_month_begins",
                        violation_error_message="A month is written by its first day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("low__isnull", True),
                                ("low__lte", models.F("expected")),
                                _connector="OR",
                            ),
                            models.Q(
                                ("high__isnull", True),
                                ("high__gte", models.F("expected")),
                                _connector="OR",
                            ),
                        ),
                        name="intake_forecast_expected_between",
                        violation_error_message="What is expected lies between the lowest and highest.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("start", "Start the group"),
                            ("wait", "Decide later"),
                            ("postpone", "Another first day"),
                            ("merge", "Merge groups"),
                            ("split", "Split the group"),
                            ("move", "Move learners"),
                            ("fill", "Schedule from the waiting list"),
                            ("cancel", "Cancel the group"),
                        ],
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "effect",
                    models.JSONField(
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="effect",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        max_length=500,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                ("decided_at", models.DateTimeField(verbose_name="decided")),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.coursegroup",
                        verbose_name="other group",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a group",
                "verbose_name_plural": "decisions about groups",
                "ordering": ("-decided_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "act__in",
                                [
                                    "start",
                                    "wait",
                                    "postpone",
                                    "merge",
                                    "split",
                                    "move",
                                    "fill",
                                    "cancel",
                                ],
                            )
                        ),
                        name="group_decision_act_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other__isnull", True),
                            models.Q(("other", models.F("group")), _negated=True),
                            _connector="OR",
                        ),
                        name="group_decision_other_group_is_another",
                        violation_error_message="Choose another group.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
        migrations.RemoveConstraint(
            model_name="coursegroup", name="course_group_merged_is_cancelled"
        ),
        migrations.AddConstraint(
            model_name="coursegroup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(
                        ("status__in", ("cancelled", "ended")),
                        models.Q(("merged_into", models.F("pk")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="course_group_merged_is_over",
                violation_error_message="A group that was merged into another is over.",
            ),
        ),
        migrations.AddIndex(
            model_name="coursegroup",
            index=models.Index(fields=["first_on"], name="course_group_by_first_day"),
        ),
    ]
