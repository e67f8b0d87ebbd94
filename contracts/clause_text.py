"""Places in the text of a clause that an agreement fills in: a closed list for each use."""

from collections.abc import Mapping
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.shared.errors import Refused
from contracts.enums import ClauseUse

_COMMON: dict[str, Promise] = {
    "reference": gettext_lazy("the reference of the agreement"),
    "title": gettext_lazy("the title of the agreement"),
    "region": gettext_lazy("the name of the region"),
    "first_on": gettext_lazy("the first day"),
    "last_on": gettext_lazy("the last day"),
}
PLACES: dict[str, dict[str, Promise]] = {
    ClauseUse.CONTRACT: {
        **_COMMON,
        "provider": gettext_lazy("the legal name of the provider"),
        "gemeenten": gettext_lazy("the participating gemeenten"),
        "routes": gettext_lazy("the routes of the contract"),
        "maximum_amount": gettext_lazy("the maximum value (excl. VAT)"),
        "maximum_quantity": gettext_lazy("the maximum number of trajectories"),
        "start_guarantee_weeks": gettext_lazy("the weeks of the start guarantee"),
        "social_return_percentage": gettext_lazy("the percentage of social return"),
    },
    ClauseUse.COVENANT: {
        **_COMMON,
        "purpose": gettext_lazy("the purpose of the covenant"),
        "parties": gettext_lazy("the parties of the covenant"),
        "review_months": gettext_lazy("the months between two reviews"),
    },
}
"""What may stand between braces in a clause of that use, and what it is filled in with."""


def check_places(text: str, use: str) -> None:
    """Raise Refused at "text" when a place of `text` is not one of `use`, or a brace stands alone.

    A place is a bare name: no index, attribute, conversion or format.
    """
    wrong = sorted(places_in(text) - PLACES[use].keys())
    if wrong:
        raise Refused(
            _("This cannot be filled in: %(places)s. Choose from: %(known)s.")
            % {
                "places": ", ".join(f"{{{name}}}" for name in wrong),
                "known": ", ".join(f"{{{name}}}" for name in PLACES[use]),
            },
            field="text",
        )


def places_in(text: str) -> set[str]:
    """The names between braces in `text`; Refused at "text" when the braces do not pair."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise Refused(
            _("A brace is opened and not closed, or the other way round."), field="text"
        ) from error
    return {
        f"{place}{'!' + conversion if conversion else ''}{':' + form if form else ''}"
        for _literal, place, form, conversion in parts
        if place is not None
    }


def filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled in. KeyError for a place without a value."""
    return text.format_map(values)
