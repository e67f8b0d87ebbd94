"""Call-offs stay within their framework agreement: party, period, value and number."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from config.shared.display import day, money, number
from config.shared.errors import Refused
from contracts.enums import BINDING, ContractKind, ContractStatus
from contracts.models import Contract

Total = Decimal | int


def check_call_off(contract: Contract) -> None:
    """Refused, with every sentence, when a call-off does not fit in its framework agreement.

    Locks the framework, so that of two call-offs for the last of its value one is refused (a
    framework's maximum is guarded: CJEU C-23/20). Another kind of contract passes.
    """
    if contract.kind != ContractKind.CALL_OFF or contract.framework_id is None:
        return
    framework = Contract.objects.select_for_update(of=("self",)).get(pk=contract.framework_id)
    sentences = [*_about_parties(contract, framework), *_about_maximum(contract, framework)]
    if sentences:
        raise Refused(*sentences)


def _about_parties(contract: Contract, framework: Contract) -> Iterator[str]:
    if framework.kind != ContractKind.FRAMEWORK or framework.status not in BINDING:
        yield _("A call-off stands under a framework agreement that is in force.")
    same = (framework.provider_id, framework.region_id)
    if (contract.provider_id, contract.region_id) != same:
        yield _("A call-off has the region and the provider of its framework agreement.")
    if contract.first_on < framework.first_on or contract.last_on > framework.last_on:
        yield _("The period has to lie within the framework agreement: %(first)s to %(last)s.") % {
            "first": day(framework.first_on),
            "last": day(framework.last_on),
        }


def _about_maximum(contract: Contract, framework: Contract) -> Iterator[str]:
    """What all call-offs together may be worth, for each maximum that the framework has."""
    others = framework.call_offs.exclude(pk=contract.pk)
    others = others.exclude(status=ContractStatus.TERMINATED)
    taken = others.aggregate(amount=Sum("maximum_amount"), quantity=Sum("maximum_quantity"))
    left = _left(contract.maximum_amount, framework.maximum_amount, taken["amount"])
    if left is not None:
        yield _("Of the value of the framework agreement %(left)s is left for this call-off.") % {
            "left": money(left)
        }
    left = _left(contract.maximum_quantity, framework.maximum_quantity, taken["quantity"])
    if left is not None:
        yield _("Of the framework agreement %(left)s trajectories are left for this call-off.") % {
            "left": number(left)
        }


def _left(asked: Total | None, maximum: Total | None, taken: Total | None) -> Total | None:
    """What is left when `asked` does not fit in it, or is not said; else None."""
    if maximum is None:
        return None
    left = maximum - (taken or 0)
    return left if asked is None or asked > left else None
