"""Statuses of the register move as the workflows say; marks that a region wrote down count."""

from django.db import migrations

from config.shared.workflow import guard_operations

CHECK_STANDING = """
UPDATE providers_recognition AS mark
SET verified_at = provider.created_at, verified_by_id = provider.created_by_id
FROM providers_provider AS provider
WHERE provider.id = mark.provider_id
"""


class Migration(migrations.Migration):
    dependencies = [("providers", "0002_whole_register")]

    operations = [
        migrations.RunSQL(CHECK_STANDING, migrations.RunSQL.noop),
        *guard_operations("providers_admission", "admission"),
        *guard_operations("providers_providerregistration", "provider_registration"),
        *guard_operations("providers_providerchange", "provider_change"),
    ]
