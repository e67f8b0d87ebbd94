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
