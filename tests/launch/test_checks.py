"""The database role must be one on which row-level security has a hold."""

import pytest
from django.db import OperationalError

from config import checks

pytestmark = [pytest.mark.django_db, pytest.mark.db]


def test_the_role_in_use_is_a_plain_owner():
    assert checks.database_role().fault == ""
    assert checks.check_database_role(databases=["default"]) == []


@pytest.mark.parametrize(
    ("superuser", "bypasses", "words"),
    [(True, False, "is a superuser"), (False, True, "has BYPASSRLS"), (True, True, "superuser")],
)
def test_another_role_is_an_error(superuser, bypasses, words, monkeypatch):
    role = checks.DatabaseRole("boss", superuser, bypasses)
    monkeypatch.setattr(checks, "database_role", lambda alias: role)
    [fault] = checks.check_database_role(databases=["default"])
    assert fault.is_serious()
    assert words in fault.msg
    assert "'boss'" in fault.msg


def test_a_server_that_does_not_answer_is_an_error(monkeypatch):
    def refuse(alias):
        raise OperationalError("connection refused")

    monkeypatch.setattr(checks, "database_role", refuse)
    [fault] = checks.check_database_role(databases=["default"])
    assert "does not answer" in fault.msg


def test_without_a_database_nothing_is_asked(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checks.check_database_role() == []
