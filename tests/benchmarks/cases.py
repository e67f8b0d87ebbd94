"""What is measured: each case prepares untimed and returns what is timed."""

from collections.abc import Callable
from pathlib import Path

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
PEER_ROWS = 5_000
DEEP_PAGE = 400
"""The last page that a list reaches."""


def contract_of_bench() -> Contract:
    return Contract.objects.get(reference=situation.REFERENCE)


def import_sheet(path: Path) -> Timed:
    """From opening the file until rows, events and history are committed; costs apart."""
    contract, at = contract_of_bench(), timezone.now()
    steps.rebuild_costs = lambda placement_ids: None

    def run() -> None:
        with path.open("rb") as stream:
            delivery = deliveries.keep_sheet(
                contract=contract, file=File(stream, path.name), by=None, at=at
            )
        check_delivery(delivery_id=delivery.pk, at=at)
        deliveries.accept_rows(delivery=delivery, by=None, at=at, valid_rows_only=False)
        applied = apply_delivery(delivery_id=delivery.pk, at=at)
        if not applied.rows_new:
            raise RuntimeError(f"nothing was loaded: {applied.message}")

    return run


def rebuild_costs(path: Path) -> Timed:
    """The cost lines and months of every placement, from none."""
    ids = list(Placement.objects.order_by("pk").values_list("pk", flat=True))

    def run() -> None:
        with transaction.atomic():
            ledger.rebuild_costs(ids)

    return run


def load_floor(path: Path) -> Timed:
    own = path.with_name("floor.csv")
    floor.prepare(own, contract_of_bench())
    return lambda: floor.load(own)


def load_peer(path: Path) -> Timed:
    own = path.with_name(f"peer{path.suffix}")
    peer.write(list(situation.lines(PEER_ROWS)), own)
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


CASES: dict[str, Callable[[Path], Timed]] = {
    "import-csv": import_sheet,
    "import-xlsx": import_sheet,
    "rebuild-costs": rebuild_costs,
    "floor": load_floor,
    "peer": load_peer,
    "list-placements-first": lambda path: placements(),
    "list-placements-deep": lambda path: placements(f"?page={DEEP_PAGE}"),
    "overrun-report": lambda path: page(f"{reverse('reports:overruns')}?year=2026"),
    "export-csv": lambda path: placements("?_export=csv"),
}
EMPTY_BEFORE = ("import-csv", "import-xlsx", "peer")
"""Cases that begin without placements."""


def empty() -> None:
    """No placement, delivery, event, version or cost is left."""
    from django.db import connection

    tables = (
        "contracts_costmonth, contracts_costline, contracts_placementevent, "
        "contracts_placementversion, contracts_placement, contracts_deliveryfinding, "
        "contracts_deliveryrow, contracts_delivery"
    )
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS floor_placement")
        cursor.execute(f"TRUNCATE {tables}, contracts_seattally, contracts_headtally CASCADE")
