"""What each kind of taalconvenant asks of its parties; no database."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.enums import CovenantKind, PartySide


@dataclass(frozen=True, slots=True)
class KindRule:
    """How many of each side must sign before a covenant binds, and what may come under it."""

    gemeenten: int
    providers: int
    has_providers: bool = True
    """Whether schools are a party at all; their learners then stand under it."""

    @property
    def takes_accession(self) -> bool:
        """Whether a school may join later: where schools are a party, all that meet it may."""
        return self.has_providers


RULES: dict[str, KindRule] = {
    CovenantKind.QUALITY: KindRule(gemeenten=1, providers=1),
    CovenantKind.ACCESSION: KindRule(gemeenten=1, providers=0),
    CovenantKind.BUYING: KindRule(gemeenten=2, providers=0, has_providers=False),
}
"""A quality covenant is made with schools; an accession covenant begins with gemeenten alone and
waits for schools; gemeenten buy together with at least two.
"""


def sides_lacking(kind: str, sides: Collection[str]) -> list[str]:
    """Sentences on which parties are lacking among `sides`, one entry a party; empty when whole."""
    rule = RULES[kind]
    present = list(sides)
    found = (
        _lacking_gemeenten(rule.gemeenten - present.count(PartySide.BUYER)),
        _lacking_providers(rule.providers - present.count(PartySide.PROVIDER)),
    )
    return [sentence for sentence in found if sentence]


def _lacking_gemeenten(number: int) -> str:
    if number < 1:
        return ""
    sentence = ngettext(
        "%(count)s more gemeente is needed.", "%(count)s more gemeenten are needed.", number
    )
    return sentence % {"count": number}


def _lacking_providers(number: int) -> str:
    if number < 1:
        return ""
    sentence = ngettext(
        "%(count)s more school is needed.", "%(count)s more schools are needed.", number
    )
    return sentence % {"count": number}


def misplaced(kind: str, side: str) -> str | None:
    """Why a party of `side` has no place in a covenant of `kind`; None when it has one."""
    if side == PartySide.PROVIDER and not RULES[kind].has_providers:
        return _("Gemeenten make this kind of covenant among themselves: a school is no party.")
    return None
