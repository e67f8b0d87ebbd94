from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from config.shared.workflow import guard_operations

FREEZE = """
CREATE FUNCTION refuse_change_of_signed_amendment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR
       (old.contract_id, old.number, old.effective_on, old.reason_code, old.base, old.proposed,
        old.verdict, old.change_amount, old.value_before, old.value_after)
       IS DISTINCT FROM
       (new.contract_id, new.number, new.effective_on, new.reason_code, new.base, new.proposed,
        new.verdict, new.change_amount, new.value_before, new.value_after)
    THEN
        RAISE EXCEPTION 'A signed amendment does not change.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN new;
END $$;
CREATE TRIGGER contracts_amendment_signed BEFORE UPDATE OR DELETE ON contracts_amendment
FOR EACH ROW WHEN (old.status = 'signed') EXECUTE FUNCTION refuse_change_of_signed_amendment();
"""
THAW = """
DROP TRIGGER contracts_amendment_signed ON contracts_amendment;
DROP FUNCTION refuse_change_of_signed_amendment();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0007_terms_of_contracts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Amendment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                ("title", models.CharField(max_length=200, verbose_name="what changes")),
                ("effective_on", models.DateField(verbose_name="takes effect on")),
                (
                    "reason_code",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("b", "b: small change"),
                            ("c", "c: the contract itself foresees it"),
                            ("d", "d: extra services by the same provider"),
                            ("e", "e: unforeseen circumstances"),
                            ("f", "f: another provider takes over"),
                            ("g", "g: not substantial"),
                        ],
                        max_length=1,
                        verbose_name="ground",
                    ),
                ),
                ("statements", models.JSONField(blank=True, default=list, verbose_name="declared")),
                (
                    "clause",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="clause of the contract"
                    ),
                ),
                ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                (
                    "change_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Below nought when the contract becomes cheaper.",
                        max_digits=12,
                        null=True,
                        verbose_name="what the change is worth (excl. VAT)",
                    ),
                ),
                ("base", models.JSONField(default=dict, verbose_name="contract as copied")),
                ("proposed", models.JSONField(default=dict, verbose_name="contract as proposed")),
                (
                    "value_before",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="value before",
                    ),
                ),
                (
                    "value_after",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="value after",
                    ),
                ),
                (
                    "quantity_before",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="number before"
                    ),
                ),
                (
                    "quantity_after",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="number after"),
                ),
                ("verdict", models.JSONField(blank=True, null=True, verbose_name="verdict")),
                (
                    "needs_notice",
                    models.BooleanField(default=False, verbose_name="needs a modification notice"),
                ),
                (
                    "notice_number",
                    models.CharField(
                        blank=True, max_length=40, verbose_name="number of the notice"
                    ),
                ),
                (
                    "notice_on",
                    models.DateField(blank=True, null=True, verbose_name="notice published on"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("offered", "To be signed"),
                            ("signed", "Signed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="status",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="drafted")),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                ("signed_at", models.DateTimeField(blank=True, null=True, verbose_name="signed")),
                (
                    "withdrawn_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="withdrawn"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amendments",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
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
                "verbose_name": "amendment",
                "verbose_name_plural": "amendments",
                "ordering": ("contract", "-number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "number"),
                        name="amendment_number_once",
                        violation_error_message="This number is already used.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["draft", "offered", "signed", "withdrawn"])
                        ),
                        name="amendment_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason_code__in", ["", "b", "c", "d", "e", "f", "g"])),
                        name="amendment_reason_code_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("value_before__gte", Decimal("0")),
                                ("value_before__isnull", True),
                                _connector="OR",
                            ),
                            models.Q(
                                ("value_after__gte", Decimal("0")),
                                ("value_after__isnull", True),
                                _connector="OR",
                            ),
                        ),
                        name="amendment_value_before_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_at__isnull", False), ("offered_by__isnull", False)),
                            models.Q(("offered_at__isnull", True), ("offered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="amendment_offered_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("signed_by__isnull", False)),
                            models.Q(("signed_at__isnull", True), ("signed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="amendment_signed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="amendment_withdrawn_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "withdrawn")),
                            models.Q(
                                ("offered_at__isnull", False),
                                ("verdict__isnull", False),
                                models.Q(("reason_code", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="amendment_offered_has_ground_and_verdict",
                        violation_error_message="An amendment is judged before it is offered.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_at__isnull", False), ("status", "signed")),
                            models.Q(
                                models.Q(("status", "signed"), _negated=True),
                                ("signed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="amendment_signed_has_stamp",
                        violation_error_message="A signed amendment says who signed and when.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("notice_number", ""), ("notice_on__isnull", True)),
                            models.Q(
                                ("notice_on__isnull", False),
                                ("status", "signed"),
                                models.Q(("notice_number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="amendment_notice_complete",
                        violation_error_message="Give the day and the number of the notice, of a signed amendment.",
                    ),
                ],
            },
        ),
        *guard_operations("contracts_amendment", "amendment"),
        migrations.RunSQL(FREEZE, THAW),
    ]
