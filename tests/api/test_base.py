"""What holds for every call: names, problems, pages, versions, writes that happen once, limits."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.urls import path
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers
from rest_framework.response import Response

from accounts.actions.requests import tidy_up
from accounts.api.endpoints import DetailEndpoint, ListEndpoint
from accounts.enums import ApiScope
from accounts.models import ApiRequest, Gemeente, IdempotencyKey
from config.shared.api.names import camel, snake
from config.shared.api.serializers import ApiModelSerializer
from config.shared.errors import Refused
from config.shared.queue import later
from config.urls import urlpatterns as site_patterns
from tests.factories.accounts import GemeenteFactory
from tests.factories.api import ApiRequestFactory, bearer, token_of

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/"


class PlaceSerializer(ApiModelSerializer):
    valid_until = serializers.SerializerMethodField()

    class Meta:
        model = Gemeente
        fields = ("id", "code", "name", "size_class", "inhabitants", "valid_until")
        extra_kwargs = {"size_class": {"required": False}, "code": {"read_only": True}}

    def get_valid_until(self, place: Gemeente) -> None:
        return None


class Places:
    model = Gemeente
    serializer_class = PlaceSerializer
    reads = ApiScope.CONTRACTS_READ
    writes = ApiScope.CONTRACTS_READ

    def scoped_queryset(self):
        return Gemeente.objects.all()


class PlaceListEndpoint(Places, ListEndpoint):
    def post(self, request):
        """Makes a place, unless its name says what to do instead."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        place = serializer.save(code=f"{9500 + Gemeente.objects.count()}")
        later("accounts.pulse")
        match place.name:
            case "refused":
                raise Refused("Dat mag niet.", field="size_class")
            case "broken":
                raise ZeroDivisionError
            case "kept":
                return Response({"id": place.pk}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        return Response(serializer.data, status=HTTPStatus.CREATED, headers={"Location": "/x"})


class PlaceDetailEndpoint(Places, DetailEndpoint):
    def patch(self, request, pk):
        place = self.get_object()
        self.require_match(place)
        serializer = self.get_serializer(place, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        return Response(self.get_serializer(serializer.save()).data)


urlpatterns = [
    path("api/v1/places", PlaceListEndpoint.as_view()),
    path("api/v1/places/<int:pk>", PlaceDetailEndpoint.as_view()),
    *site_patterns,
]


@pytest.fixture(autouse=True)
def _our_places_have_addresses(settings):
    settings.ROOT_URLCONF = __name__


class Program:
    """A client with a token; a fault of the server is an answer."""

    def __init__(self, token) -> None:
        self.token = token
        authorization = {"Authorization": bearer(token)}
        self.client = Client(raise_request_exception=False, headers=authorization)

    def get(self, address="places", **headers):
        return self.client.get(ROOT + address, headers=headers)

    def send(self, body, key="a", address="places", method="post", **headers):
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        named = {"Idempotency-Key": key, **headers}
        call = getattr(self.client, method)
        return call(ROOT + address, content, content_type="application/json", headers=named)


@pytest.fixture
def program(coordinator) -> Program:
    return Program(token_of(coordinator))


@given(st.from_regex(r"\A[a-z][a-z]*(_[a-z]+)*\Z"))
def test_names_go_to_camel_case_and_back(name):
    assert snake(camel(name)) == name
    assert "_" not in camel(name)


# --- Problems ---------------------------------------------------------------------------------


def test_every_error_is_a_problem_with_the_version_of_the_api(program):
    place = GemeenteFactory()
    answers = {
        401: Client().get(ROOT + "places"),
        404: program.get("places/0"),
        405: program.client.put(ROOT + "places", "{}", content_type="application/json"),
        406: program.get(Accept="text/html"),
        415: program.client.post(
            ROOT + "places", "x", content_type="text/plain", headers={"Idempotency-Key": "a"}
        ),
        422: program.send({"name": "refused", "inhabitants": 3}),
        428: program.send({}, address=f"places/{place.pk}", method="patch"),
        500: program.send({"name": "broken", "inhabitants": 3}),
    }
    for status, answer in answers.items():
        told = answer.json()
        assert (answer.status_code, told["status"]) == (status, status)
        assert answer["Content-Type"] == "application/problem+json", status
        assert answer["API-Version"] == "1.0.0"
        assert told["title"]
        assert told["detail"]
        assert told["instance"].startswith(ROOT)
    assert answers[405]["Allow"] == "GET, HEAD, POST"
    assert answers[422].json()["errors"] == [
        {
            "row": None,
            "field": "sizeClass",
            "code": "refused",
            "message": "Dat mag niet.",
            "remedy": "",
        }
    ]
    assert Gemeente.objects.filter(name__in=["refused", "broken"]).count() == 0


def test_an_address_that_nobody_answers_is_a_problem_too(program):
    answer = program.get("nothing-here")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer["API-Version"] == "1.0.0"


def test_what_is_wrong_with_a_body_is_told_by_member_in_the_language_asked(program):
    wrong = {"name": "", "inhabitants": "veel", "sizeClass": "huge"}
    dutch = program.send(wrong).json()
    english = program.send(wrong, **{"Accept-Language": "en"}).json()

    assert [error["field"] for error in dutch["errors"]] == ["name", "sizeClass", "inhabitants"]
    assert dutch["errors"][2]["code"] == "invalid"
    assert english["errors"][2]["message"] == "A valid integer is required."
    assert dutch["errors"][2]["message"] != english["errors"][2]["message"]


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "3", '"x"', '{"name": "\\ud800"}', b"\xff\xfe", "NaN"]
)
def test_a_body_that_is_none_is_a_problem(program, body):
    answer = program.send(body)

    assert answer.status_code == 400, answer.content
    assert answer["Content-Type"] == "application/problem+json"


