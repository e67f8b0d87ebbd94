"""What is measured: each case prepares untimed and returns what is timed."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contracts import ledger
from contracts.actions import deliveries
from contracts.imports import apply_delivery, check_delivery
from contracts.imports import deliveries as steps
from contracts.models import Contract, Placement
from tests.benchmarks import floor, peer, situation

Timed = Callable[[], object]
DEEP_PAGE = 400
"""The last page that a list reaches."""


class Counts(NamedTuple):
    """Rows of a sheet by what they do."""

    new: int = 0
    changed: int = 0
    refused: int = 0


def contract_of_bench() -> Contract:
    return Contract.objects.get(reference=situation.REFERENCE)


def import_sheet(path: Path, expected: Counts) -> Timed:
    """From opening the file until rows, events and history are committed; costs apart.

    Checked, confirmed and applied as the pages have it done, the valid rows alone.
    """
    contract, at = contract_of_bench(), timezone.now()
    steps.rebuild_costs = lambda placement_ids: None

    def run() -> None:
        with path.open("rb") as stream:
            delivery = deliveries.keep_sheet(
                contract=contract, file=File(stream, path.name), by=None, at=at
            )
        check_delivery(delivery_id=delivery.pk, at=at)
        deliveries.accept_rows(
            delivery=delivery, by=None, at=at, valid_rows_only=True, warnings_reason="nagekeken"
        )
        applied = apply_delivery(delivery_id=delivery.pk, at=at)
        found = Counts(applied.rows_new, applied.rows_changed, applied.rows_refused)
        if found != expected:
            raise RuntimeError(f"{found} instead of {expected}: {applied.message}")

    return run


def first_load(path: Path, rows: int) -> Timed:
    """All rows are new."""
    return import_sheet(path, Counts(new=rows))


def bad_load(path: Path, rows: int) -> Timed:
    """All rows are new, and one in a hundred is refused."""
    refused = rows // situation.BAD_OF
    return import_sheet(path, Counts(new=rows - refused, refused=refused))


def unchanged_load(path: Path, rows: int) -> Timed:
    """The sheet that was loaded before, once more."""
    return import_sheet(path, Counts())


def changed_load(path: Path, rows: int) -> Timed:
    """The sheet that was loaded before, with one row in ten changed."""
    return import_sheet(path, Counts(changed=rows // situation.CHANGED_OF))


def rebuild_costs(path: Path, rows: int) -> Timed:
    """The cost lines and months of every placement, from none."""
    ids = list(Placement.objects.order_by("pk").values_list("pk", flat=True))

    def run() -> None:
        with transaction.atomic():
            ledger.rebuild_costs(ids)

    return run


def load_floor(path: Path, rows: int) -> Timed:
    own = path.with_name("floor.csv")
    floor.prepare(own, contract_of_bench())
    return lambda: floor.load(own)


def load_peer(path: Path, rows: int) -> Timed:
    own = path.with_name(f"peer{path.suffix}")
    peer.write(list(situation.lines(rows)), own)
    contract = contract_of_bench()
    return lambda: peer.load(own, contract)


def page(url: str) -> Timed:
    """A page as a reader of the region gets it; the first request warms the templates."""
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(
        User.objects.get(email="lezer@voorbeeld.test"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )

    def get() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise RuntimeError(f"{url}: {response.status_code}")
        b"".join(response)

    get()
    return get


def placements(query: str = "") -> Timed:
    return page(f"{reverse('contracts:placement-list')}{query}")


CASES: dict[str, Callable[[Path, int], Timed]] = {
    "first": first_load,
    "bad": bad_load,
    "unchanged": unchanged_load,
    "changed": changed_load,
    "rebuild-costs": rebuild_costs,
    "floor": load_floor,
    "library": load_peer,
    "list-placements-first": lambda path, rows: placements(),
    "list-placements-deep": lambda path, rows: placements(f"?page={DEEP_PAGE}"),
    "overrun-report": lambda path, rows: page(f"{reverse('reports:overruns')}?year=2026"),
    "export-csv": lambda path, rows: placements("?_export=csv"),
    "export-xlsx": lambda path, rows: placements("?_export=xlsx"),
}
EMPTY_BEFORE = ("first", "bad", "library")
"""Cases that begin without placements; the others begin with what the case before left."""


def empty() -> None:
    """No placement, delivery, event, version or cost is left."""
    from django.db import connection

    tables = (
        "contracts_costmonth, contracts_costline, contracts_placementevent, "
        "contracts_placementversion, contracts_placement, contracts_deliveryfinding, "
        "contracts_deliveryrow, contracts_judgedplacement, contracts_delivery"
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_placement")
        cursor.execute(f"TRUNCATE {tables}, contracts_seattally, contracts_headtally CASCADE")
        # Or the server counts the emptied tables of its own accord, in the middle of a load.
        cursor.execute(f"ANALYZE {tables}")
