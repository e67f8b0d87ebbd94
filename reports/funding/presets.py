"""The national streams of the Wet inburgering 2021, each with where its figures were published.

Amounts are those of the country; a region takes over its part. A stream without amounts is granted
to each gemeente by its own decision, so that the region types what the decision says.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from config.shared.money import cents
from contracts.enums import CostType
from reports.enums.budgets import Recurrence
from reports.enums.funding import FundingTarget, StreamKind

MILLION = 1_000_000
STATE = _("Ministry of Social Affairs and Employment")
CIRCULAR = _(
    "Circular of the gemeentefonds, as told in the ministry's newsletter on the new system"
)
GRANT = _("DUO, specific grant for civic integration facilities (duo.nl)")


@dataclass(frozen=True, slots=True)
class National:
    """Euro of the country in the years from `first` up to `last`; None is without an end."""

    first: int
    last: int | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A national stream as a region may take it over."""

    code: str
    name: str | Promise
    kind: StreamKind
    cost_types: Sequence[CostType]
    recurrence: Recurrence
    target: FundingTarget
    source: str | Promise
    includes_vat: bool = False
    payer: str | Promise = STATE
    amounts: Sequence[National] = ()
    is_once: bool = False
    """Of one year that was not published, so that the region names it."""

    def amount_in(self, year: int) -> Decimal | None:
        """Euro of the country in `year`; None where nothing was published for it."""
        for each in self.amounts:
            if each.first <= year and (each.last is None or year <= each.last):
                return each.amount
        return None


def part_of(amount: Decimal, percentage: Decimal) -> Decimal:
    """What a region gets of a national amount, in whole cents."""
    return cents(amount * percentage / 100)


def _millions(first: int, last: int | None, millions: str) -> National:
    return National(first, last, Decimal(millions) * MILLION)


PRESETS = (
    Preset(
        code="spuk_wi2021",
        name=_("SPUK civic integration facilities"),
        kind=StreamKind.SPUK_WI2021,
        cost_types=(
            CostType.LEARNING_ROUTES,
            CostType.MAP,
            CostType.PVT,
            CostType.GUIDANCE,
            CostType.INTERPRETERS,
        ),
        recurrence=Recurrence.STRUCTURAL,
        target=FundingTarget.GEMEENTE,
        source=GRANT,
    ),
    Preset(
        code="spuk_education",
        name=_("SPUK education route"),
        kind=StreamKind.SPUK_EDUCATION,
        cost_types=(CostType.LEARNING_ROUTES, CostType.BRIDGING),
        recurrence=Recurrence.INCIDENTAL,
        target=FundingTarget.REGION,
        source=_("Staatscourant 2022, 30604: 2022 and 2023 through the centre gemeente"),
    ),
    Preset(
        code="supplement_education",
        name=_("Supplement education route"),
        kind=StreamKind.SUPPLEMENT_EDUCATION,
        cost_types=(CostType.LEARNING_ROUTES,),
        recurrence=Recurrence.INCIDENTAL,
        target=FundingTarget.GEMEENTE,
        source=_(
            "Divosa, extra means for the education route from 2026: within the SPUK, 2026-2029"
        ),
    ),
    Preset(
        code="gemeentefonds",
        name=_("Gemeentefonds, execution of the Wi2021"),
        kind=StreamKind.GEMEENTEFONDS,
        cost_types=(CostType.INTAKE, CostType.POLICY),
        recurrence=Recurrence.STRUCTURAL,
        target=FundingTarget.GEMEENTE,
        source=_("Divosa, general finances: structural since 2023"),
    ),
    Preset(
        code="learnability",
        name=_("Guidance at the learnability test"),
        kind=StreamKind.MEICIRCULAIRE,
        cost_types=(CostType.INTAKE,),
        recurrence=Recurrence.STRUCTURAL,
        target=FundingTarget.GEMEENTE,
        source=CIRCULAR,
        includes_vat=True,
        amounts=(
            _millions(2022, 2022, "6.2"),
            _millions(2023, 2023, "5.7"),
            _millions(2024, 2024, "5.6"),
            _millions(2025, None, "5.5"),
        ),
    ),
    Preset(
        code="ict_plateau_1",
        name=_("Information and IT, plateau 1"),
        kind=StreamKind.DECEMBERCIRCULAIRE,
        cost_types=(CostType.IT,),
        recurrence=Recurrence.INCIDENTAL,
        target=FundingTarget.GEMEENTE,
        source=CIRCULAR,
        includes_vat=True,
        amounts=(_millions(2021, None, "6.5"),),
        is_once=True,
    ),
    Preset(
        code="interim_group",
        name=_("Interim group 2021"),
        kind=StreamKind.MEICIRCULAIRE,
        cost_types=(CostType.GUIDANCE, CostType.LEARNING_ROUTES),
        recurrence=Recurrence.INCIDENTAL,
        target=FundingTarget.GEMEENTE,
        source=CIRCULAR,
        amounts=(_millions(2021, 2021, "21"),),
    ),
    Preset(
        code="introduction",
        name=_("Introduction of the Wi2021"),
        kind=StreamKind.MEICIRCULAIRE,
        cost_types=(CostType.POLICY, CostType.IT),
        recurrence=Recurrence.INCIDENTAL,
        target=FundingTarget.GEMEENTE,
        source=CIRCULAR,
        amounts=(_millions(2021, 2021, "9"),),
    ),
)
BY_CODE = {preset.code: preset for preset in PRESETS}
