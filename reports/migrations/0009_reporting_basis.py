"""What counts as realised in a region."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0008_saved_reports")]

    operations = []
