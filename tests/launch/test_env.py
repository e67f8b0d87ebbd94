"""Settings are read strictly: each fault is one sentence that names the variable."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings import env

NAME = "TAALREGIE_TEST_VALUE"


@pytest.fixture
def value(monkeypatch):
    return lambda text: monkeypatch.setenv(NAME, text)


def refusal(read, *arguments, **options):
    with pytest.raises(ImproperlyConfigured) as caught:
        read(NAME, *arguments, **options)
    assert NAME in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("given", [None, "", "   "])
def test_a_text_without_default_must_be_there(given, value):
    if given is not None:
        value(given)
    assert refusal(env.text) == f"Set the environment variable {NAME}."


def test_a_text_is_trimmed_and_falls_back_to_its_default(value):
    assert env.text(NAME, "fallback") == "fallback"
    value("  given ")
    assert env.text(NAME, "fallback") == "given"


@pytest.mark.parametrize(
    ("given", "meant"), [("1", True), ("True", True), ("on", True), ("0", False), ("no", False)]
)
def test_a_flag_reads_common_words(given, meant, value):
    value(given)
    assert env.flag(NAME, default=not meant) is meant


def test_a_flag_refuses_other_words(value):
    value("ja")
    assert "'ja'" in refusal(env.flag, default=False)


@pytest.mark.parametrize("given", ["-1", "1.5", "many", "4"])
def test_an_integer_refuses_what_is_no_number_or_too_small(given, value):
    value(given)
    assert "from 5" in refusal(env.integer, 10, least=5)


def test_an_integer_refuses_what_is_too_large(value):
    value("24")
    assert "from 0 to 23" in refusal(env.integer, 7, most=23)
    value("23")
    assert env.integer(NAME, 7, most=23) == 23


def test_integers_are_read_from_a_listing(value):
    assert env.integers(NAME, "7,2,1") == [7, 2, 1]
    value(" 14, 3 ")
    assert env.integers(NAME, "7,2,1") == [14, 3]


@pytest.mark.parametrize("given", ["7,0", "7,soon", "7;2"])
def test_integers_refuse_what_one_alone_would_refuse(given, value):
    value(given)
    assert "from 1" in refusal(env.integers, "7", least=1)


def test_a_listing_drops_blanks(value):
    value(" a.example, ,b.example ")
    assert env.listing(NAME) == ["a.example", "b.example"]


def test_a_choice_is_one_of_the_words(value):
    value("slow")
    assert env.choice(NAME, "fast", ("fast", "slow")) == "slow"
    value("medium")
    assert "must be one of fast, slow" in refusal(env.choice, "fast", ("fast", "slow"))


def test_keys_have_32_bytes_in_base64(value):
    key = "A" * 43 + "="
    value(f"{key}, {key}")
    assert env.secret_keys(NAME) == [key, key]


@pytest.mark.parametrize("given", ["A" * 44, "AAAA", "not base64!"])
def test_a_malformed_key_is_refused_and_not_shown(given, value):
    value(given)
    sentence = refusal(env.secret_keys)
    assert "keys of 32 bytes" in sentence
    assert given not in sentence


def test_no_key_at_all_is_refused(value):
    value(",")
    assert "keys of 32 bytes" in refusal(env.secret_keys)


def test_a_relative_folder_stands_beside_the_default(value):
    value("elsewhere")
    assert env.folder(NAME, Path("/srv/app/.data")) == Path("/srv/app/elsewhere")


def test_a_database_address_is_taken_apart(value):
    value("postgres://app:p%40ss@db.example:5433/taal?sslmode=require")
    found = env.database(NAME)
    assert (found["USER"], found["PASSWORD"]) == ("app", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example", "5433", "taal")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_a_database_address_may_name_a_socket_folder(value):
    value("postgresql://app@/taal?host=/run/my%20sockets")
    found = env.database(NAME)
    assert found["HOST"] == "/run/my sockets"
    assert found["OPTIONS"] == {}


@pytest.mark.parametrize(
    "given", ["sqlite:///x.db", "postgres://host-without-database", "postgres://h:port/x", "x"]
)
def test_a_database_address_of_another_kind_is_refused(given, value):
    value(given)
    assert refusal(env.database)
