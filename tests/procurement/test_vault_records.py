"""Records of opening: each kind of tampering, and each kind of mistake, has its finding."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from procurement.vault import Finding, new_signing_pair, signed, verify
from procurement.vault.canonical import canonical
from tests.support.openings import (
    PUBLIC_KEYS,
    SEALED,
    SIGNING,
    envelope,
    file,
    price_body,
    quality_body,
    receipt_body,
    sign,
)

pytestmark = pytest.mark.usefixtures("_in_english")
OTHER = "ab" * 32


@pytest.fixture
def _in_english():
    with override("en"):
        yield


def faults(findings: list[Finding]) -> list[str]:
    return [finding.sentence for finding in findings if not finding.ok]


def leaves(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The path of every text and number in a document."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def parts(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """The path of everything in a document that could be left out."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield (*path, key)
            yield from parts(inner, (*path, key))


def at(document: Any, path: tuple) -> Any:
    for key in path:
        document = document[key]
    return document


def other_than(value: Any) -> Any:
    """Another value that is as well-formed as can be made without knowing what it means."""
    if isinstance(value, int):
        return value + 1
    if value is None:
        return 1
    return value[:-1] + ("0" if value[-1] != "0" else "1")


# --- A record without a fault ------------------------------------------------------------------


@pytest.mark.parametrize("body", [quality_body(), price_body()], ids=["quality", "price"])
def test_a_good_record_has_no_fault(body):
    findings = verify(sign(body), expected_key=SIGNING.public.hex())
    assert faults(findings) == []
    assert len(findings) == 11


def test_a_record_survives_its_file():
    text = json.dumps(sign(quality_body()), indent=4, ensure_ascii=True)
    assert faults(verify(json.loads(text))) == []


def test_an_opening_without_bids_is_no_fault():
    body = quality_body()
    for name in ("bids", "replaced", "withdrawn", "late", "unreadable"):
        body[name] = []
    body["counts"] = dict.fromkeys(body["counts"], 0)
    assert faults(verify(sign(body))) == []


def test_the_ocid_may_be_named():
    assert faults(verify(sign(quality_body(), lambda b: b["tender"].update(ocid="ocds-1-2")))) == []


def test_findings_are_told_in_dutch():
    with override("nl"):
        sentences = [finding.sentence for finding in verify(sign(quality_body()))]
    assert "De aantallen zijn gelijk aan de lijsten." in sentences


# --- Changed after it was signed -----------------------------------------------------------------


@pytest.mark.parametrize("path", list(leaves(sign(quality_body()))), ids=str)
def test_no_value_can_be_changed_after_signing(path):
    record = sign(quality_body())
    holder = at(record, path[:-1])
    holder[path[-1]] = other_than(holder[path[-1]])
    assert faults(verify(record))


@pytest.mark.parametrize("path", list(parts(sign(quality_body()))), ids=str)
def test_nothing_can_be_left_out_after_signing(path):
    record = sign(quality_body())
    del at(record, path[:-1])[path[-1]]
    assert faults(verify(record))


def test_a_changed_text_with_a_new_digest_lacks_the_signature():
    record = sign(quality_body())
    record["sha256"] = sign(quality_body(), moved)["sha256"]
    moved(record["body"])
    assert faults(verify(record)) == ["The signature is not that of the key in the document."]


def moved(body: dict[str, Any]) -> None:
    body["bids"][0]["received_at"] = "2026-11-20T09:31:00+01:00"


def test_a_changed_text_with_the_old_digest_is_told_so():
    record = sign(quality_body())
    moved(record["body"])
    assert "The text was changed after its digest was taken." in faults(verify(record))


def test_a_record_signed_by_another_is_known_by_its_key():
    forged = signed(quality_body(), new_signing_pair().private)
    assert faults(verify(forged)) == []
    assert faults(verify(forged, expected_key=SIGNING.public.hex())) == [
        "The key in the document is not the expected one."
    ]


