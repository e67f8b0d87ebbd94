"""Invoices tell to whom they are made out, and may be made from a statement."""

from django.db import migrations, models

from config.shared.migrations import AddConstraints, AddFields, AlterFields, RemoveConstraints


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_region_identifiers"),
        ("contracts", "0032_recurring_costs_and_guarantees"),
    ]

    operations = [
        RemoveConstraints(
            model_name="invoice",
            names=["invoice_source_known"],
        ),
        AddFields(
            model_name="invoice",
            fields=[
                (
                    "buyer_kvk",
                    models.CharField(
                        blank=True, max_length=20, verbose_name="KvK number of the buyer"
                    ),
                ),
                (
                    "buyer_name",
                    models.CharField(blank=True, max_length=160, verbose_name="name of the buyer"),
                ),
                (
                    "buyer_oin",
                    models.CharField(blank=True, max_length=20, verbose_name="OIN of the buyer"),
                ),
            ],
        ),
        AlterFields(
            model_name="invoice",
            fields=[
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("page", "Uploaded"),
                            ("api", "API call"),
                            ("folder", "Folder"),
                            ("statement", "Made from the statement"),
                        ],
                        max_length=9,
                        verbose_name="came in as",
                    ),
                )
            ],
        ),
        AddConstraints(
            model_name="invoice",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(("source__in", ["page", "api", "folder", "statement"])),
                    name="invoice_source_known",
                    violation_error_message="This code is not known.",
                )
            ],
        ),
    ]
