"""Statuses move as the workflows say, also in loads of many rows."""

from django.db import migrations

from config.shared.workflow import guard_operations


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0001_contracts_capacity_and_placements"),
        ("accounts", "0002_protect_audit_rows_and_statuses"),
    ]

    operations = [
        *guard_operations("contracts_contract", "contract"),
        *guard_operations("contracts_coursegroup", "course_group"),
        *guard_operations("contracts_placement", "placement"),
        *guard_operations("contracts_delivery", "delivery"),
    ]
