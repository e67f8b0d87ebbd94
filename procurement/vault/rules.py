"""What must hold within a record of opening, whoever signed it: rules over its body alone.

The body has the shape of its format; each rule yields a sentence for every fault it finds.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procurement.vault.records import PRICE

Body: TypeAlias = dict[str, Any]
Rule: TypeAlias = tuple[Promise, Callable[[Body], Iterator[str]]]
"""What may be said when nothing is wrong, and what finds the faults."""

_SECONDS = 60


def moment(text: str) -> datetime:
    """The instant that a record writes so."""
    return datetime.fromisoformat(text)


def files_of(bid: dict[str, Any]) -> list[str]:
    """The digests of a standing bid's envelopes and attachments."""
    return [file["sha256"] for file in chain(bid["envelopes"], bid["attachments"])]


def files_of_any(version: dict[str, Any]) -> list[str]:
    """The digests of a version, whether it stands or not."""
    return files_of(version) if "envelopes" in version else version["sha256"]


def versions(body: Body) -> Iterator[dict[str, Any]]:
    """Every version of every bid that came in: standing, replaced or withdrawn."""
    return chain(body["bids"], body["replaced"], body["withdrawn"])


def _two_officers(body: Body) -> Iterator[str]:
    first, second = body["first"], body["second"]
    if first["name"].strip().casefold() == second["name"].strip().casefold():
        yield _("One officer, %(name)s, did both acts.") % {"name": first["name"]}
    if first["session"] == second["session"]:
        yield _("Both acts were done in one session.")
    if body["named_officers"] < body["threshold"]:
        yield _("Fewer officers were named than it takes to open.")


def _after_the_deadline(body: Body) -> Iterator[str]:
    closes, first = moment(body["closes_at"]), moment(body["first"]["at"])
    second = moment(body["second"]["at"])
    if first < closes:
        yield _("The first officer acted before the deadline.")
    if second < first:
        yield _("The second officer acted before the first.")
    if (second - first).total_seconds() > body["window_minutes"] * _SECONDS:
        yield _("The second officer acted more than %(minutes)s minutes after the first.") % {
            "minutes": body["window_minutes"]
        }


def _in_time(body: Body) -> Iterator[str]:
    closes = moment(body["closes_at"])
    for version in versions(body):
        if moment(version["received_at"]) >= closes:
            yield _("Receipt %(number)s of %(provider)s was not received before the deadline.") % (
                _named(version)
            )
    for version in body["withdrawn"]:
        withdrawn = moment(version["withdrawn_at"])
        if not moment(version["received_at"]) <= withdrawn < closes:
            yield _("Receipt %(number)s of %(provider)s was not withdrawn before the deadline.") % (
                _named(version)
            )
    if any(moment(attempt["at"]) < closes for attempt in body["late"]):
        yield _("An attempt is called late that was made before the deadline.")


def _named(version: dict[str, Any]) -> dict[str, Any]:
    return {"number": version["receipt"], "provider": version["provider"]}


def _counts(body: Body) -> Iterator[str]:
    lists = ("bids", "replaced", "withdrawn", "late", "unreadable")
    found = {name: len(body[name]) for name in lists}
    envelopes = chain.from_iterable(bid["envelopes"] for bid in body["bids"])
    found["envelopes"] = sum(envelope["kind"] == body["kind"] for envelope in envelopes)
    for name, number in found.items():
        if body["counts"][name] != number:
            yield _("The record counts %(counted)s under “%(name)s” and lists %(listed)s.") % {
                "counted": body["counts"][name],
                "name": name,
                "listed": number,
            }


def _something_opened(body: Body) -> Iterator[str]:
    for bid in body["bids"]:
        kinds = {envelope["kind"] for envelope in bid["envelopes"]}
        if body["kind"] not in kinds:
            yield _("The bid of %(provider)s has no envelope of the kind that was opened.") % bid
        if body["kind"] == PRICE and (kinds - {PRICE} or bid["attachments"]):
            yield _("The bid of %(provider)s has more than prices in a record of prices.") % bid


def _no_file_twice(body: Body) -> Iterator[str]:
    standing = Counter(chain.from_iterable(files_of(bid) for bid in body["bids"]))
    twice = {digest for digest, number in standing.items() if number > 1}
    for digest in sorted(twice | _of_two_bidders(body)):
        yield _("A sealed file stands in the record twice: %(digest)s.") % {"digest": digest}


def _of_two_bidders(body: Body) -> set[str]:
    """Digests under two KvK numbers; a bidder may take its own file over into a new version."""
    bidders: defaultdict[str, set[str]] = defaultdict(set)
    for version in versions(body):
        for digest in files_of_any(version):
            bidders[digest].add(version["kvk_number"])
    return {digest for digest, owners in bidders.items() if len(owners) > 1}


def _one_version_stands(body: Body) -> Iterator[str]:
    standing = Counter(bid["kvk_number"] for bid in body["bids"])
    for kvk_number in sorted(number for number, bids in standing.items() if bids > 1):
        yield _("KvK number %(kvk_number)s has more than one bid.") % {"kvk_number": kvk_number}
    known = Counter((version["kvk_number"], version["receipt"]) for version in versions(body))
    for kvk_number, receipt in sorted(key for key, times in known.items() if times > 1):
        yield _("Receipt %(number)s of KvK number %(kvk_number)s stands in the record twice.") % {
            "number": receipt,
            "kvk_number": kvk_number,
        }
    for version in body["replaced"]:
        successor = version["replaced_by"]
        is_known = (version["kvk_number"], successor) in known
        if successor <= version["receipt"] or not is_known:
            yield _(
                "Receipt %(number)s of %(provider)s is called replaced, and what replaced it is "
                "not in the record."
            ) % _named(version)


def _all_is_known(body: Body) -> Iterator[str]:
    lots = {lot["number"] for lot in body["lots"]} | {None}
    if len(lots) != len(body["lots"]) + 1:
        yield _("Two lots have one number.")
    for bid in body["bids"]:
        if not {envelope["lot"] for envelope in bid["envelopes"]} <= lots:
            yield _("The bid of %(provider)s names a lot that is not in the record.") % bid
    files = set(chain.from_iterable(files_of(bid) for bid in body["bids"]))
    if any(file["sha256"] not in files for file in body["unreadable"]):
        yield _("A file is called unreadable that stands with no bid.")
    if len(set(body["public_keys"].values())) != len(body["public_keys"]):
        yield _("Quality and price were sealed to one key.")


RULES: tuple[Rule, ...] = (
    (gettext_lazy("Two different officers opened, each in a session of their own."), _two_officers),
    (
        gettext_lazy("Both acts came after the deadline, the second in time after the first."),
        _after_the_deadline,
    ),
    (gettext_lazy("What came in, came in before the deadline."), _in_time),
    (gettext_lazy("The counts equal the lists."), _counts),
    (gettext_lazy("Every bid has an envelope of the kind that was opened."), _something_opened),
    (gettext_lazy("No sealed file stands in the record twice."), _no_file_twice),
    (gettext_lazy("Of every bidder one version stands."), _one_version_stands),
    (gettext_lazy("Lots, files and keys refer to each other."), _all_is_known),
)
