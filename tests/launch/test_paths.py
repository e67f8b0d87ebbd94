"""Where the servers' sockets stand, and who may enter."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from config.launch import addresses, paths
from config.launch.errors import LaunchError
from config.settings import env


def test_sockets_stand_with_the_data_when_their_address_is_short_enough():
    home = Path("/srv/taalregie/app")
    assert paths.socket_folder(home) == home / "run"


@pytest.mark.parametrize("over", [0, 1])
def test_the_limit_is_107_bytes(over):
    fixed = len(bytes(Path("/x/run/.s.PGSQL.5432"))) - 1
    home = Path("/" + "x" * (paths.SOCKET_LIMIT - fixed + over))
    socket = paths.socket_folder(home) / ".s.PGSQL.5432"
    assert (socket.parent == home / "run") is (over == 0)
    assert len(bytes(socket)) <= paths.SOCKET_LIMIT


def test_the_limit_counts_bytes_and_not_letters():
    home = Path("/" + "é" * 50)
    assert paths.socket_folder(home) != home / "run"


def test_a_long_temporary_folder_is_passed_over(monkeypatch):
    monkeypatch.setattr(tempfile, "gettempdir", lambda: "/" + "t" * 100)
    assert paths.socket_folder(Path("/" + "x" * 100)).parent == Path("/tmp")


def test_two_installations_do_not_share_a_short_folder():
    one, other = (paths.socket_folder(Path(f"/{'x' * 100}/{name}")) for name in "ab")
    assert one != other


def test_a_private_folder_is_closed_to_others(tmp_path):
    folder = paths.ensure_private(tmp_path / "run", os.getuid())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert paths.ensure_private(folder, os.getuid()) == folder


def test_a_folder_that_is_open_to_others_is_refused(tmp_path):
    (tmp_path / "run").mkdir()
    (tmp_path / "run").chmod(0o755)
    with pytest.raises(LaunchError, match="open to others"):
        paths.ensure_private(tmp_path / "run", os.getuid())


def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "run").mkdir(mode=0o700)
    with pytest.raises(LaunchError, match="somebody else"):
        paths.ensure_private(tmp_path / "run", os.getuid() + 1)


def test_a_link_laid_out_by_somebody_else_is_refused(tmp_path):
    (tmp_path / "run").symlink_to(tmp_path)
    with pytest.raises(LaunchError, match="somebody else"):
        paths.ensure_private(tmp_path / "run", os.getuid())


def test_addresses_survive_odd_folder_names(monkeypatch):
    folder = Path("/srv/50%25 of it+a&b/run")
    monkeypatch.setenv("DATABASE_URL", addresses.at(folder).database_url)
    assert env.database("DATABASE_URL")["HOST"] == str(folder)