def test_the_expected_key_may_be_typed_in_capitals():
    record = sign(quality_body())
    assert faults(verify(record, expected_key=f" {SIGNING.public.hex().upper()}\n")) == []


# --- Malformed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("record", [None, [], "x", 3, {}, {"body": {}}, sign(receipt_body())])
def test_what_is_no_record_is_one_finding(record):
    findings = verify(record, receipts=[sign(receipt_body())], envelopes=SEALED)
    assert [finding.ok for finding in findings] == [False]
    assert "taalregie-opening/1" in findings[0].sentence


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("format",), "taalregie-opening/2"),
        (("tender", "reference"), " "),
        (("tender", "title"), "half \ud800 character"),
        (("tender", "lawyer"), "not a key of the format"),
        (("kind",), "both"),
        (("closes_at",), "2026-11-23T12:00:00"),  # without its distance from UTC
        (("closes_at",), "yesterday"),
        (("threshold",), 1),
        (("threshold",), 2.0),
        (("named_officers",), -1),
        (("named_officers",), 2.0),
        (("window_minutes",), False),
        (("second", "with"), "charm"),
        (("public_keys", "price"), "1A" * 32),
        (("public_keys", "price"), "1a" * 31),
        (("bids",), {}),
        (("bids", 0), []),
        (("bids", 0, "kvk_number"), "9000000"),
        (("bids", 0, "envelopes", 0, "lot"), "1"),
        (("bids", 0, "envelopes", 0, "size"), None),
        (("counts", "bids"), "2"),
    ],
)
def test_a_malformed_record_is_neither_signed_nor_accepted(path, value):
    record = sign(quality_body())
    at(record["body"], path[:-1])[path[-1]] = value
    place = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path)[1:]
    findings = verify(record)
    assert [finding.ok for finding in findings] == [False]
    assert findings[0].sentence.endswith(f"look at: {place}.")
    with pytest.raises(ValueError, match="Not as its format says"):
        signed(record["body"], SIGNING.private)


@pytest.mark.parametrize("body", [{}, {"format": "other/1"}, {"format": 1}])
def test_only_known_forms_are_signed(body):
    with pytest.raises(ValueError, match="format"):
        signed(body, SIGNING.private)


def test_only_the_first_places_are_named():
    record = sign(quality_body())
    record["body"] = {}
    assert verify(record)[0].sentence.count(",") == 4


# --- Signed, and yet not right -------------------------------------------------------------------

