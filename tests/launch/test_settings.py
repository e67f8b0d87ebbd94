"""What the settings promise, per kind of installation."""

import base64
import os
import runpy
import stat
import subprocess
import sys

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.utils import formats, translation

from config.celery import app
from config.launch import paths, targets
from config.settings.secret import derived_key, development_key

READ = "from django.conf import settings; print(settings.{name})"


def read(name, **environment):
    """A production setting, read by a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", READ.format(name=name)],
        cwd=paths.ROOT,
        env={"PATH": os.environ["PATH"], **targets.PRODUCTION_DUMMY, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_development_key_is_kept_and_private(tmp_path):
    key = development_key(tmp_path / "data")
    assert len(key) >= 50
    assert development_key(tmp_path / "data") == key
    assert stat.S_IMODE((tmp_path / "data" / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret_key"]


@pytest.mark.parametrize(
    "missing",
    ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS", "BID_DRAFT_KEYS", "VAULT_SIGNING_SEED"],
)
def test_production_does_not_start_without(missing):
    done = read("SECRET_KEY", **({"SECRET_KEY": "x" * 60} | {missing: ""}))
    assert done.returncode != 0
    assert f"Set the environment variable {missing}." in done.stderr


def test_production_does_not_start_with_a_cheap_passphrase():
    done = read("VAULT_ARGON2", SECRET_KEY="x" * 60, VAULT_ARGON2="minimum")
    assert "VAULT_ARGON2 must be one of moderate, interactive" in done.stderr


def test_a_key_follows_from_the_secret_and_its_purpose():
    key = derived_key("secret", "drafts")
    assert len(base64.b64decode(key)) == 32
    assert key == derived_key("secret", "drafts")
    assert len({key, derived_key("secret", "records"), derived_key("other", "drafts")}) == 3


@pytest.mark.parametrize(
    "name", ["SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
)
def test_production_insists_on_tls(name):
    assert read(name, SECRET_KEY="x" * 60).stdout.strip() == "True"


def test_no_inline_script_or_style_and_nothing_from_elsewhere():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'self'"]
    sources = {source for values in directives.values() for source in values}
    assert sources <= {"'self'", "'none'", "data:"}
    assert "data:" not in directives.get("script-src", []) + directives.get("style-src", [])


def test_dutch_is_the_default_and_english_dates_are_british():
    assert settings.LANGUAGE_CODE == "nl"
    with translation.override("en"):
        assert formats.get_format("SHORT_DATE_FORMAT") == "d/m/Y"
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_every_scheduled_task_exists():
    for entry in app.conf.beat_schedule.values():
        assert entry["task"] in app.tasks


def test_a_task_may_not_outlive_its_message():
    patience = app.conf.broker_transport_options["visibility_timeout"]
    assert patience > app.conf.task_time_limit


def test_a_task_that_loses_its_worker_is_handed_out_again():
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost


def test_tasks_run_where_they_are_called():
    assert app.conf.task_always_eager


@pytest.mark.queue
def test_tasks_of_a_marked_test_go_through_the_broker():
    assert not app.conf.task_always_eager


@pytest.mark.db
@pytest.mark.django_db
@pytest.mark.parametrize(("said", "limit"), [(None, "1min"), ("-c statement_timeout=5s", "5s")])
def test_no_page_waits_for_ever_for_the_database(monkeypatch, said, limit):
    monkeypatch.setenv("PGOPTIONS", said or "")
    if said is None:
        monkeypatch.delenv("PGOPTIONS")
    runpy.run_path(str(paths.ROOT / "config" / "launch" / "gunicorn_settings.py"))
    names = {"dbname", "user", "password", "host", "port"}
    server = {k: v for k, v in connection.get_connection_params().items() if k in names}
    with psycopg.connect(**server) as like_the_web_server:
        found = like_the_web_server.execute("SHOW statement_timeout").fetchone()
    assert found == (limit,)