# --- Pages and versions -----------------------------------------------------------------------


def test_pages_follow_one_another_though_rows_come_and_go(program):
    made = [GemeenteFactory(code=f"{9600 + number}").pk for number in range(7)]
    known = set(Gemeente.objects.values_list("pk", flat=True))
    answer = program.get("places?pageSize=3").json()
    seen = [row["id"] for row in answer["results"]]
    Gemeente.objects.filter(pk=seen[-1]).delete()
    while answer["next"]:
        answer = program.get(answer["next"].split(ROOT)[1]).json()
        seen += [row["id"] for row in answer["results"]]

    assert seen == sorted(known)
    assert set(made) <= set(seen)
    assert ApiRequest.objects.order_by("pk").first().row_count == 3


def test_a_cursor_belongs_to_its_list_and_is_not_made_up(program, coordinator):
    GemeenteFactory.create_batch(3)
    address = program.get("places?pageSize=1").json()["next"].split(ROOT)[1]

    for wrong in (f"{address}x", "places?cursor=", "places?cursor=MTA", f"{address}&name=x"):
        answer = program.get(wrong)
        assert answer.status_code == 400, wrong
    for size in ("0", "1001", "-1", "x", "1.0", "٣", "99999999999999"):
        answer = program.get(f"places?pageSize={size}")
        assert answer.json()["errors"][0]["field"] == "pageSize", size


