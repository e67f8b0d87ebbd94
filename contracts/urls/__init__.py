"""Addresses of contracts, covenants, seats, groups, placements and costs."""

from contracts.urls import (
    amendments,
    capacity,
    clauses,
    contracts,
    costs,
    covenants,
    deliveries,
    duo,
    forecasts,
    groups,
    invoices,
    papers,
    placements,
    returns,
    statements,
    supervision,
    terms,
    waiting,
)

app_name = "contracts"

urlpatterns = [
    pattern
    for room in (
        # What has a word of its own in its address comes before addresses with a free word.
        terms,
        statements,
        invoices,
        amendments,
        papers,
        costs,
        contracts,
        groups,
        capacity,
        waiting,
        forecasts,
        placements,
        deliveries,
        duo,
        returns,
        clauses,
        covenants,
        supervision,
    )
    for pattern in room.urlpatterns
]
