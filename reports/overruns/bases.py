"""By which basis the costs of regions count, in words."""

from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from accounts.models import Region
from contracts.enums import RealisedBasis
from contracts.models.cost_basis import basis_of

_TOLD = {RealisedBasis.DUE: "due day", RealisedBasis.SERVICE: "days of service"}


def with_basis(pks: Iterable[int]) -> dict[int, Region]:
    """Regions by id with the basis of their costs; one query."""
    return Region.objects.select_related("cost_basis").in_bulk(set(pks))


def by_service(regions: Iterable[Region]) -> list[Region]:
    """Those that count a cost on its days of service, by name; `with_basis` has fetched them."""
    found = [region for region in regions if basis_of(region) is RealisedBasis.SERVICE]
    return sorted(found, key=lambda region: region.name)


def told_basis(regions: Collection[Region]) -> str:
    """When a cost counts, for programs: "due day", "days of service", or "by region" where regions
    differ.
    """
    found = {basis_of(region) for region in regions} or {RealisedBasis.DUE}
    return _TOLD[found.pop()] if len(found) == 1 else "by region"


def counts_on(regions: Collection[Region]) -> str:
    """On which day a cost counts, as a sentence; regions may differ."""
    found = by_service(regions)
    if not found:
        return _("A cost counts on the day it falls due.")
    if len(found) == len(regions):
        return _("A cost counts on the days of service that it pays for (accrual).")
    return _(
        "A cost counts on the day it falls due; in %(regions)s on the days of service that it "
        "pays for (accrual)."
    ) % {"regions": ", ".join(region.name for region in found)}
