"""To whom an invoice is made out: how a region is named in one, and whether it is that region."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.models import Region
from contracts.invoices.checks import Flaw
from contracts.invoices.shapes import Party


def buyer_of(region: Region) -> Party:
    """The region as the buyer in an invoice; a number is empty where nobody entered it."""
    return Party(region.name, kvk=region.kvk_number, oin=region.oin)


def flaws_of_buyer(named: Party, buyer: Party) -> Iterator[Flaw]:
    """What is wrong with the buyer that an invoice names, beside the one that it is for.

    Only numbers that both have are held together (BT-46, BT-47 and BT-49 of EN 16931). One that
    agrees makes another that differs a warning; without any the invoice is for somebody else.
    """
    pairs = ((_("KvK number"), named.kvk, buyer.kvk), (_("OIN"), named.oin, buyer.oin))
    known = [(kind, said, own) for kind, said, own in pairs if said and own]
    wrong = [each for each in known if each[1] != each[2]]
    sentence = _(
        "The invoice is made out to %(name)s with %(kind)s %(said)s, while %(buyer)s has %(own)s."
    )
    for kind, said, own in wrong:
        words = {"name": named.name or "-", "kind": kind, "said": said}
        words |= {"buyer": buyer.name, "own": own}
        yield Flaw("TR-06", sentence % words, is_error=len(wrong) == len(known))
