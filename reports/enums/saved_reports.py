"""How often a saved report is mailed, and as what."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frequency(TextChoices):
    WEEKLY = "weekly", _("every week")
    MONTHLY = "monthly", _("every month")


class ReportFile(TextChoices):
    """The attachment; its code is the ending of the file."""

    PDF = "pdf", _("Document (PDF)")
    XLSX = "xlsx", _("Excel (xlsx)")
    CSV = "csv", _("Text (csv)")
