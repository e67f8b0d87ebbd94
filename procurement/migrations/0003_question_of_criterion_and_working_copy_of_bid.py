"""A criterion asks a question; a bid keeps what is not submitted yet apart from what is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("procurement", "0002_guard_statuses_and_deadline")]

    operations = [
        migrations.AddField(
            "awardcriterion",
            "question",
            models.TextField(blank=True, verbose_name="question to the bidders"),
        ),
        migrations.AddField(
            "bid",
            "draft",
            models.JSONField(blank=True, default=dict, verbose_name="working copy"),
        ),
    ]
