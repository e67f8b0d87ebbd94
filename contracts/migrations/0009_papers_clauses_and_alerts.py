"""Clauses, papers with their signatures, and what alerts the owner of a contract."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEPT = ("clauseversion",)
KEEP = "".join(
    f"""
CREATE TRIGGER contracts_{table}_rows BEFORE UPDATE OR DELETE ON contracts_{table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contracts_{table}_all BEFORE TRUNCATE ON contracts_{table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
    for table in KEPT
)
DROP = "".join(
    f"""
DROP TRIGGER contracts_{table}_all ON contracts_{table};
DROP TRIGGER contracts_{table}_rows ON contracts_{table};
"""
    for table in KEPT
)

USER = settings.AUTH_USER_MODEL
PROTECT = django.db.models.deletion.PROTECT


def _id() -> models.BigAutoField:
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0008_amendments"),
        ("accounts", "0003_notices_calendar_feeds_and_training"),
        migrations.swappable_dependency(USER),
    ]

    operations = [
        migrations.CreateModel(
            name="Clause",
            fields=[
                ("id", _id()),
                (
                    "use",
                    models.CharField(
                        choices=[("contract", "Contract"), ("covenant", "Covenant")],
                        max_length=10,
                        verbose_name="for",
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="code")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "is_standard",
                    models.BooleanField(default=True, verbose_name="in every new agreement"),
                ),
                ("created_at", models.DateTimeField(verbose_name="made")),
                ("retired_at", models.DateTimeField(blank=True, null=True, verbose_name="retired")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to=USER
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="clauses",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "retired_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=PROTECT, related_name="+", to=USER
                    ),
                ),
            ],
            options={
                "verbose_name": "clause",
                "verbose_name_plural": "clauses",
                "ordering": ("use", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(use__in=["contract", "covenant"]),
                        name="clause_use_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(retired_at__isnull=False, retired_by__isnull=False)
                        | models.Q(retired_at__isnull=True, retired_by__isnull=True),
                        name="clause_retired_stamp_complete",
                        violation_error_message=(
                            "A moment and the person who acted belong together."
                        ),
                    ),
                    models.UniqueConstraint(
                        fields=("region", "use", "code"),
                        name="clause_code_once",
                        violation_error_message="There is already a clause with this code.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClauseVersion",
            fields=[
                ("id", _id()),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="why it was changed"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "clause",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="versions", to="contracts.clause"
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=USER,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a clause",
                "verbose_name_plural": "versions of clauses",
                "ordering": ("clause", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clause", "number"),
                        name="clause_version_number_once",
                        violation_error_message="This version already exists.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(number__gte=1),
                        name="clause_version_counts_from_one",
                        violation_error_message="Versions count from one.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(number=1) | ~models.Q(reason=""),
                        name="clause_version_gives_its_reason",
                        violation_error_message="Say why the clause is changed.",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
