"""Invoices, how they compare with what is due, and their disputes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import Upper

import config.shared.identifiers
from config.shared.workflow import guard_operations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_api_tokens"),
        ("contracts", "0026_statements"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("380", "Invoice"), ("381", "Credit note")],
                        max_length=3,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.CharField(max_length=60, verbose_name="number")),
                ("issued_on", models.DateField(verbose_name="dated")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be paid by")),
                (
                    "first_on",
                    models.DateField(blank=True, null=True, verbose_name="first day of the period"),
                ),
                (
                    "last_on",
                    models.DateField(blank=True, null=True, verbose_name="last day of the period"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="currency")),
                (
                    "supplier_name",
                    models.CharField(blank=True, max_length=160, verbose_name="name of the seller"),
                ),
                (
                    "supplier_kvk",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="KvK number of the seller"
                    ),
                ),
                (
                    "supplier_oin",
                    models.CharField(blank=True, max_length=20, verbose_name="OIN of the seller"),
                ),
                (
                    "supplier_vat",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="VAT number of the seller"
                    ),
                ),
                (
                    "contract_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="names the contract"),
                ),
                (
                    "order_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="names the order"),
                ),
                (
                    "statement_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="names the statement"),
                ),
                (
                    "preceding_number",
                    models.CharField(blank=True, max_length=60, verbose_name="credits the invoice"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "amount_excl",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="total excl. VAT"
                    ),
                ),
                (
                    "amount_vat",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="VAT"),
                ),
                (
                    "amount_payable",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="amount to pay"
                    ),
                ),
                ("file", models.FileField(upload_to="invoices/%Y/%m/", verbose_name="file")),
                ("filename", models.CharField(max_length=200, verbose_name="file name")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveIntegerField(verbose_name="bytes")),
                (
                    "source",
                    models.CharField(
                        choices=[("page", "Uploaded"), ("api", "API call"), ("folder", "Folder")],
                        max_length=6,
                        verbose_name="came in as",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("refused", "Refused"),
                            ("checked", "Checked, to be decided"),
                            ("disputed", "Disputed"),
                            ("partly_approved", "Approved in part"),
                            ("approved", "Approved"),
                            ("paid", "Paid"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="received",
                        max_length=15,
                        verbose_name="status",
                    ),
                ),
                (
                    "approved_excl",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="approved excl. VAT",
                    ),
                ),
                (
                    "approved_incl",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="approved incl. VAT",
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                (
                    "approved_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                ),
                ("paid_on", models.DateField(blank=True, null=True, verbose_name="paid on")),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="providers.provider",
                        verbose_name="provider",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="received by",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="accounts.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "token",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="accounts.apitoken",
                        verbose_name="sent with the API token",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoices",
                        to="contracts.statement",
                        verbose_name="statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "invoice",
                "verbose_name_plural": "invoices",
                "ordering": ("-received_at", "-pk"),
                "indexes": [
                    models.Index(
                        fields=["region", "-received_at", "-id"], name="invoice_of_region"
                    ),
                    models.Index(
                        fields=["provider", "-received_at", "-id"], name="invoice_of_provider"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "received",
                                    "refused",
                                    "checked",
                                    "disputed",
                                    "partly_approved",
                                    "approved",
                                    "paid",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="invoice_status_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["380", "381"])),
                        name="invoice_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["page", "api", "folder"])),
                        name="invoice_source_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invoice_approved_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.UniqueConstraint(
                        models.F("provider"),
                        Upper("number"),
                        condition=models.Q(("status__in", ("refused", "withdrawn")), _negated=True),
                        name="invoice_number_once",
                        violation_error_message="An invoice with this number is already here.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("refused", "withdrawn")), _negated=True),
                        fields=("provider", "sha256"),
                        name="invoice_file_once",
                        violation_error_message="This invoice is already here.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_excl__isnull", False),
                                ("status__in", ("partly_approved", "approved", "paid")),
                            ),
                            models.Q(
                                models.Q(
                                    ("status__in", ("partly_approved", "approved", "paid")),
                                    _negated=True,
                                ),
                                ("approved_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_approved_has_amount",
                        violation_error_message="What is approved has its amount and moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("paid_on__isnull", False), ("status", "paid")),
                            models.Q(
                                models.Q(("status", "paid"), _negated=True),
                                ("paid_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_paid_has_day",
                        violation_error_message="A paid invoice has the day of payment.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="line")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "Line"),
                            ("allowance", "Allowance"),
                            ("charge", "Charge"),
                        ],
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="number on the invoice"
                    ),
                ),
                ("name", models.CharField(max_length=300, verbose_name="what is charged")),
                ("description", models.TextField(blank=True, verbose_name="description")),
                (
                    "quantity",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="quantity"),
                ),
                ("unit_code", models.CharField(blank=True, max_length=3, verbose_name="unit")),
                (
                    "price",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="price"),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="amount"),
                ),
                (
                    "tax_category",
                    models.CharField(blank=True, max_length=3, verbose_name="VAT category"),
                ),
                (
                    "tax_rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="VAT (%)",
                    ),
                ),
                (
                    "exemption",
                    models.CharField(
                        blank=True, max_length=1000, verbose_name="ground of the VAT exemption"
                    ),
                ),
                (
                    "object_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="names the placement"),
                ),
                (
                    "first_on",
                    models.DateField(blank=True, null=True, verbose_name="first day of the period"),
                ),
                (
                    "last_on",
                    models.DateField(blank=True, null=True, verbose_name="last day of the period"),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("matches", "Matches"),
                            ("price", "Price differs"),
                            ("quantity", "Quantity differs"),
                            ("unknown", "Unknown placement"),
                            ("invoiced", "Already invoiced"),
                            ("not_due", "Not due"),
                            ("apart", "Stands apart from placements"),
                        ],
                        max_length=10,
                        verbose_name="comparison",
                    ),
                ),
                (
                    "difference",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="asks more than is due",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("open", "To be decided"),
                            ("approved", "Approved"),
                            ("partly", "Approved in part"),
                            ("declined", "Declined"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="decision",
                    ),
                ),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="approved",
                    ),
                ),
                (
                    "decision_reason",
                    models.CharField(
                        blank=True,
                        max_length=300,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reason",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "matched_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="matched by hand"),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "invoice",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="contracts.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "matched_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_lines",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "line of an invoice",
                "verbose_name_plural": "lines of an invoice",
                "ordering": ("invoice", "position"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("invoice", "position"), name="invoice_line_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["line", "allowance", "charge"])),
                        name="invoice_line_kind_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                [
                                    "",
                                    "matches",
                                    "price",
                                    "quantity",
                                    "unknown",
                                    "invoiced",
                                    "not_due",
                                    "apart",
                                ],
                            )
                        ),
                        name="invoice_line_verdict_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["open", "approved", "partly", "declined"])
                        ),
                        name="invoice_line_decision_known",
                        violation_error_message="This code is not known.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invoice_line_decided_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("matched_at__isnull", False), ("matched_by__isnull", False)),
                            models.Q(("matched_at__isnull", True), ("matched_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="invoice_line_matched_stamp_complete",
                        violation_error_message="A moment and the person who acted belong together.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_amount__isnull", True),
                                ("decided_at__isnull", True),
                                ("decision", "open"),
                            ),
                            models.Q(
                                models.Q(("decision", "open"), _negated=True),
                                ("approved_amount__isnull", False),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="invoice_line_decided_has_amount",
                        violation_error_message="What is decided has its amount and moment.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ("open", "approved")),
                            models.Q(("decision_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="invoice_line_not_approved_has_reason",
                        violation_error_message="Say why this line is not paid in full.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("placement__isnull", True), ("group__isnull", True), _connector="OR"
                        ),
                        name="invoice_line_charges_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceMessage",
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
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="contracts.invoice",
                        verbose_name="invoice",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="sent by",
                    ),
                ),
            ],
            options={
                "verbose_name": "message about an invoice",
                "verbose_name_plural": "messages about an invoice",
                "ordering": ("invoice", "sent_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="InvoiceFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("error", "Error"), ("warning", "Warning"), ("notice", "Notice")],
                        max_length=8,
                        verbose_name="level",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="rule")),
                ("line_number", models.CharField(blank=True, max_length=20, verbose_name="line")),
                ("message", models.TextField(verbose_name="what is wrong")),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="contracts.invoice",
                        verbose_name="invoice",
                    ),
                ),
            ],
            options={
                "verbose_name": "finding on an invoice",
                "verbose_name_plural": "findings on an invoice",
                "ordering": ("invoice", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["error", "warning", "notice"])),
                        name="invoice_finding_level_known",
                        violation_error_message="This code is not known.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceMatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="month")),
                (
                    "expected_amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="due"),
                ),
                (
                    "expected_quantity",
                    models.DecimalField(decimal_places=6, max_digits=18, verbose_name="units due"),
                ),
                (
                    "granted_before",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="approved before"
                    ),
                ),
                (
                    "claimed_amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="asked"),
                ),
                (
                    "approved_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="approved",
                    ),
                ),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="contracts.contract",
                        verbose_name="contract",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_matches",
                        to="contracts.coursegroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="matches",
                        to="contracts.invoiceline",
                        verbose_name="invoice line",
                    ),
                ),
                (
                    "placement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice_matches",
                        to="contracts.placement",
                        verbose_name="placement",
                    ),
                ),
            ],
            options={
                "verbose_name": "match of an invoice line",
                "verbose_name_plural": "matches of an invoice line",
                "ordering": ("line", "month", "pk"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("approved_amount__isnull", False)),
                        fields=["contract", "month"],
                        name="invoice_match_granted",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("line", "month", "placement", "group"),
                        name="invoice_match_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)),
                        name="invoice_match_month_is_first_day",
                    ),
                ],
            },
        ),
        *guard_operations("contracts_invoice", "invoice"),
    ]
