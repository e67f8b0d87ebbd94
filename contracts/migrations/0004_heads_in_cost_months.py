"""Months count the learners that first cost money in their year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("contracts", "0003_group_sizes_and_start_guarantee")]

    operations = [
        migrations.AddField(
            model_name="costmonth",
            name="heads",
            field=models.PositiveIntegerField(default=0, verbose_name="learners"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="costline",
            name="tariff",
            field=models.ForeignKey(
                on_delete=models.PROTECT,
                related_name="cost_lines",
                to="contracts.tariff",
                verbose_name="tariff",
            ),
        ),
    ]
