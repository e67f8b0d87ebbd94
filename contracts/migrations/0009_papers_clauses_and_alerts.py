"""Clauses, papers with their signatures, and what alerts the owner of a contract."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.shared.migrations import AddConstraints, AddFields

KEPT = ("clauseversion", "papersignature")
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

KEEP_PAPER = """
CREATE TRIGGER contracts_paper_text BEFORE UPDATE ON contracts_paper
    FOR EACH ROW WHEN (
        OLD.voided_at IS NOT NULL
        OR (OLD.id, OLD.contract_id, OLD.covenant_id, OLD.amendment_id, OLD.number, OLD.title,
            OLD.facts, OLD.pdf, OLD.docx, OLD.sha256, OLD.signed_outside, OLD.made_at,
            OLD.made_by_id)
        IS DISTINCT FROM
           (NEW.id, NEW.contract_id, NEW.covenant_id, NEW.amendment_id, NEW.number, NEW.title,
            NEW.facts, NEW.pdf, NEW.docx, NEW.sha256, NEW.signed_outside, NEW.made_at,
            NEW.made_by_id)
    ) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER contracts_paper_standing BEFORE DELETE ON contracts_paper
    FOR EACH ROW WHEN (OLD.voided_at IS NULL) EXECUTE FUNCTION refuse_change();
"""
DROP_PAPER = """
DROP TRIGGER contracts_paper_standing ON contracts_paper;
DROP TRIGGER contracts_paper_text ON contracts_paper;
"""

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
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "covenant",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="contracts.covenant",
                        verbose_name="covenant",
                    ),
                ),
                (
                    "amendment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="contracts.amendment",
                        verbose_name="amendment",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=240, verbose_name="title")),
                ("facts", models.JSONField(verbose_name="facts")),
                ("pdf", models.FileField(upload_to="papers/%Y/%m/", verbose_name="PDF")),
                (
                    "docx",
                    models.FileField(
                        blank=True, upload_to="papers/%Y/%m/", verbose_name="Word (docx)"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "signed_outside",
                    models.BooleanField(default=False, verbose_name="signed outside"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
                (
                    "voided_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="taken back"),
                ),
                (
                    "voided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("void_reason", models.TextField(blank=True, verbose_name="why it was taken back")),
            ],
            options={
                "verbose_name": "paper",
                "verbose_name_plural": "papers",
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("voided_at__isnull", False), ("voided_by__isnull", False)),
                            models.Q(("voided_at__isnull", True), ("voided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="paper_voided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("contract__isnull", False), ("covenant__isnull", True)),
                            models.Q(
                                ("amendment__isnull", True),
                                ("contract__isnull", True),
                                ("covenant__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_of_contract_or_covenant",
                        violation_error_message="A paper is that of one contract or covenant.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="paper_has_digest",
                        violation_error_message="A paper has the digest of its PDF.",
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "covenant", "amendment", "number"),
                        name="paper_number_once",
                        nulls_distinct=False,
                        violation_error_message="This version already exists.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at__isnull", True)),
                        fields=("contract", "covenant", "amendment"),
                        name="paper_one_stands",
                        nulls_distinct=False,
                        violation_error_message="Take the standing paper back first.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="PaperSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="contracts.paper",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("buyer", "Gemeenten"), ("provider", "Provider")],
                        max_length=10,
                        verbose_name="side",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="contracts.covenantparty",
                        verbose_name="party",
                    ),
                ),
                (
                    "signatory_name",
                    models.CharField(max_length=120, verbose_name="signed by (name)"),
                ),
                (
                    "signatory_role",
                    models.CharField(max_length=120, verbose_name="signed by (function)"),
                ),
                ("signed_on", models.DateField(verbose_name="day of the signature")),
                (
                    "file",
                    models.FileField(blank=True, upload_to="papers/%Y/%m/", verbose_name="scan"),
                ),
                (
                    "filename",
                    models.CharField(blank=True, max_length=200, verbose_name="file name"),
                ),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature",
                "verbose_name_plural": "signatures",
                "ordering": ("paper", "recorded_at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["buyer", "provider"])),
                        name="paper_signature_side_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.UniqueConstraint(
                        fields=("paper", "side", "party"),
                        name="paper_signed_once_for_a_side",
                        nulls_distinct=False,
                        violation_error_message="This side has already signed.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file", ""), ("sha256", "")),
                            models.Q(
                                models.Q(("file", ""), _negated=True),
                                ("sha256__regex", "^[0-9a-f]{64}$"),
                            ),
                            _connector="OR",
                        ),
                        name="paper_signature_scan_has_digest",
                        violation_error_message="A scan has its digest.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signatory_name", ""), _negated=True),
                            models.Q(("signatory_role", ""), _negated=True),
                        ),
                        name="paper_signature_says_who",
                        violation_error_message="Say who signs, and as what.",
                    ),
                ],
                "indexes": [],
            },
        ),
        migrations.CreateModel(
            name="ContractAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("option_decision", "Renewal option to decide on"),
                            ("value_meter", "Maximum value comes near"),
                            ("quantity_meter", "Maximum number comes near"),
                            ("recognition", "Recognition lapses"),
                            ("term_ending", "Contract comes to its end"),
                            ("kpi", "Agreed result is not reached"),
                        ],
                        max_length=16,
                        verbose_name="warning",
                    ),
                ),
                ("key", models.CharField(max_length=60, verbose_name="cause")),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="level (%)"
                    ),
                ),
                ("sentence", models.CharField(max_length=300, verbose_name="what it is about")),
                ("due_on", models.DateField(verbose_name="before")),
                ("raised_at", models.DateTimeField(verbose_name="raised")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what is done about it")),
                (
                    "escalated_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="passed on"),
                ),
                (
                    "lapsed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="no longer applies since"
                    ),
                ),
            ],
            options={
                "verbose_name": "alert",
                "verbose_name_plural": "alerts",
                "ordering": ("due_on", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True), ("lapsed_at__isnull", True)
                        ),
                        fields=["due_on", "id"],
                        name="contract_alert_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "option_decision",
                                    "value_meter",
                                    "quantity_meter",
                                    "recognition",
                                    "term_ending",
                                    "kpi",
                                ],
                            )
                        ),
                        name="contract_alert_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("acknowledged_by__isnull", False),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="contract_alert_acknowledged_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="contract_alert_answer_says_what",
                        violation_error_message="Say what is done about it.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lapsed_at__isnull", True)),
                        fields=("contract", "kind", "key", "level"),
                        name="contract_alert_once",
                        nulls_distinct=False,
                        violation_error_message="This warning stands already.",
                    ),
                ],
            },
        ),
        AddFields(
            "Contract",
            [("ended_on", models.DateField(blank=True, null=True, verbose_name="ended on"))],
        ),
        AddConstraints(
            "Contract",
            [
                models.CheckConstraint(
                    condition=models.Q(status__in=("ended", "terminated"))
                    | models.Q(ended_on__isnull=True),
                    name="contract_ended_on_once_closed",
                    violation_error_message=(
                        "Only a contract that was closed has a last day it ran."
                    ),
                ),
            ],
        ),
        migrations.RunSQL(KEEP, DROP),
        migrations.RunSQL(KEEP_PAPER, DROP_PAPER),
    ]
