"""Regions in which people practise: what keeps a region from changing between practice and real.

The apps above hand over the models whose rows tie a region down, such as tenders.
"""

from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import Region

_tying: list[type[Model]] = []


def ties_region_down(model: type[Model]) -> None:
    """Let rows of `model`, which has a `region`, keep their region for practice or real."""
    if model not in _tying:
        _tying.append(model)


def in_the_way(region: "Region") -> list[str]:
    """Sentences on why the region stays what it is; one query for each model handed over."""
    return [
        _("%(things)s of this region exist already. Make another region for practice.")
        % {"things": capfirst(model._meta.verbose_name_plural)}
        for model in _tying
        if model._base_manager.filter(region=region).exists()
    ]
