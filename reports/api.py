"""Reports by call, to read: the same figures as on the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import Endpoint
from accounts.enums import ApiScope
from accounts.models import Gemeente
from config.shared.api.serializers import ApiSerializer
from contracts.enums import CostType
from providers.enums import LearningRoute
from reports.overruns import OverrunReport, Sources

FIRST_YEAR, LAST_YEAR = 2022, 2100


class QuestionSerializer(serializers.Serializer):
    """What may be asked of a report."""

    year = serializers.IntegerField(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="This year if left out.",
    )
    route = serializers.ChoiceField(LearningRoute.choices, required=False)
    gemeente = serializers.RegexField(
        r"^[0-9]{4}$", required=False, help_text="CBS code of the gemeente."
    )


class AmountField(serializers.DecimalField):
    """Euro in whole cents, as text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, read_only=True, **kwargs)


class FiguresSerializer(ApiSerializer):
    """Euro of one year. `overrun` is the forecast less the budget: above zero is a disadvantage."""

    budget = AmountField()
    realised = AmountField(help_text="Fell due on or before the day of the report.")
    committed = AmountField(help_text="Falls due after it.")
    expected = AmountField(help_text="For learners who were planned and not yet placed.")
    forecast = AmountField()
    overrun = AmountField()


class OverrunRowSerializer(ApiSerializer):
    """One budget with the contracts that it pays for."""

    region = serializers.IntegerField(source="region.pk")
    gemeente = serializers.CharField(source="gemeente.code", help_text="CBS code.")
    route = serializers.ChoiceField(
        LearningRoute.choices, source="bucket.route", help_text="Empty where it is for all routes."
    )
    cost_type = serializers.ChoiceField(CostType.choices, source="bucket.cost_type")
    contracts = serializers.SerializerMethodField()
    planned_heads = serializers.IntegerField()
    heads = serializers.IntegerField()
    figures = FiguresSerializer()

    def get_contracts(self, row: Any) -> list[int]:
        """Their ids, by reference."""
        return [contract.pk for contract in row.contracts]


class OverrunSerializer(ApiSerializer):
    """Will the budget do? The totals add up from the rows."""

    year = serializers.IntegerField()
    on = serializers.DateField(help_text="The day of the report.")
    total = FiguresSerializer()
    rows = OverrunRowSerializer(many=True)


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, with what was left out filled in."""

    year: int
    on: date
    route: str = ""
    gemeente: Gemeente | None = None


class OverrunEndpoint(Endpoint):
    """Budget, realised, committed, forecast and overrun of one year, as on the controller's page.

    Region, gemeente and route come with each row; the token's role decides which there are.
    """

    serializer_class = OverrunSerializer
    pagination_class = None
    filter_backends = []
    reads = ApiScope.REPORTS_READ

    @extend_schema(parameters=[QuestionSerializer], responses=OverrunSerializer)
    def get(self, request: Request) -> Response:
        """The report."""
        question = self._question(request)
        sources = Sources.of_user(self.person).narrowed(
            route=question.route, gemeente=question.gemeente
        )
        report = OverrunReport(sources, year=question.year, on=question.on)
        self.row_count = len(report.rows)
        return Response(self.get_serializer(report).data)

    def _question(self, request: Request) -> Question:
        strange = set(request.query_params) - set(QuestionSerializer().fields)
        if strange:
            raise serializers.ValidationError(
                {name: _("This report has no such filter.") for name in sorted(strange)}
            )
        asked = QuestionSerializer(data=request.query_params.dict())
        asked.is_valid(raise_exception=True)
        on = timezone.localdate()
        given = {"year": on.year} | asked.validated_data
        if "gemeente" in given:
            given["gemeente"] = self._gemeente(given["gemeente"])
        return Question(on=on, **given)

    def _gemeente(self, code: str) -> Gemeente:
        found = Gemeente.objects.visible_to(self.person).filter(code=code).first()
        if found is None:
            raise serializers.ValidationError(
                {"gemeente": _("This gemeente is not one that the token may see.")}
            )
        return found
