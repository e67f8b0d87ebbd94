import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_api_tokens"),
        ("contracts", "0021_lean_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="token",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="accounts.apitoken",
                verbose_name="sent with the API token",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("token__isnull", False)),
                fields=["token"],
                name="delivery_of_token",
            ),
        ),
    ]
