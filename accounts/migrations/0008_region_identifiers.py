"""Numbers by which a region is known to senders of invoices."""

from django.db import migrations, models

import config.shared.identifiers
from config.shared.migrations import AddConstraints, AddFields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_scopes_of_invoices")]

    operations = [
        AddFields(
            model_name="region",
            fields=[
                (
                    "invoice_reference",
                    models.CharField(
                        blank=True,
                        help_text="Such as a cost centre. Empty: the number of the statement.",
                        max_length=60,
                        validators=[config.shared.identifiers.validate_no_personal_number],
                        verbose_name="reference that an invoice names",
                    ),
                ),
                (
                    "kvk_number",
                    models.CharField(
                        blank=True,
                        help_text="Of the organisation to which invoices are made out.",
                        max_length=8,
                        validators=[config.shared.identifiers.validate_kvk],
                        verbose_name="KvK number",
                    ),
                ),
                (
                    "oin",
                    models.CharField(
                        blank=True,
                        help_text="By this number an e-invoice reaches a public body.",
                        max_length=20,
                        validators=[config.shared.identifiers.validate_oin],
                        verbose_name="OIN",
                    ),
                ),
            ],
        ),
        AddConstraints(
            model_name="region",
            constraints=[
                models.CheckConstraint(
                    condition=models.Q(
                        ("kvk_number", ""), ("kvk_number__regex", "^\\d{8}$"), _connector="OR"
                    ),
                    name="region_kvk_number_eight_digits",
                    violation_error_message="A KvK number has 8 digits, such as 12345678.",
                ),
                models.CheckConstraint(
                    condition=models.Q(("oin", ""), ("oin__regex", "^\\d{20}$"), _connector="OR"),
                    name="region_oin_twenty_digits",
                    violation_error_message="An OIN has 20 digits, such as 00000001123456789000.",
                ),
            ],
        ),
    ]
