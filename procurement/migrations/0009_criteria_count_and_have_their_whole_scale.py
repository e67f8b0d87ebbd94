from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procurement", "0008_tenderned_publishes_first"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="awardcriterion",
            name="criterion_counts_for_something",
        ),
        migrations.RemoveConstraint(
            model_name="awardcriterion",
            name="criterion_formula_complete",
        ),
        migrations.AddConstraint(
            model_name="awardcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weight__gt", 0),
                    models.Q(("formula__in", ("value", "fixed")), ("kind", "price")),
                    models.Q(
                        ("kind", "quality"),
                        ("maximum_value__gt", 0),
                        ("maximum_value__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="criterion_counts_for_something",
                violation_error_message="Give a weight, or for the value-based formula a highest value in euro.",
            ),
        ),
        migrations.AddConstraint(
            model_name="awardcriterion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("formula", ""), ("kind", "quality")),
                    models.Q(("formula__in", ("relative", "value", "fixed")), ("kind", "price")),
                    models.Q(
                        ("formula", "absolute"),
                        ("kind", "price"),
                        ("scale_best_price__gte", 0),
                        ("scale_best_price__isnull", False),
                        ("scale_zero_price__gt", models.F("scale_best_price")),
                        ("scale_zero_price__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="criterion_formula_complete",
                violation_error_message="A price criterion needs a formula; the absolute formula needs a scale whose zero lies above its best price.",
            ),
        ),
    ]
