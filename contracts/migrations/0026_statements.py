"""Statements per provider and month, and the VAT of contracts."""

from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import config.shared.identifiers
from config.shared.workflow import guard_operations

STANDS = """
CREATE FUNCTION keep_approved_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'approved' THEN
        RAISE EXCEPTION 'An approved statement does not change.' USING ERRCODE = '23001';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE FUNCTION keep_approved_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM changed JOIN contracts_statement statement ON statement.id = statement_id
        WHERE statement.status = 'approved'
    ) THEN
        RAISE EXCEPTION 'An approved statement does not change.' USING ERRCODE = '23001';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER statement_stands BEFORE UPDATE OR DELETE ON contracts_statement
    FOR EACH ROW EXECUTE FUNCTION keep_approved_statement();
CREATE TRIGGER statement_lines_added AFTER INSERT ON contracts_statementline
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_approved_lines();
CREATE TRIGGER statement_lines_changed AFTER UPDATE ON contracts_statementline
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_approved_lines();
CREATE TRIGGER statement_lines_removed AFTER DELETE ON contracts_statementline
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION keep_approved_lines();
"""
MAY_CHANGE = """
DROP TRIGGER statement_lines_removed ON contracts_statementline;
DROP TRIGGER statement_lines_changed ON contracts_statementline;
DROP TRIGGER statement_lines_added ON contracts_statementline;
DROP TRIGGER statement_stands ON contracts_statement;
DROP FUNCTION keep_approved_lines();
DROP FUNCTION keep_approved_statement();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0025_cost_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                ("number", models.CharField(max_length=40, verbose_name="number")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("concept", "Concept"),
                            ("offered", "With the provider"),
                            ("disputed", "Disputed"),
                            ("approved", "Approved"),
                        ],
                        default="concept",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "amount_excl",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="total excl. VAT"
                    ),
                ),
                (
                    "amount_vat",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=14, verbose_name="VAT"
                    ),
                ),
                (
                    "amount_corrections",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=14,
                        verbose_name="of which corrections of earlier months",
                    ),
                ),
                (
                    "held_reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="why it is made without every return",
                    ),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("offered_at", models.DateTimeField(blank=True, null=True, verbose_name="offered")),
                (
                    "agreed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="agreed by the provider"
                    ),
                ),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="approved by",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="made by",
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
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
            ],
            options={
                "verbose_name": "statement",
                "verbose_name_plural": "statements",
                "ordering": ("-month", "-pk"),
                "indexes": [
                    models.Index(fields=["provider", "-month", "-id"], name="statement_of_provider")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["concept", "offered", "disputed", "approved"])
                        ),
                        name="statement_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("offered_at__isnull", False), ("offered_by__isnull", False)),
                            models.Q(("offered_at__isnull", True), ("offered_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="statement_offered_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="statement_agreed_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="statement_approved_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="statement_month_is_first_day",
                        violation_error_message="A month is named by its first day.",
                    ),
                    models.UniqueConstraint(
                        fields=("region", "provider", "month"),
                        name="statement_once_a_month",
                        violation_error_message="There is already a statement of this month.",
                    ),
                    models.UniqueConstraint(
                        fields=("region", "number"), name="statement_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "approved"), ("approved_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "approved"), _negated=True),
                                ("approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="statement_approved_has_moment",
                        violation_error_message="An approved statement has the moment of it.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VatRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="VAT (%)"),
                ),
                (
                    "ground",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ground of the VAT exemption"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="recorded")),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vat_rules",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="vat_rules",
                        to="contracts.tariff",
                        verbose_name="only for the tariff",
                    ),
                ),
            ],
            options={
                "verbose_name": "VAT rule",
                "verbose_name_plural": "VAT rules",
                "ordering": ("contract", "tariff"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rate__gte", Decimal("0")), ("rate__isnull", True), _connector="OR"
                        ),
                        name="vat_rule_rate_not_negative",
                        violation_error_message="An amount or number may not be below zero.",
                    ),
                    models.UniqueConstraint(
                        fields=("contract", "tariff"),
                        name="vat_rule_once",
                        nulls_distinct=False,
                        violation_error_message="There is already a VAT rule for this.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rate", 0), models.Q(("ground", ""), _negated=True)),
                            models.Q(("rate__gt", 0), ("ground", "")),
                            _connector="OR",
                        ),
                        name="vat_rule_rate_or_ground",
                        violation_error_message="Without VAT the ground of the exemption is named; with VAT there is none.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="line")),
                ("subject", models.CharField(max_length=200, verbose_name="for")),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[("B", "B1 route"), ("O", "Education route"), ("Z", "Z route")],
                        max_length=1,
                        verbose_name="route",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("instalment", "Instalment"),
                            ("hours", "Hours"),
                            ("month", "Month"),
                            ("group_share", "Share of a group"),
                            ("fee", "Fee"),
                            ("settlement", "Settlement"),
                            ("credit", "Credit"),
                            ("entry", "Booked cost"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("part", models.CharField(blank=True, max_length=100, verbose_name="part")),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("trajectory", "per trajectory"),
                            ("hour", "per hour"),
                            ("month", "per month"),
                            ("group", "per group"),
                            ("group_hour", "per group hour"),
                            ("fee", "per occasion"),
                        ],
                        max_length=12,
                        verbose_name="unit",
                    ),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=6, max_digits=14, verbose_name="number of units"
                    ),
                ),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=12, null=True, verbose_name="price"
                    ),
                ),
                ("service_month", models.DateField(verbose_name="service month")),
                ("first_on", models.DateField(verbose_name="first service day")),
                ("last_on", models.DateField(verbose_name="last service day")),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                (
                    "is_correction",
                    models.BooleanField(verbose_name="correction of an earlier month"),
                ),
                ("is_reversal", models.BooleanField(verbose_name="takes back")),
                (
                    "vat_rate",
                    models.DecimalField(decimal_places=2, max_digits=5, verbose_name="VAT (%)"),
                ),
                (
                    "vat_ground",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="ground of the VAT exemption"
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_lines",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.costentry",
                        verbose_name="booked cost",
                    ),
                ),
                (
                    "gemeente",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.gemeente",
                        verbose_name="gemeente",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_lines",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="contracts.statement",
                        verbose_name="statement",
                    ),
                ),
                (
                    "tariff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.tariff",
                        verbose_name="tariff",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of a statement",
                "verbose_name_plural": "lines of a statement",
                "ordering": ("statement", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("statement", "position"), name="statement_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "instalment",
                                    "hours",
                                    "month",
                                    "group_share",
                                    "fee",
                                    "settlement",
                                    "credit",
                                    "entry",
                                ],
                            )
                        ),
                        name="statement_line_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_on__gte", models.F("first_on")),
                            ("first_on__isnull", True),
                            ("last_on__isnull", True),
                            _connector="OR",
                        ),
                        name="statement_line_last_on_not_before_first_on",
                        violation_error_message="The last day may not be before the first day.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="message",
                    ),
                ),
                ("is_of_provider", models.BooleanField(verbose_name="by the provider")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="contracts.statement",
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "message about a statement",
                "verbose_name_plural": "messages about a statement",
                "ordering": ("statement", "sent_at", "pk"),
            },
        ),
        migrations.RunSQL(STANDS, MAY_CHANGE),
        *guard_operations("contracts_statement", "statement"),
    ]
