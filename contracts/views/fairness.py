"""What each gemeente got of the seats, beside the share that it has in them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from accounts.access import regions_of
from accounts.enums import Permission
from accounts.models import AllocationKey, Gemeente, Region
from config.shared import charts
from config.shared.display import day, number
from config.shared.periods import Period, year_of
from config.shared.views import Crumb, Page
from contracts.enums import BINDING, ENDED, IN_USE, ContractStatus
from contracts.forms.waiting import FairnessForm
from contracts.models import CapacityShare, Placement
from contracts.views.waiting import LIST
from contracts.waiting import FairPart, fair_parts

Shown = tuple[str, FairPart, str]


class FairnessPage(Page, TemplateView):
    """Seats given per gemeente in a period, against an allocation key or the contracts."""

    permission = Permission.WAITLIST_VIEW
    title = gettext_lazy("Does each gemeente get its share?")
    template_name = "contracts/waitlist_fairness.html"

    def breadcrumbs(self) -> list[Crumb]:
        """The waiting list."""
        return [Crumb(_("Waiting list"), LIST)]

    @cached_property
    def form(self) -> FairnessForm:
        """What was asked; without a question the first region over this year."""
        return FairnessForm(self.request.GET or self._standard(), person=self.person)

    def _standard(self) -> dict[str, Any]:
        year = year_of(timezone.localdate().year)
        first = Region.objects.filter(pk__in=regions_of(self.person)).order_by("name").first()
        return {"region": first.pk if first else None, "first_on": year.first, "last_on": year.last}

    def rows(self) -> list[Shown]:
        """Name, figures and words of each gemeente by name; none where nothing can be compared."""
        if not self.form.is_valid():
            return []
        asked, period = self.form.cleaned_data, self.form.period
        given = seats_given(asked["region"], asked["route"], period)
        shares = shares_of(asked["region"], asked["route"], period, asked["key"])
        parts = fair_parts(given, shares)
        names = dict(
            Gemeente.objects.filter(pk__in=[part.gemeente for part in parts]).values_list(
                "pk", "name"
            )
        )
        return sorted((names[part.gemeente], part, in_words(part)) for part in parts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Words first, then the chart with its table."""
        rows = self.rows()
        today = day(timezone.localdate())
        return super().get_context_data(
            form=self.form,
            has_region=bool(regions_of(self.person)),
            rows=rows,
            sentence=finding(rows),
            chart=fairness_chart(rows) if rows else None,
            source=_("Source: contracts and placements, %(day)s") % {"day": today},
            **kwargs,
        )


def seats_given(region: Region, route: str, period: Period) -> dict[int, int]:
    """Learners by id of gemeente who began, or are scheduled to begin, in `period`."""
    begins = Coalesce("actual_first_on", "planned_first_on")
    rows = Placement.objects.filter(contract__region=region, status__in=(*IN_USE, *ENDED))
    if route:
        rows = rows.filter(route=route)
    within = rows.alias(begins=begins).filter(begins__range=(period.first, period.last))
    return dict(within.order_by().values_list("gemeente").annotate(count=Count("pk")))


def shares_of(
    region: Region, route: str, period: Period, key: AllocationKey | None
) -> dict[int, Decimal | int]:
    """Weights by id of gemeente: per cents of the key on the last day, else contracted seats."""
    if key:
        version = key.version_on(period.last)
        return dict(version.percentages()) if version else {}
    rows = CapacityShare.objects.filter(
        line__contract__region=region,
        line__contract__status__in=(*BINDING, ContractStatus.ENDED),
        line__first_on__lte=period.last,
        line__last_on__gte=period.first,
    )
    if route:
        rows = rows.filter(line__route=route)
    return dict(rows.order_by().values_list("gemeente").annotate(total=Sum("number")))


def in_words(part: FairPart) -> str:
    """2 seats more than its share; as many as its share."""
    if not part.difference:
        return _("as many as its share")
    count = abs(part.difference)
    if part.difference > 0:
        text = ngettext("%(count)s more than its share", "%(count)s more than its share", count)
    else:
        text = ngettext("%(count)s fewer than its share", "%(count)s fewer than its share", count)
    return text % {"count": number(count)}


def finding(rows: Sequence[Shown]) -> str:
    """Who got most above and below its share, in one line."""
    if not rows:
        return ""
    name, worst, _words = min(rows, key=lambda row: (row[1].difference, row[0]))
    if not worst.difference:
        return _("Every gemeente got its share.")
    best_name, best, _words = max(rows, key=lambda row: (row[1].difference, row[0]))
    total = number(sum(part.given for _name, part, _text in rows))
    return _(
        "Of %(total)s seats %(best)s got %(more)s more than its share, and %(worst)s %(fewer)s "
        "fewer."
    ) % {
        "total": total,
        "best": best_name,
        "more": number(best.difference),
        "worst": name,
        "fewer": number(-worst.difference),
    }


def fairness_chart(rows: Sequence[Shown]) -> charts.Chart:
    """Seats given in a bar for each gemeente, its share as a mark, what passes it hatched."""
    given, beyond = _("given"), _("above the share")
    spec = charts.stacked_rows(
        [(name, Decimal(part.fair), (part.given,)) for name, part, _words in rows],
        [given],
        limit=_("share"),
        beyond=beyond,
        axis=_("seats"),
    )
    enough = sum(part.difference >= 0 for _name, part, _words in rows)
    title = _("%(count)s of %(total)s gemeenten at or above their share")
    return charts.Chart(
        title % {"count": number(enough), "total": number(len(rows))},
        _("Seats given to each gemeente, and the number that its share would bring."),
        spec,
        [_("Gemeente"), given, _("share"), _("difference")],
        [[name, *_figures(part)] for name, part, _words in rows],
        narrow=charts.phone_rows(spec, [given, beyond]),
    )


def _figures(part: FairPart) -> list[str]:
    return [number(part.given), number(part.fair), number(part.difference)]
