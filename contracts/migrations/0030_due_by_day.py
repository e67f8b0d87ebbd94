"""What is due by each day of a month, kept with its sum."""

import django.contrib.postgres.fields
from django.db import migrations, models

FILL = """
UPDATE contracts_costmonth AS summary
   SET due_by_day = (
       SELECT array_agg(
                  (SELECT coalesce(sum(line.amount), 0)
                     FROM contracts_costline AS line
                     LEFT JOIN contracts_costentry AS entry ON entry.id = line.entry_id
                    WHERE line.contract_id IS NOT DISTINCT FROM summary.contract_id
                      AND line.region_id = summary.region_id
                      AND line.gemeente_id = summary.gemeente_id
                      AND line.route = summary.route
                      AND line.kind = summary.kind
                      AND line.unit = summary.unit
                      AND coalesce(entry.cost_type, 'learning_routes') = summary.cost_type
                      AND date_trunc('month', line.due_on) = summary.month
                      AND extract(day FROM line.due_on) <= day)
                  ORDER BY day)
         FROM generate_series(1, 31) AS day)
"""


def _due_by_day(**given: bool) -> django.contrib.postgres.fields.ArrayField:
    return django.contrib.postgres.fields.ArrayField(
        base_field=models.DecimalField(decimal_places=2, max_digits=14), size=31, **given
    )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0029_moment_of_closing")]

    operations = [
        migrations.AddField(
            model_name="costmonth", name="due_by_day", field=_due_by_day(null=True)
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="costmonth", name="due_by_day", field=_due_by_day()),
    ]
