"""The embedded servers: started when needed, shared, and gone when nobody uses them."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.launch import identity, paths, postgres, servers
from config.launch.errors import LaunchError
from config.launch.locks import FileLock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

USER = """
import os, sys
from config.launch import servers
with servers.available("test"):
    print(os.environ["DATABASE_URL"], flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A data folder of its own; whatever still runs in it afterwards is a failure."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in servers.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    found = servers.Home("test")
    yield found
    wait_until_gone(found)


def at_work_in(folder):
    """Processes whose working folder or command line lies in `folder`."""
    return [path for path in Path("/proc").glob("[0-9]*") if _works_in(path, folder)]


def _works_in(process, folder):
    try:
        command = (process / "cmdline").read_bytes()
        place = (process / "cwd").readlink()
    except OSError:
        return False
    return str(folder).encode() in command or place.is_relative_to(folder)


def wait_until_gone(home, seconds=15.0):
    deadline = time.monotonic() + seconds
    while at_work_in(home.folder):
        assert time.monotonic() < deadline, "a server was left behind"
        time.sleep(0.05)


def start_user():
    user = subprocess.Popen(
        [sys.executable, "-c", USER],
        cwd=paths.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    return user, user.stdout.readline().strip()


def leave(user):
    user.communicate()
    assert user.returncode == 0


def test_the_servers_run_within_the_block_and_not_after_it(home):
    with servers.available("test"):
        time.sleep(0.5)  # long enough for a keeper that does not wait for us
        with psycopg.connect(os.environ["DATABASE_URL"]) as link:
            row = link.execute(
                "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb,"
                " pg_get_userbyid(datdba), current_setting('fsync')"
                " FROM pg_roles, pg_database"
                " WHERE rolname = current_user AND datname = current_database()"
            ).fetchone()
        assert row == ("app", False, False, True, "app", "off")
        assert os.environ["CELERY_BROKER_URL"].startswith("redis+socket://")
        assert at_work_in(home.folder)
    assert not at_work_in(home.folder)
    assert "DATABASE_URL" not in os.environ


def test_the_last_user_ends_them_and_not_the_first(home):
    first, url = start_user()
    second, same = start_user()
    assert url == same
    leave(first)
    with psycopg.connect(url) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)
    leave(second)
    assert not at_work_in(home.folder)


def test_a_killed_user_leaves_nothing_behind(home):
    user, _ = start_user()
    user.kill()
    user.communicate()
    wait_until_gone(home)


def test_data_and_servers_come_back_after_the_server_was_killed(home):
    with servers.embedded("app") as found:
        with psycopg.connect(found.database_url) as link:
            link.execute("CREATE TABLE kept (number int)")
        home = servers.Home("app")
        pid = int((home.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)
        wait_until_gone(home)
    with servers.embedded("app") as found, psycopg.connect(found.database_url) as link:
        assert link.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_note_of_a_killed_server_is_no_hindrance_when_its_number_was_given_out_again(home):
    with servers.embedded("test"):
        pass
    (home.folder / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n")
    with servers.embedded("test") as found, psycopg.connect(found.database_url) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_servers_named_in_the_environment_are_used_as_they_are(home, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.setenv("CELERY_BROKER_URL", "amqp://elsewhere")
    with servers.available("test"):
        assert os.environ["DATABASE_URL"] == "postgres://elsewhere/db"
        assert not home.folder.exists()
    assert os.environ["CELERY_BROKER_URL"] == "amqp://elsewhere"


def test_data_of_another_version_is_refused_with_one_sentence(home):
    (home.folder / "postgres").mkdir(parents=True)
    (home.folder / "postgres" / "PG_VERSION").write_text("9\n")
    started = servers.embedded("test")
    with pytest.raises(LaunchError, match="was made by PostgreSQL 9 and this is"):
        started.__enter__()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
def test_root_without_namespaces_starts_it_as_an_account_without_rights(tmp_path, monkeypatch):
    tmp_path.chmod(0o700)
    monkeypatch.setattr(identity, "namespaces_allowed", lambda: False)
    monkeypatch.setattr(identity, "LASTING_TEMPORARY", Path("/tmp"))
    who = identity.choose(tmp_path)
    sockets = paths.ensure_private(paths.socket_folder(who.home), who.owner)
    server = postgres.Postgres(who, sockets, tmp_path / "log" / "pg.log", durable=False)
    (tmp_path / "log").mkdir()
    try:
        server.start()
        assert Path(f"/proc/{server.process.pid}").stat().st_uid == who.owner != 0
    finally:
        server.stop()
        shutil.rmtree(who.home)


def test_a_lock_is_shared_or_held_alone(tmp_path):
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    one.share()
    assert other.try_share()
    assert not other.try_hold()
    one.release()
    assert other.try_hold()
    assert not one.try_share()
    one.close()
    other.close()
