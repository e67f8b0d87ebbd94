"""What must be right before anything starts."""

import contextlib
import errno
import os
import socket
from urllib.parse import parse_qs, unquote, urlsplit

from config.launch import paths
from config.launch.errors import LaunchError

DEFAULT_PORT = 8000
HIGHEST_PORT = 65535
DEFAULT_PORTS = {"postgres": 5432, "postgresql": 5432, "redis": 6379, "rediss": 6379}
DEFAULT_PORTS |= {"amqp": 5672, "pyamqp": 5672, "amqps": 5671}
SECONDS = 5.0
LOOPBACK = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def check(target: str) -> None:
    """Raise a LaunchError with the first thing that is wrong for this target."""
    paths.ensure_writable(paths.data_dir())
    for variable in ("DATABASE_URL", "CELERY_BROKER_URL"):
        if url := os.environ.get(variable):
            check_reachable(variable, url)
    if target == "run":
        check_port(port())


def port() -> int:
    """PORT, or 8000."""
    value = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not value.isdecimal() or not 0 < int(value) <= HIGHEST_PORT:
        raise LaunchError(f"PORT must be a number from 1 to {HIGHEST_PORT}, not '{value}'.")
    return int(value)


def check_port(number: int) -> None:
    """Refuse a port on which something listens already."""
    for family, host in LOOPBACK:
        with contextlib.closing(_socket(family)) as trial:
            try:
                trial.bind((host, number))
            except OSError as error:
                _refuse_port(number, error)


def loopback_hosts() -> list[str]:
    """The addresses of `localhost` that this machine has."""
    return [host for family, host in LOOPBACK if _has(family, host)]


def check_reachable(variable: str, url: str) -> None:
    """Refuse a server at which nothing answers."""
    try:
        parts = urlsplit(url)
        number = parts.port or DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError as error:
        raise LaunchError(f"{variable} is not a valid address: {error}.") from error
    host = parse_qs(parts.query).get("host", [unquote(parts.hostname or "")])[0]
    if not host or host.startswith("/") or not number:
        return  # a unix socket; the driver says what is wrong with it
    try:
        socket.create_connection((host, number), timeout=SECONDS).close()
    except OSError as error:
        raise LaunchError(
            f"Nothing answers at {host}:{number}, where {variable} points ({error.strerror})."
        ) from error


def _socket(family: int) -> socket.socket:
    trial = socket.socket(family, socket.SOCK_STREAM)
    trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return trial


def _has(family: int, host: str) -> bool:
    try:
        with contextlib.closing(_socket(family)) as trial:
            trial.bind((host, 0))
    except OSError:
        return False
    return True


def _refuse_port(number: int, error: OSError) -> None:
    if error.errno == errno.EADDRINUSE:
        raise LaunchError(
            f"Port {number} is taken; stop what listens there or choose another: "
            f"make run PORT={number % HIGHEST_PORT + 1}"
        ) from error
    if error.errno == errno.EACCES:
        raise LaunchError(f"Port {number} may not be used by an ordinary user.") from error
    if error.errno not in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):
        raise error
