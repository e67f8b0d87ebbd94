"""The grants that rest on a seat in a panel."""

from collections.abc import Iterator

from accounts.access import Grant
from accounts.enums import Role
from accounts.models import User
from procurement.models import PanelSeat


def panel_grants(user: User) -> Iterator[Grant]:
    """One grant per tender in whose panel the person has a seat that has not ended."""
    seats = PanelSeat.objects.sitting().filter(user=user).select_related("tender__region")
    told = seats.only("tender__reference", "tender__title", "tender__region__is_training")
    for seat in told.order_by("pk"):
        yield Grant(
            role=Role.ASSESSOR,
            organisation=str(seat.tender),
            tender_id=seat.tender_id,
            is_training=seat.tender.region.is_training,
        )
