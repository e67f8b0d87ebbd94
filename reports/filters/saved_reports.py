"""Filters of saved reports."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.shared.filters import BaseFilterSet
from reports.models import SavedReport
from reports.questions import QUESTIONS


def keepers(request: Any) -> "QuerySet[User]":
    """Who keeps the reports that the person may see."""
    seen = SavedReport.objects.visible_to(request.user).order_by()
    return User.objects.filter(pk__in=seen.values("owner")).order_by("name", "pk")


class SavedReportFilterSet(BaseFilterSet):
    search_fields = ("name",)
    question = django_filters.ChoiceFilter(
        choices=[(question.code, question.asks) for question in QUESTIONS], label=_("Report")
    )
    owner = django_filters.ModelChoiceFilter(queryset=keepers, label=_("Kept by"))

    class Meta:
        model = SavedReport
        fields = ("question", "owner", "is_shared")
