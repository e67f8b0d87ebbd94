"""First screens and lists of a whole region and of one of a tenth: medians and their ratio."""

import statistics
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.support.region_at_scale import large_region

FEW, MANY = 30, 300
"""Contracts; each with ten groups and 667 placements."""
TURNS = 9
PAGES = {
    "wall": ("contracts:capacity-wall", ""),
    "planning-board": ("contracts:coursegroup-board", ""),
    "list-seats": ("contracts:capacityline-list", ""),
    "list-groups": ("contracts:coursegroup-list", ""),
    "list-contracts": ("contracts:contract-list", ""),
    "list-placements": ("contracts:placement-list", ""),
    "list-placements-waiting": ("contracts:placement-list", "?status=waitlisted"),
    "list-waiting": ("contracts:waitlistentry-list", ""),
    "list-alerts": ("contracts:contractalert-list", ""),
    "list-covenants": ("contracts:covenant-list", ""),
    "list-amendments": ("contracts:amendment-list", ""),
    "list-providers": ("providers:provider-list", ""),
    "wall-gemeenten": ("contracts:wall-gemeenten", ""),
    "wall-starts": ("contracts:wall-starts", ""),
}


def measure_region() -> list[dict[str, Any]]:
    """Milliseconds of each page in the small and in the whole region, and how they compare."""
    settings.ALLOWED_HOSTS = ["testserver"]
    region = large_region()
    region.grow(FEW)
    client = Client()
    client.force_login(region.coordinator, backend=settings.AUTHENTICATION_BACKENDS[-1])
    few = {name: median_of(client, *where) for name, where in PAGES.items()}
    region.grow(MANY)
    many = {name: median_of(client, *where) for name, where in PAGES.items()}
    return [
        {
            "name": f"region-{name}",
            "tenth_ms": round(few[name] * 1000, 1),
            "whole_ms": round(many[name] * 1000, 1),
            "ratio": round(many[name] / few[name], 2),
        }
        for name in PAGES
    ]


def median_of(client: Client, url_name: str, query: str) -> float:
    """Seconds of the middle of TURNS requests, after one that warms the templates."""
    address = reverse(url_name) + query
    turns = []
    for _turn in range(TURNS + 1):
        begun = time.perf_counter()
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        turns.append(time.perf_counter() - begun)
    return statistics.median(turns[1:])
