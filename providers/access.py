"""Whether a provider may be given new work; asked by every floor above.

Finds its models by name, since the models of this app may ask the same.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.translation import gettext as _

from config.shared.display import day as day_text
from providers.enums import AdmissionStatus

if TYPE_CHECKING:
    from providers.models import Admission


def barred(provider_id: int, region_id: int, on: date) -> str | None:
    """Why the provider gets no new placements, bids or contracts of the region on `on`.

    None when nothing bars it. What runs goes on; a provider that nobody proposed for the region
    is not barred, since any provider may bid on a published tender. Costs two queries.
    """
    providers = apps.get_model("providers", "Provider").objects
    provider = providers.select_related("successor").get(pk=provider_id)
    if provider.succeeded_on and provider.succeeded_on <= on:
        return _("%(provider)s merged into %(successor)s on %(day)s and gets no new work.") % {
            "provider": provider,
            "successor": provider.successor,
            "day": day_text(provider.succeeded_on),
        }
    admissions = apps.get_model("providers", "Admission").objects.order_by()
    rows = admissions.select_related("provider", "region")
    admission = rows.filter(provider=provider_id, region=region_id).first()
    return _barred_by(admission, on) if admission else None


def _barred_by(admission: "Admission", on: date) -> str | None:
    status = AdmissionStatus(admission.status)
    if status == AdmissionStatus.ENDED:
        sentence = _("The admission of %(provider)s in %(region)s has ended; it gets no new work.")
        return sentence % {"provider": admission.provider, "region": admission.region}
    first = admission.barred_from
    if status not in (AdmissionStatus.SUSPENDED, AdmissionStatus.BLOCKED) or first is None:
        return None
    if first > on or (admission.barred_until and admission.barred_until < on):
        return None
    return _bar_in_words(admission, status, first)


def _bar_in_words(admission: "Admission", status: AdmissionStatus, first: date) -> str:
    words = {
        "provider": admission.provider,
        "region": admission.region,
        "status": str(status.label).lower(),
        "first": day_text(first),
    }
    if admission.barred_until:
        return _(
            "%(provider)s is %(status)s in %(region)s from %(first)s up to and including %(last)s: "
            "no new placements, bids or contracts."
        ) % (words | {"last": day_text(admission.barred_until)})
    return (
        _(
            "%(provider)s is %(status)s in %(region)s from %(first)s: "
            "no new placements, bids or contracts."
        )
        % words
    )
