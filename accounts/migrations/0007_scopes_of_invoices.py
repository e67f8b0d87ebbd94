"""Tokens that read statements and hand in invoices."""

import django.contrib.postgres.fields
from django.db import migrations, models

SCOPES = [
    ("contracts:read", "Read contracts"),
    ("capacity:read", "Read seats and groups"),
    ("waiting-list:read", "Read the waiting list"),
    ("placements:read", "Read placements"),
    ("placements:write", "Register and change placements"),
    ("deliveries:read", "Read deliveries and their findings"),
    ("deliveries:write", "Hand in deliveries, confirm and reject them"),
    ("reports:read", "Read reports"),
    ("duo:read", "Read offers and hours for DUO"),
    ("invoices:read", "Read statements and invoices"),
    ("invoices:write", "Hand in invoices"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_api_tokens")]

    operations = [
        migrations.RemoveConstraint(model_name="apitoken", name="api_token_scopes_known"),
        migrations.AlterField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=SCOPES, max_length=30),
                size=None,
                verbose_name="may do",
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("scopes__len__gt", 0),
                    ("scopes__contained_by", [code for code, _label in SCOPES]),
                ),
                name="api_token_scopes_known",
                violation_error_message="Choose what the token may do.",
            ),
        ),
    ]