def test_what_did_not_change_is_not_sent_again(program):
    place = GemeenteFactory(name="Waterkant")
    answer = program.get(f"places/{place.pk}")
    etag = answer["ETag"]

    for known in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = program.get(f"places/{place.pk}", **{"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    Gemeente.objects.filter(pk=place.pk).update(name="Waterzijde")
    later_on = program.get(f"places/{place.pk}", **{"If-None-Match": etag})
    assert later_on.status_code == 200
    assert later_on["ETag"] != etag
    assert "private" in later_on["Cache-Control"]


def test_a_change_names_the_version_that_it_changes(program):
    place = GemeenteFactory(name="Waterkant")
    address = f"places/{place.pk}"
    etag = program.get(address)["ETag"]
    change = {"name": "Waterzijde"}

    def patch(key, version):
        return program.send(
            change, key, address=address, method="patch", **{"If-Match": version}
        ).status_code

    assert patch("a", '"other"') == 412
    assert patch("b", f"W/{etag}") == 412
    assert patch("c", etag) == 200
    assert patch("d", etag) == 412
    assert patch("e", "*") == 200


# --- Writes happen once -----------------------------------------------------------------------


def test_the_same_write_sent_twice_happens_once(program):
    first = program.send({"name": "Nieuwdorp", "inhabitants": 3})
    again = program.send('{"inhabitants": 3,   "name": "Nieuwdorp"}')

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert again["Idempotency-Replayed"] == "true"
    assert (again["Location"], again["Content-Type"]) == ("/x", "application/json")
    assert "Idempotency-Replayed" not in first
    assert Gemeente.objects.filter(name="Nieuwdorp").count() == 1


def test_a_key_is_asked_and_is_good_for_one_write_of_one_token(program, coordinator):
    body = {"name": "Nieuwdorp", "inhabitants": 3}
    assert program.send(body, "").status_code == 400
    assert program.send(body, "é" * 3).status_code == 400
    assert program.send(body, "x" * 256).status_code == 400
    assert program.send(body, "k").status_code == 201

    assert program.send(body | {"inhabitants": 4}, "k").status_code == 422
    assert Program(token_of(coordinator)).send(body, "k").status_code == 201
    assert Gemeente.objects.filter(name="Nieuwdorp").count() == 2


def test_a_refusal_that_the_endpoint_gives_is_kept_and_one_it_raises_is_not(program):
    kept = program.send({"name": "kept", "inhabitants": 3}, "k")
    raised = program.send({"name": "refused", "inhabitants": 3}, "r")

    assert (kept.status_code, raised.status_code) == (422, 422)
    assert program.send({"name": "kept", "inhabitants": 3}, "k").json() == kept.json()
    assert Gemeente.objects.filter(name="kept").count() == 1
    assert [each.key for each in IdempotencyKey.objects.all()] == ["k"]
    assert program.send({"name": "goed", "inhabitants": 3}, "r").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_time_one_is_told_to_wait(program):
    """While the key is held, who sends it again gets 409; afterwards the answer of the first."""
    body = {"name": "Nieuwdorp", "inhabitants": 3}

    def send():
        try:
            return program.send(body).status_code
        finally:
            connections.close_all()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{program.token.pk}:a"]
            )
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(send).result() == 409
    with ThreadPoolExecutor(4) as pool:
        statuses = {each.result() for each in [pool.submit(send) for _each in range(4)]}
    assert 201 in statuses
    assert statuses <= {201, 409}
    assert Gemeente.objects.filter(name="Nieuwdorp").count() == 1


# --- The sandbox ------------------------------------------------------------------------------


def test_the_sandbox_does_everything_and_keeps_nothing(
    program, coordinator, django_capture_on_commit_callbacks
):
    body = {"name": "Nieuwdorp", "inhabitants": 3}
    only_trying = Program(token_of(coordinator, is_sandbox=True))
    with django_capture_on_commit_callbacks() as queued:
        answers = [program.send(body, **{"X-Sandbox": "true"}), only_trying.send(body)]

    for answer in answers:
        assert (answer.status_code, answer["X-Sandbox"]) == (201, "true")
        assert answer.json()["name"] == "Nieuwdorp"
    assert queued == []
    assert program.send(body, **{"X-Sandbox": "ja"}).status_code == 400
    assert not Gemeente.objects.filter(name="Nieuwdorp").exists()
    assert not IdempotencyKey.objects.exists()
    assert ApiRequest.objects.filter(is_sandbox=True).count() == 2
    assert program.send({"name": "", "inhabitants": 3}, **{"X-Sandbox": "true"}).status_code == 400
    assert "X-Sandbox" not in program.send(body)
    assert Gemeente.objects.filter(name="Nieuwdorp").count() == 1


# --- Limits, log and tidying ------------------------------------------------------------------


def test_a_token_asks_so_much_a_minute_and_no_more(program, coordinator, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    ApiRequestFactory(token=program.token, at=timezone.now() - timedelta(minutes=2))
    left = [program.get()["RateLimit-Remaining"] for _each in range(2)]

    refused = program.get()

    assert left == ["1", "0"]
    assert (refused.status_code, refused["RateLimit-Limit"]) == (429, "2")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert Program(token_of(coordinator)).get().status_code == 200


def test_a_page_of_a_hundred_costs_as_many_queries_as_one(program, query_budget):
    program.get()
    for count in (1, 99):
        GemeenteFactory.create_batch(count)
        with query_budget("api: a list"):
            program.get()


def test_the_log_cannot_be_changed_and_ends_after_its_time(program, settings):
    settings.API_LOG_DAYS = 40
    now = timezone.now()
    recent, old = (
        ApiRequestFactory(token=program.token, at=now - timedelta(days=days)) for days in (39, 41)
    )
    program.send({"name": "Nieuwdorp", "inhabitants": 3})
    IdempotencyKey.objects.create(
        token=program.token,
        key="oud",
        digest="",
        status=201,
        body="",
        created_at=now - timedelta(2),
    )

    assert tidy_up(at=now) == (1, 1)
    assert set(ApiRequest.objects.filter(pk__in=[recent.pk, old.pk])) == {recent}
    assert IdempotencyKey.objects.get().key == "a"
    for change in (
        lambda: ApiRequest.objects.filter(pk=recent.pk).update(status=500),
        lambda: ApiRequest.objects.filter(at__gte=now - timedelta(days=1)).delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()


def test_an_unreadable_address_is_logged_as_none(program):
    program.client.get(ROOT + "places", REMOTE_ADDR="onbekend")

    assert ApiRequest.objects.get().address is None
