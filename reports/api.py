"""Reports by call, to read: the same figures as on the page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.endpoints import Endpoint
from accounts.enums import ApiScope
from accounts.models import Gemeente, User
from config.shared.api.names import camel
from config.shared.api.serializers import ApiSerializer
from contracts.enums import CostType
from providers.enums import LearningRoute
from reports.overruns import OverrunReport, Sources
from reports.questions import BY_CODE, Asked, Kind, Question, Scope

FIRST_YEAR, LAST_YEAR = 2022, 2100


class YearSerializer(serializers.Serializer):
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
class Year:
    """What was asked, with what was left out filled in."""

    year: int
    on: date
    route: str = ""
    gemeente: Gemeente | None = None


class AskedSerializer(serializers.Serializer):
    """What may be asked of a question."""

    route = serializers.ChoiceField(LearningRoute.choices, required=False)
    gemeente = serializers.RegexField(
        r"^[0-9]{4}$", required=False, help_text="CBS code of the gemeente."
    )


class AnswerColumnSerializer(ApiSerializer):
    """One column of an answer."""

    name = serializers.CharField(help_text="Name of the member of a row.")
    heading = serializers.CharField(source="label")
    kind = serializers.ChoiceField([(kind.value, kind.value) for kind in Kind], source="kind.value")


class AnswerSerializer(ApiSerializer):
    """A question with its answer. Amounts, shares and days in `rows` are text."""

    report = serializers.CharField(source="code")
    question = serializers.CharField(source="asks")
    on = serializers.DateField(source="asked.on")
    answer = serializers.CharField(source="sentence")
    basis = serializers.CharField(source="footnote")
    columns = AnswerColumnSerializer(many=True)
    rows = serializers.SerializerMethodField()

    def get_rows(self, question: Question) -> list[dict[str, str | int | None]]:
        """A member for each column."""
        return [
            {
                camel(column.name): column.told(value)
                for column, value in zip(question.columns, row, strict=True)
            }
            for row in question.rows
        ]


class QuestionEndpoint(Endpoint):
    """The answer to one question, as on its page."""

    serializer_class = AnswerSerializer
    pagination_class = None
    filter_backends = []
    reads = ApiScope.REPORTS_READ

    @extend_schema(
        parameters=[
            AskedSerializer,
            OpenApiParameter("code", str, OpenApiParameter.PATH, enum=sorted(BY_CODE)),
        ],
        responses=AnswerSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """The report."""
        kind = BY_CODE.get(code)
        if kind is None:
            raise Http404
        asked = checked(AskedSerializer, request)
        if "gemeente" in asked:
            asked["gemeente"] = gemeente_of(asked["gemeente"], self.person)
        question = kind(Scope(person=self.person), Asked(on=timezone.localdate(), **asked))
        self.row_count = len(question.rows)
        return Response(self.get_serializer(question).data)


def checked(asks: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was asked in the address; a strange name or value is refused."""
    strange = set(request.query_params) - set(asks().fields)
    if strange:
        raise serializers.ValidationError(
            {name: _("This report has no such filter.") for name in sorted(strange)}
        )
    found = asks(data=request.query_params.dict())
    found.is_valid(raise_exception=True)
    return dict(found.validated_data)


def gemeente_of(code: str, person: User) -> Gemeente:
    """The gemeente with a CBS code, if the token may see it."""
    found = Gemeente.objects.visible_to(person).filter(code=code).first()
    if found is None:
        raise serializers.ValidationError(
            {"gemeente": _("This gemeente is not one that the token may see.")}
        )
    return found


class OverrunEndpoint(Endpoint):
    """Budget, realised, committed, forecast and overrun of one year, as on the controller's page.

    Region, gemeente and route come with each row; the token's role decides which there are.
    """

    serializer_class = OverrunSerializer
    pagination_class = None
    filter_backends = []
    reads = ApiScope.REPORTS_READ

    @extend_schema(parameters=[YearSerializer], responses=OverrunSerializer)
    def get(self, request: Request) -> Response:
        """The report."""
        question = self._question(request)
        sources = Sources.of_user(self.person).narrowed(
            route=question.route, gemeente=question.gemeente
        )
        report = OverrunReport(sources, year=question.year, on=question.on)
        self.row_count = len(report.rows)
        return Response(self.get_serializer(report).data)

    def _question(self, request: Request) -> Year:
        on = timezone.localdate()
        given = {"year": on.year} | checked(YearSerializer, request)
        if "gemeente" in given:
            given["gemeente"] = gemeente_of(given["gemeente"], self.person)
        return Year(on=on, **given)
