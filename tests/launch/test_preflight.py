"""What is refused before anything starts."""

import os
import socket

import pytest

from config.launch import paths, preflight
from config.launch.errors import LaunchError


def refusal(check, *arguments):
    with pytest.raises(LaunchError) as caught:
        check(*arguments)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_a_taken_port_is_refused_with_another_to_try(taken):
    sentence = refusal(preflight.check_port, taken)
    assert f"Port {taken} is taken" in sentence
    assert f"PORT={taken + 1}" in sentence


def test_a_free_port_is_accepted(free):
    preflight.check_port(free)


@pytest.mark.parametrize("given", ["0", "65536", "http", "-1", "80.5"])
def test_a_port_must_be_a_port(given, monkeypatch):
    monkeypatch.setenv("PORT", given)
    assert given in refusal(preflight.port)


@pytest.mark.parametrize(("given", "meant"), [("", 8000), ("8123", 8123)])
def test_the_port_is_8000_unless_given(given, meant, monkeypatch):
    monkeypatch.setenv("PORT", given)
    assert preflight.port() == meant


@pytest.mark.parametrize(
    ("variable", "scheme"), [("DATABASE_URL", "postgres"), ("CELERY_BROKER_URL", "amqp")]
)
def test_a_server_that_does_not_answer_is_refused(variable, scheme, free):
    sentence = refusal(preflight.check_reachable, variable, f"{scheme}://127.0.0.1:{free}/x")
    assert variable in sentence
    assert f"127.0.0.1:{free}" in sentence


def test_a_server_that_answers_is_accepted(taken):
    preflight.check_reachable("DATABASE_URL", f"postgres://app@127.0.0.1:{taken}/x")


def test_a_malformed_address_is_refused():
    assert "DATABASE_URL" in refusal(
        preflight.check_reachable, "DATABASE_URL", "postgres://localhost:many/x"
    )


def test_a_unix_socket_is_left_to_the_driver():
    preflight.check_reachable("DATABASE_URL", "postgres://app@/x?host=/nowhere")


def test_a_file_where_the_data_folder_should_be_is_refused(tmp_path, monkeypatch):
    obstacle = tmp_path / "data"
    obstacle.write_text("")
    monkeypatch.setenv("DATA_DIR", str(obstacle))
    assert f"Cannot write in {obstacle}" in refusal(preflight.check, "manage")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write_is_refused(tmp_path):
    tmp_path.chmod(0o500)
    assert "DATA_DIR=" in refusal(paths.ensure_writable, tmp_path)


def test_only_run_minds_the_port(taken, tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", str(taken))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)
    preflight.check("manage")
    assert str(taken) in refusal(preflight.check, "run")
