"""The addresses of the embedded servers, known without asking whether they run."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from config.launch import paths

DATABASE = "taalregie"
ROLE = "app"
"""Owner of the database: no superuser, so that row-level security holds for it."""


@dataclass(frozen=True)
class Addresses:
    database_url: str
    broker_url: str


def of(kind: str, data_dir: Path) -> Addresses:
    """Of the servers that hold the data (`app`) or those for the test suite (`test`)."""
    return at(paths.socket_folder(data_dir / kind))


def at(folder: Path) -> Addresses:
    """Of servers whose sockets stand in `folder`."""
    host = quote(str(folder), safe="/")
    return Addresses(
        database_url=f"postgres://{ROLE}@/{DATABASE}?host={host}",
        broker_url=f"redis+socket://{host}/broker.sock",
    )
