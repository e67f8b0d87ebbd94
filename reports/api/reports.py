"""Reports by call, to read: the same figures as on the page."""

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
from reports.questions import BY_CODE, Asked, Kind, Question, Row, Scope
from reports.questions.overruns import Overruns

FIRST_YEAR, LAST_YEAR = 2022, 2100
CODES = sorted(BY_CODE.keys() - {Overruns.code})
"""The reports whose rows are told by column; the overruns have an address of their own."""


class AskedSerializer(serializers.Serializer):
    """What may be asked of a report; not every report takes all of it."""

    year = serializers.IntegerField(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
        help_text="Of a report about a year; this year if left out.",
    )
    route = serializers.ChoiceField(LearningRoute.choices, required=False)
    gemeente = serializers.RegexField(
        r"^[0-9]{4}$", required=False, help_text="CBS code of the gemeente."
    )


class SaidSerializer(ApiSerializer):
    """A question with its answer in words."""

    report = serializers.CharField(source="code")
    question = serializers.CharField(source="asks")
    year = serializers.IntegerField(
        allow_null=True, help_text="Null where the report is about a day."
    )
    on = serializers.DateField(source="asked.on", help_text="The day of the report.")
    answer = serializers.CharField(source="sentence")
    basis = serializers.CharField(source="footnote")


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


class OverrunSerializer(SaidSerializer):
    """Will the budget do? The totals add up from the rows."""

    total = FiguresSerializer(source="report.total")
    rows = OverrunRowSerializer(source="report.rows", many=True)


class AnswerColumnSerializer(ApiSerializer):
    """One column of an answer."""

    name = serializers.CharField(help_text="Name of the member of a row.")
    heading = serializers.CharField(source="label")
    kind = serializers.ChoiceField([(kind.value, kind.value) for kind in Kind], source="kind.value")


class AnswerSerializer(SaidSerializer):
    """A question with its answer. Amounts, shares and days in `rows` and `total` are text."""

    columns = AnswerColumnSerializer(many=True)
    rows = serializers.SerializerMethodField()
    total = serializers.SerializerMethodField(
        help_text="As a row; null where the rows do not add up to anything."
    )

    def get_rows(self, question: Question) -> list[dict[str, str | int | None]]:
        """A member for each column."""
        return [_told(question, row) for row in question.rows]

    def get_total(self, question: Question) -> dict[str, str | int | None] | None:
        """The sums under the columns."""
        totals = question.totals() if question.rows else None
        return None if totals is None else _told(question, totals)


class ReportEndpoint(Endpoint):
    """A report of what the token's role may see."""

    pagination_class = None
    filter_backends = []
    reads = ApiScope.REPORTS_READ

    def answer(self, kind: type[Question]) -> Response:
        """The report as it is asked in the address."""
        asked = asked_of(kind, self.request, self.person)
        question = kind(Scope(person=self.person), asked)
        self.row_count = len(question.rows)
        return Response(self.get_serializer(question).data)


class QuestionEndpoint(ReportEndpoint):
    """The answer to one question, as on its page."""

    serializer_class = AnswerSerializer

    @extend_schema(
        parameters=[
            AskedSerializer,
            OpenApiParameter("code", str, OpenApiParameter.PATH, enum=CODES),
        ],
        responses=AnswerSerializer,
    )
    def get(self, request: Request, code: str) -> Response:
        """The report."""
        if code not in CODES:
            raise Http404
        return self.answer(BY_CODE[code])


class OverrunEndpoint(ReportEndpoint):
    """Budget, realised, committed, forecast and overrun of one year, as on the controller's page.

    Region, gemeente and route come with each row; the token's role decides which there are.
    """

    serializer_class = OverrunSerializer

    @extend_schema(parameters=[AskedSerializer], responses=OverrunSerializer)
    def get(self, request: Request) -> Response:
        """The report."""
        return self.answer(Overruns)


def asked_of(kind: type[Question], request: Request, person: User) -> Asked:
    """What was asked in the address; a strange name or value is refused."""
    strange = set(request.query_params) - set(kind.parameters)
    if strange:
        raise serializers.ValidationError(
            {name: _("This report has no such filter.") for name in sorted(strange)}
        )
    found = AskedSerializer(data=request.query_params.dict())
    found.is_valid(raise_exception=True)
    asked = dict(found.validated_data)
    if "gemeente" in asked:
        asked["gemeente"] = gemeente_of(asked["gemeente"], person)
    return Asked(on=timezone.localdate(), **asked)


def gemeente_of(code: str, person: User) -> Gemeente:
    """The gemeente with a CBS code, if the token may see it."""
    found = Gemeente.objects.visible_to(person).filter(code=code).first()
    if found is None:
        raise serializers.ValidationError(
            {"gemeente": _("This gemeente is not one that the token may see.")}
        )
    return found


def _told(question: Question, row: Row) -> dict[str, Any]:
    return {camel(name): value for name, value in question.told(row).items()}
