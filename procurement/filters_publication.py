"""Filters of questions and of tenders that anyone reads."""

import django_filters
from django.utils.translation import gettext_lazy as _

from config.shared.filters import BaseFilterSet
from procurement.enums import TenderStatus
from procurement.models import Question, Tender
from providers.enums import LearningRoute


class QuestionFilterSet(BaseFilterSet):
    search_fields = (
        "text",
        "answer",
        "subject",
        "tender__reference",
        "lot__title",
        "provider__legal_name",
        "provider__trade_name",
        "assigned_to__name",
    )

    class Meta:
        model = Question
        fields = ("status",)


class PublicTenderFilterSet(BaseFilterSet):
    """`status` offers only what a published tender can be."""

    search_fields = ("reference", "title", "description", "region__name")
    status = django_filters.ChoiceFilter(
        label=_("Status"),
        choices=[
            (each.value, each.label)
            for each in TenderStatus
            if each not in (TenderStatus.DRAFT, TenderStatus.IN_REVIEW)
        ],
    )
    route = django_filters.ChoiceFilter(
        field_name="lots__route", choices=LearningRoute, label=_("Route"), distinct=True
    )

    class Meta:
        model = Tender
        fields = ("status", "procedure", "route")
