"""Runs the embedded servers as long as anyone uses them: `python -m config.launch.keeper app`."""

import dataclasses
import json
import signal
import sys
import time

from config.launch import addresses, identity, paths
from config.launch.broker import Broker
from config.launch.errors import LaunchError
from config.launch.locks import FileLock
from config.launch.postgres import Postgres
from config.launch.servers import Home

PAUSE = 0.05


def main(kind: str) -> int:
    """Keep the servers of `kind`; 1 when they cannot start or one of them ends by itself."""
    home = Home(kind)
    keeping = FileLock(home.keeper_lock)
    keeping.hold()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    in_use = FileLock(home.use_lock)
    try:
        return keep(home, in_use)
    finally:
        home.addresses.unlink(missing_ok=True)
        keeping.release()


def keep(home: Home, in_use: FileLock) -> int:
    """Start the servers, tell where they are, and stop them when nobody uses them."""
    servers = make_servers(home)
    started = []
    try:
        for server in servers:
            started.append(server)
            server.start()
        publish(home, addresses.at(servers[0].sockets))
        return watch(servers, in_use)
    except LaunchError as error:
        home.failure.write_text(str(error))
        return 1
    finally:
        for server in reversed(started):
            server.stop()


def make_servers(home: Home) -> tuple[Postgres, Broker]:
    """Both servers, with their sockets in one folder that nobody else can enter."""
    who = identity.choose(home.folder)
    sockets = paths.ensure_private(paths.socket_folder(who.home), who.owner)
    logs = home.log.parent
    if who.home != home.folder:
        logs = paths.ensure_private(who.home / "log", who.owner)
    return (
        Postgres(who, sockets, logs / "postgres.log", durable=home.durable),
        Broker(home.folder, sockets, home.log.parent / "broker.log", durable=home.durable),
    )


def publish(home: Home, found: addresses.Addresses) -> None:
    draft = home.addresses.with_suffix(".new")
    draft.write_text(json.dumps(dataclasses.asdict(found)))
    draft.replace(home.addresses)


def watch(servers: tuple[Postgres, Broker], in_use: FileLock) -> int:
    """Wait until the last user is gone; 1 when a server ended before."""
    while not in_use.try_hold():
        if any(server.process is None or server.process.poll() is not None for server in servers):
            return 1
        time.sleep(PAUSE)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