WRONG = {
    "one officer": (
        lambda b: b["second"].update(name=" ilse vonderwaard"),
        "One officer, Ilse Vonderwaard, did both acts.",
    ),
    "one session": (
        lambda b: b["second"].update(session=b["first"]["session"]),
        "Both acts were done in one session.",
    ),
    "one named": (
        lambda b: b.update(named_officers=1),
        "Fewer officers were named than it takes to open.",
    ),
    "early": (
        lambda b: b["first"].update(at="2026-11-23T11:59:59+01:00"),
        "The first officer acted before the deadline.",
    ),
    "early elsewhere": (
        lambda b: b["first"].update(at="2026-11-23T12:59:59+02:00"),
        "The first officer acted before the deadline.",
    ),
    "second first": (
        lambda b: b["second"].update(at="2026-11-23T12:59:59+01:00"),
        "The second officer acted before the first.",
    ),
    "outside the window": (
        lambda b: b["second"].update(at="2026-11-23T13:10:01+01:00"),
        "The second officer acted more than 10 minutes after the first.",
    ),
    "received at the deadline": (
        lambda b: b["bids"][1].update(received_at="2026-11-23T12:00:00+01:00"),
        "Receipt 2 of Vliegerhof was not received before the deadline.",
    ),
    "replaced version too late": (
        lambda b: b["replaced"][0].update(received_at="2026-11-23T12:00:01+01:00"),
        "Receipt 1 of Vliegerhof was not received before the deadline.",
    ),
    "withdrawn too late": (
        lambda b: b["withdrawn"][0].update(withdrawn_at="2026-11-23T12:00:00+01:00"),
        "Receipt 1 of Letterbrug was not withdrawn before the deadline.",
    ),
    "withdrawn before it came": (
        lambda b: b["withdrawn"][0].update(withdrawn_at="2026-11-18T09:59:59+01:00"),
        "Receipt 1 of Letterbrug was not withdrawn before the deadline.",
    ),
    "not late": (
        lambda b: b["late"][0].update(at="2026-11-23T11:59:59+01:00"),
        "An attempt is called late that was made before the deadline.",
    ),
    "bid left out": (
        lambda b: (b["bids"].pop(0), b["unreadable"].clear(), b["counts"].update(unreadable=0)),
        "The record counts 2 under “bids” and lists 1.",
    ),
    "late left out": (
        lambda b: b["late"].clear(),
        "The record counts 1 under “late” and lists 0.",
    ),
    "withdrawn left out": (
        lambda b: b["withdrawn"].clear(),
        "The record counts 1 under “withdrawn” and lists 0.",
    ),
    "envelope left out": (
        lambda b: b["bids"][0]["envelopes"].pop(0),
        "The record counts 2 under “envelopes” and lists 1.",
    ),
    "nothing of the kind": (
        lambda b: b["bids"][0]["envelopes"].pop(0),
        "The bid of Polderzicht has no envelope of the kind that was opened.",
    ),
    "envelope twice": (
        lambda b: b["bids"][0]["envelopes"][1].update(file("a-quality")),
        f"A sealed file stands in the record twice: {file('a-quality')['sha256']}.",
    ),
    "envelope of another": (
        lambda b: b["bids"][1]["envelopes"][0].update(file("a-quality")),
        f"A sealed file stands in the record twice: {file('a-quality')['sha256']}.",
    ),
    "attachment of who withdrew": (
        lambda b: b["bids"][0]["attachments"].append(file("c-gone")),
        f"A sealed file stands in the record twice: {file('c-gone')['sha256']}.",
    ),
    "two bids of one": (
        lambda b: b["bids"][0].update(kvk_number="90000002"),
        "KvK number 90000002 has more than one bid.",
    ),
    "receipt twice": (
        lambda b: b["replaced"][0].update(receipt=2, replaced_by=3),
        "Receipt 2 of KvK number 90000002 stands in the record twice.",
    ),
    "replaced by nothing": (
        lambda b: b["replaced"][0].update(replaced_by=3),
        "Receipt 1 of Vliegerhof is called replaced, and what replaced it is not in the record.",
    ),
    "replaced by itself": (
        lambda b: b["replaced"][0].update(replaced_by=1),
        "Receipt 1 of Vliegerhof is called replaced, and what replaced it is not in the record.",
    ),
    "unknown lot": (
        lambda b: b["bids"][0]["envelopes"][1].update(lot=2),
        "The bid of Polderzicht names a lot that is not in the record.",
    ),
    "lot twice": (
        lambda b: b["lots"].append({"number": 1, "name": "Onderwijsroute oost"}),
        "Two lots have one number.",
    ),
    "unreadable stranger": (
        lambda b: b["unreadable"][0].update(sha256=OTHER),
        "A file is called unreadable that stands with no bid.",
    ),
    "one key": (
        lambda b: b["public_keys"].update(price=b["public_keys"]["quality"]),
        "Quality and price were sealed to one key.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_is_found_whoever_signed_it(case):
    change, sentence = WRONG[case]
    assert sentence in faults(verify(sign(quality_body(), change)))


def test_prices_name_nothing_but_prices():
    more = [
        lambda b: b["bids"][0]["envelopes"].append(envelope("a-quality")),
        lambda b: b["bids"][0]["attachments"].append(file("a-plan")),
    ]
    for change in more:
        assert faults(verify(sign(price_body(), change))) == [
            "The bid of Polderzicht has more than prices in a record of prices."
        ]


def test_a_bidder_may_take_a_file_over_into_a_new_version():
    record = sign(quality_body(), lambda b: b["bids"][1]["attachments"].append(file("b-old")))
    assert faults(verify(record)) == []


def test_a_window_beyond_all_reason_is_no_crash():
    assert faults(verify(sign(quality_body(), lambda b: b.update(window_minutes=10**30)))) == []


# --- Receipts ------------------------------------------------------------------------------------


def told(receipt: Any, body: dict[str, Any] | None = None) -> Finding:
    """What is said last, of the receipt."""
    return verify(sign(body or quality_body()), receipts=[receipt])[-1]


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("body", [quality_body(), price_body()], ids=["quality", "price"])
def test_the_receipt_of_a_bid_that_stands_is_found(body, number):
    finding = told(sign(receipt_body(number)), body)
    assert finding.ok
    assert finding.sentence.endswith("is in the record, with the same sealed files.")


def test_the_receipt_of_a_replaced_version_is_found():
    replaced = quality_body()["replaced"][0]
    receipt = sign(receipt_body(1), lambda r: as_version(r, replaced, ["b-old"]))
    for body in (quality_body(), price_body()):
        assert told(receipt, body) == Finding(
            True,
            "Receipt 1 of KvK number 90000002 is in the record, as replaced by a later version.",
        )


def test_the_receipt_of_a_withdrawn_bid_is_found():
    withdrawn = quality_body()["withdrawn"][0]
    receipt = sign(receipt_body(), lambda r: as_version(r, withdrawn, ["c-gone"]))
    assert told(receipt) == Finding(
        True, "Receipt 1 of KvK number 90000003 is in the record, as withdrawn."
    )


def as_version(receipt: dict[str, Any], version: dict[str, Any], names: list[str]) -> None:
    receipt.update({key: version[key] for key in ("kvk_number", "receipt", "received_at")})
    receipt["envelopes"], receipt["attachments"] = [], [file(name) for name in names]


def test_prices_need_not_name_who_no_longer_took_part():
    def without_the_first(body: dict[str, Any]) -> None:
        body["bids"].pop(0)
        body["counts"].update(bids=1, envelopes=1)

    record = sign(price_body(), without_the_first)
    finding = verify(record, receipts=[sign(receipt_body())])[-1]
    assert finding.ok
    assert "what became of it" in finding.sentence


def test_prices_of_some_lots_name_no_prices_of_others():
    more = {"kind": "price", "lot": 2, **file("b-old")}
    receipt = sign(receipt_body(), lambda r: r["envelopes"].append(more))
    assert told(receipt, price_body()).ok
    assert not told(receipt, quality_body()).ok


RECEIPT_FAULTS = {
    "of a bid that is not there": (
        lambda r: r.update(kvk_number="90000009"),
        "is not in the record.",
    ),
    "of a version that is not there": (lambda r: r.update(receipt=5), "is not in the record."),
    "another time": (
        lambda r: r.update(received_at="2026-11-20T09:30:01+01:00"),
        "has another time of arrival.",
    ),
    "another envelope": (
        lambda r: r["envelopes"][0].update(sha256=OTHER),
        "names other sealed files.",
    ),
    "an envelope more": (
        lambda r: r["envelopes"].append({"kind": "price", "lot": 1, **file("c-gone")}),
        "names other sealed files.",
    ),
    "an attachment more": (
        lambda r: r["attachments"].append(file("b-old")),
        "names other sealed files.",
    ),
    "another tender": (
        lambda r: r["tender"].update(reference="ZV-2026-08"),
        "is of another tender.",
    ),
    "other keys": (
        lambda r: r.update(public_keys={**PUBLIC_KEYS, "price": OTHER}),
        "was sealed to other keys.",
    ),
}


@pytest.mark.parametrize("case", RECEIPT_FAULTS)
def test_a_receipt_that_does_not_match_is_a_fault(case):
    change, sentence = RECEIPT_FAULTS[case]
    finding = told(sign(receipt_body(), change))
    assert not finding.ok
    assert finding.sentence.endswith(sentence)


def test_the_same_moment_in_another_zone_is_the_same():
    utc = sign(receipt_body(), lambda r: r.update(received_at="2026-11-20T08:30:00+00:00"))
    assert told(utc).ok


def test_a_receipt_of_another_signer_cannot_be_relied_on():
    receipt = signed(receipt_body(), new_signing_pair().private)
    assert faults(verify(sign(quality_body()), receipts=[receipt])) == [
        "A receipt cannot be relied on.",
        "The key in the document is not the expected one.",
    ]


def test_a_changed_receipt_cannot_be_relied_on():
    receipt = sign(receipt_body())
    receipt["body"]["receipt"] = 2
    assert len(faults(verify(sign(quality_body()), receipts=[receipt]))) == 3


@pytest.mark.parametrize("receipt", [None, {}, sign(quality_body())])
def test_what_is_no_receipt_is_told_so(receipt):
    found = faults(verify(sign(quality_body()), receipts=[receipt]))
    assert found[0] == "A receipt cannot be relied on."
    assert "taalregie-receipt/1" in found[1]


# --- Files and the earlier record ----------------------------------------------------------------


def test_every_sealed_file_of_the_record_is_known():
    findings = verify(sign(quality_body()), envelopes=SEALED)
    assert faults(findings) == []
    assert "a-plan is a sealed file of the record." in [one.sentence for one in findings]


@pytest.mark.parametrize("content", [b"", b"x", SEALED["a-price"][:-1], SEALED["a-price"] + b"\0"])
def test_another_file_is_not(content):
    assert faults(verify(sign(quality_body()), envelopes={"a.bin": content})) == [
        "a.bin is not a sealed file of the record."
    ]


def test_prices_that_lay_sealed_are_found_in_the_record_of_quality():
    findings = verify(sign(price_body()), earlier=sign(quality_body()))
    assert faults(findings) == []
    assert len(findings) == 12


def test_the_prices_of_one_lot_follow_the_quality_of_all():
    earlier = sign(quality_body(), lambda b: b["lots"].append({"number": 2, "name": "B1-route"}))
    assert faults(verify(sign(price_body()), earlier=earlier)) == []


def swap_prices(body: dict[str, Any]) -> None:
    one, other = (bid["envelopes"][0] for bid in body["bids"])
    one["sha256"], other["sha256"] = other["sha256"], one["sha256"]


@pytest.mark.parametrize(
    "change", [swap_prices, lambda b: b["bids"][0]["envelopes"][0].update(sha256=OTHER)]
)
def test_a_price_that_came_in_between_is_found(change):
    findings = verify(sign(price_body(), change), earlier=sign(quality_body()))
    assert faults(findings) == [
        "A price was opened that was not there, sealed, when the quality was opened."
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda b: b["tender"].update(reference="ZV-2026-08"),
        lambda b: b["public_keys"].update(price=OTHER),
        lambda b: b["lots"][0].update(name="Onderwijsroute oost"),
        lambda b: b.update(closes_at="2026-11-23T12:00:30+01:00"),
    ],
)
def test_a_record_of_something_else_is_found(change):
    assert faults(verify(sign(price_body()), earlier=sign(quality_body(), change))) == [
        "The two records are not the quality and the prices of one tender."
    ]


def test_two_records_of_one_kind_do_not_follow_each_other():
    found = faults(verify(sign(quality_body()), earlier=sign(quality_body())))
    assert found == ["The two records are not the quality and the prices of one tender."]


def test_an_earlier_record_of_another_signer_cannot_be_relied_on():
    earlier = signed(quality_body(), new_signing_pair().private)
    assert "The record of quality cannot be relied on." in faults(
        verify(sign(price_body()), earlier=earlier)
    )


def test_the_signature_is_over_the_canonical_text_of_the_body():
    """So that openssl, and not only this program, can check it."""
    from nacl.signing import VerifyKey

    record = sign(quality_body())
    text = canonical(copy.deepcopy(record["body"]))
    VerifyKey(SIGNING.public).verify(text, bytes.fromhex(record["signature"]))
