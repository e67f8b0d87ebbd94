"""Texts for the planning and control cycle, to read: the final ones, with their frozen figures."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.endpoints import DetailEndpoint, Endpoint, ListEndpoint
from accounts.enums import ApiScope
from config.shared.api.serializers import ApiModelSerializer, ApiSerializer
from contracts.api.contracts import GemeenteCodeField
from reports.api.reports import AmountField, FiguresSerializer
from reports.enums import SignalStatus, TextKind, TextStatus
from reports.enums.why import OverrunPart
from reports.filters.api_planning import PlanningTextCallFilterSet
from reports.models import PlanningSection, PlanningText
from reports.texts.figures import SectionFigures, thawed

TEXT_FIELDS: tuple[str, ...] = (
    "id",
    "kind",
    "region",
    "gemeente",
    "line",
    "year",
    "version",
    "figures_on",
    "finalised_at",
)


class PlanningTextSerializer(ApiModelSerializer):
    """What a council or region reads in one paper of the year.

    About one budget line, else about a gemeente, else about the whole region.
    """

    gemeente = GemeenteCodeField(
        read_only=True, allow_null=True, help_text="CBS code of the gemeente."
    )

    class Meta:
        model = PlanningText
        read_only_fields = fields = TEXT_FIELDS


class PartSerializer(ApiSerializer):
    """What one cause adds to the overrun."""

    part = serializers.ChoiceField(OverrunPart.choices)
    amount = AmountField()


class FrozenDecisionSerializer(ApiSerializer):
    """What was decided about the overrun and had still to be done."""

    text = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    effect = AmountField(allow_null=True, help_text="Below zero makes the overrun smaller.")


class EarlierSerializer(ApiSerializer):
    """What the paper before this one in the year said about the same subject."""

    kind = serializers.ChoiceField(TextKind.choices)
    year = serializers.IntegerField()
    figures_on = serializers.DateField()
    overrun = AmountField()


class SectionFiguresSerializer(ApiSerializer):
    """The figures as they stood when the text was made; the parts add up to the overrun."""

    code = serializers.CharField(help_text="Planning and control code; may be empty.")
    name = serializers.CharField()
    figures = FiguresSerializer()
    planned_heads = serializers.IntegerField()
    heads = serializers.IntegerField()
    parts = serializers.SerializerMethodField()
    decisions = FrozenDecisionSerializer(many=True)
    standing = serializers.ChoiceField(
        SignalStatus.choices, allow_null=True, help_text="Of the signal about it; null without one."
    )
    earlier = EarlierSerializer(allow_null=True)

    @extend_schema_field(PartSerializer(many=True))
    def get_parts(self, figures: SectionFigures) -> list[Any]:
        """Each part once."""
        told = [{"part": part, "amount": amount} for part, amount in figures.parts.items()]
        return list(PartSerializer(told, many=True).data)


class PlanningSectionSerializer(ApiModelSerializer):
    """One subject: its figures, and the words about them, each of which may be empty."""

    figures = serializers.SerializerMethodField()

    class Meta:
        model = PlanningSection
        read_only_fields = fields = (
            "position",
            "heading",
            "recurrence",
            "figures",
            "announcement",
            "cause",
            "money",
            "to_do",
        )

    @extend_schema_field(SectionFiguresSerializer)
    def get_figures(self, section: PlanningSection) -> dict[str, Any]:
        """As they were frozen."""
        return SectionFiguresSerializer(thawed(section.figures)).data


class WrittenTextSerializer(PlanningTextSerializer):
    """A text with its sections, in order."""

    sections = PlanningSectionSerializer(many=True, read_only=True)

    class Meta(PlanningTextSerializer.Meta):
        read_only_fields = fields = (*TEXT_FIELDS, "sections")


class _Texts(Endpoint):
    model = PlanningText
    serializer_class: type[serializers.Serializer] = PlanningTextSerializer
    reads = ApiScope.REPORTS_READ

    def scoped_queryset(self) -> "QuerySet[Any]":
        """Those that stand as they are; a draft is nobody's yet."""
        final = super().scoped_queryset().filter(status=TextStatus.FINAL)
        return final.select_related("gemeente")


class PlanningTextListEndpoint(_Texts, ListEndpoint):
    """Final texts of the region, or about the single gemeente; every version is a text."""

    filterset_class = PlanningTextCallFilterSet


class PlanningTextDetailEndpoint(_Texts, DetailEndpoint):
    """One final text with its sections."""

    serializer_class = WrittenTextSerializer

    def scoped_queryset(self) -> "QuerySet[Any]":
        """With the sections of each."""
        return super().scoped_queryset().prefetch_related("sections")
