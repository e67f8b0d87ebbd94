"""The code lists of the tender room; nothing that has a workflow."""

from django.contrib import admin

from accounts.admin import RecordedAdmin, site
from procurement.models import LegalRule


@admin.register(LegalRule, site=site)
class LegalRuleAdmin(RecordedAdmin):
    """National rules, and those of regions; each change stands in the audit trail."""

    list_display = ("key", "procedure", "applies_from", "value", "unit", "article", "is_binding")
    list_filter = ("key", "procedure", "is_binding", "is_certain", "region")
    search_fields = ("source", "article", "note")
    autocomplete_fields = ("region",)
