"""When a month was closed by the clock of the database, beside which versions of rows are dated."""

import django.db.models.functions.datetime
from django.db import migrations, models

AS_FAR_AS_KNOWN = """
ALTER TABLE contracts_monthclosing DISABLE TRIGGER month_closing_rows;
UPDATE contracts_monthclosing SET kept_at = closed_at;
ALTER TABLE contracts_monthclosing ENABLE TRIGGER month_closing_rows;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0028_versions_behind_costs")]

    operations = [
        migrations.AddField(
            model_name="monthclosing",
            name="kept_at",
            field=models.DateTimeField(
                db_default=django.db.models.functions.datetime.Now(),
                editable=False,
                verbose_name="kept",
            ),
        ),
        migrations.RunSQL(AS_FAR_AS_KNOWN, migrations.RunSQL.noop),
    ]
