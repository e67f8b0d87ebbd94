"""A draw by lot between equal bids is kept, and never changes."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE TRIGGER procurement_draw_rows BEFORE UPDATE OR DELETE ON procurement_draw
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER procurement_draw_all BEFORE TRUNCATE ON procurement_draw
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
DROP = """
DROP TRIGGER procurement_draw_all ON procurement_draw;
DROP TRIGGER procurement_draw_rows ON procurement_draw;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0006_guard_statuses_and_envelopes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.JSONField(verbose_name="order in which they were drawn")),
                ("report", models.TextField(verbose_name="how it was drawn, and who was there")),
                ("drawn_at", models.DateTimeField(verbose_name="drawn")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="procurement.lot",
                    ),
                ),
            ],
            options={
                "verbose_name": "draw by lot",
                "verbose_name_plural": "draws by lot",
                "ordering": ("lot", "drawn_at", "pk"),
            },
        ),
        migrations.RunSQL(KEEP, DROP),
    ]
