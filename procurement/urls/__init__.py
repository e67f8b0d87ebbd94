"""Addresses of the tender room."""

from procurement.urls import awards, bids, evaluation, planning, publication, tenders, vault

app_name = "procurement"

urlpatterns = [
    pattern
    for room in (
        # Tenders come last: their steps have a free word in the address.
        publication,
        planning,
        vault,
        bids,
        evaluation,
        awards,
        tenders,
    )
    for pattern in room.urlpatterns
]
