"""Awkward text: encodings, delimiters, line ends, quotation marks, cells and headers."""

from collections.abc import Iterator

from tests.support.awkward.shapes import (
    TWO,
    Awkward,
    lines_of,
    other,
    refused,
    replaced,
    text,
    wrong,
)
from tests.support.placements import COLUMNS, as_csv

WIDE, TOO_WIDE = 190, 20_000
LONG_CELL = 40_000
TOO_LONG_CELL = 200_000


def encodings() -> Iterator[tuple[str, Awkward]]:
    for name in (
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
    ):
        yield f"encoding {name}", Awkward("blad.csv", text(name))
    for mark, name in ((b"\xfe\xff", "utf-16-be"), (b"\x00\x00\xfe\xff", "utf-32-be")):
        yield f"big-endian mark {name}", Awkward("blad.csv", mark + text(name))
    for name, said in (("cp1252", "Windows-1252"), ("iso-8859-15", "Latin-9")):
        content = text(name, status_reason="Café: € 12 per maand")
        yield f"encoding {name}", other("blad.csv", content, said)
    bad = replaced(b"Gestart;2026-02-02;", b"Gestart;2026-02-02;caf\xe9 \xc3\xa9")
    yield "two encodings in one file", other("blad.csv", bad, "Windows-1252")
    yield "half a UTF-16 character", refused("blad.csv", text("utf-16")[:-1], "beschadigd")
    yield "no encoding at all", refused("blad.csv", bytes(range(256)) * 8, "geen")


def delimiters() -> Iterator[tuple[str, Awkward]]:
    for name, mark in (("comma", ","), ("tab", "\t"), ("bar", "|"), ("semicolon", ";")):
        content = text(delimiter=mark, offered_hours="120", attended_hours="96,5")
        yield f"delimiter {name}", Awkward("blad.txt", content)
    yield "sep= with semicolons", Awkward("blad.csv", b"sep=;\r\n" + text())
    yield "sep= with a mark", Awkward("blad.csv", b"\xef\xbb\xbfsep=,\r\n" + text(delimiter=","))
    yield "sep= of something rare", Awkward("blad.csv", b"sep=~\r\n" + text(delimiter="~"))
    head, *below = lines_of(text())
    commas = b"\r\n".join([head, *(line.replace(b";", b",") for line in below)])
    yield "header with semicolons, rows with commas", wrong("blad.csv", commas + b"\r\n", "", bad=2)
    loose = b"\r\n".join([head, below[0] + b";;;;", below[1]]) + b"\r\n"
    yield "empty cells past the header", Awkward("blad.csv", loose)
    moved = b"\r\n".join([head, below[0] + b";;x", below[1]]) + b"\r\n"
    yield "a cell past the header", wrong("blad.csv", moved, "zonder kop")


def line_ends() -> Iterator[tuple[str, Awkward]]:
    plain = text()
    mixed = plain.replace(b"\r\n", b"\n", 1)
    for name, content in {
        "line ends of Unix": plain.replace(b"\r\n", b"\n"),
        "line ends of an old Mac": plain.replace(b"\r\n", b"\r"),
        "line ends mixed": mixed,
        "no line end at the end": plain[:-2],
        "blank lines between": plain.replace(b"\r\n", b"\r\n\r\n;;;\r\n"),
        "two thousand blank lines below": plain + b";;;;\r\n" * 2_000,
        "blank lines above": b"\r\n;;\r\n\r\n" + plain,
    }.items():
        yield name, Awkward("blad.csv", content)
    inside = replaced(b"Gestart;2026-02-02;", b'Gestart;2026-02-02;"eerst\r\ndan"')
    yield "a line end within quotation marks", other("blad.csv", inside)


def quotes() -> Iterator[tuple[str, Awkward]]:
    every = b"\r\n".join(
        b";".join(b'"%s"' % cell for cell in line.split(b";")) for line in lines_of(text())
    )
    yield "every cell quoted", Awkward("blad.csv", every + b"\r\n")
    said = replaced(b"Gestart;2026-02-02;", b'Gestart;2026-02-02;"zij zei ""ja"""')
    yield "quotation marks doubled", other("blad.csv", said)
    unclosed = replaced(b"TV-00002", b'"TV-00002')
    yield "a quotation mark left open", refused("blad.csv", unclosed, "aanhalingsteken")
    after = replaced(b"TV-00002", b'"TV"-00002')
    yield "text after a quotation mark", refused("blad.csv", after, "aanhalingsteken")
    single = replaced(b"TV-00002", b"'TV-00002'")
    yield "single quotation marks", other("blad.csv", single)


def numbers() -> Iterator[tuple[str, Awkward]]:
    for name, hours in {
        "decimal point": "120.00",
        "thousands with a dot": "1.120,50",
    }.items():
        yield f"hours with {name}", other("blad.csv", text(offered_hours=hours))
    for name, hours in {
        "a space for thousands": "1 120,50",
        "a narrow space": "1\u202f120,50",
        "a plus": "+120",
        "an exponent": "1e309",
        "not a number": "NaN",
        "infinity": "inf",
        "a unit": "120 uur",
        "below zero": "-1",
        "three decimals": "120,125",
        "a formula": "=100+20",
        "many digits": "9" * 400,
        "underscores": "1_000",
    }.items():
        yield f"hours with {name}", wrong("blad.csv", text(offered_hours=hours), "")


def days() -> Iterator[tuple[str, Awkward]]:
    for name, day in {
        "dashes": "2-2-2026",
        "zeros": "02-02-2026",
        "slashes": "2/2/2026",
        "dots": "2.2.2026",
        "spaces": "2 2 2026",
        "a time": "2026-02-02 00:00:00",
        "a T and a Z": "2026-02-02T00:00:00Z",
        "no marks": "20260202",
    }.items():
        yield f"a day with {name}", Awkward("blad.csv", text(planned_first_on=day))
    yield (
        "a day as a serial number",
        Awkward("blad.csv", text(planned_first_on="46055"), says="46055"),
    )
    for name, day in {
        "two digits of the year": "2-2-26",
        "the month in words": "2 februari 2026",
        "the month first": "2/30/2026",
        "a leap day that is none": "29-2-2026",
        "the year 0": "0000-01-01",
        "the year 9999": "9999-12-31",
        "text": "volgende week",
        "digits of another script": "٢-٢-٢٠٢٦",
    }.items():
        yield f"a day with {name}", wrong("blad.csv", text(planned_first_on=day), "")


def references() -> Iterator[tuple[str, Awkward]]:
    for name, reference in {
        "leading zeros": "000123",
        "an exponent that Excel made": "1,23457E+11",
        "what looks like an exponent": "705E01",
        "what looks like a day": "2023-001",
        "Excel's way to keep zeros": '="000123"',
        "an apostrophe": "'TV-1",
        "letters from right to left": "תלמיד-1",
        "letters of Arabic": "طالب-12",
        "an emoji": "TV-🎓-1",
        "accents apart": "Ame\u0301lie-1",
    }.items():
        content = text(reference=reference)
        yield f"a reference with {name}", other("blad.csv", content)
    for name, mark in {
        "a zero width space": "\u200b",
        "a turn to the left": "\u202e",
        "a soft hyphen": "\u00ad",
        "a mark of byte order": "\ufeff",
    }.items():
        content = text(reference=f"TV{mark}-00001")
        yield f"a reference with {name}", Awkward("blad.csv", content, says="onzichtbare")
    for name, reference in {
        "a BSN": "123456782",
        "a BSN with spaces": "123 456 782",
        "a formula": "=cmd|'/C calc'!A0",
        "a formula wrapped": '="=1+1"',
        "a control character": "TV\x1b1",
        "too many characters": "T" * 41,
    }.items():
        yield f"a reference with {name}", wrong("blad.csv", text(reference=reference), "")
    yield "a NUL in a reference", refused("blad.csv", text(reference="TV\x001"), "")
    long = text(status_reason="é" * LONG_CELL)
    yield "a very long cell", wrong("blad.csv", long, "tekens")
    beyond = text(status_reason="x" * TOO_LONG_CELL)
    yield "a cell beyond measure", refused("blad.csv", beyond, "")


def headers() -> Iterator[tuple[str, Awkward]]:
    head, *below = lines_of(text())
    names = head.split(b";")

    def under(header: bytes) -> bytes:
        return b"\r\n".join([header, *below]) + b"\r\n"

    yield "header in capitals", Awkward("blad.csv", under(head.upper()))
    spaced = b";".join(b"  %s * " % name.replace(b"_", b" ") for name in names)
    yield "header with spaces and asterisks", Awkward("blad.csv", under(spaced))
    hidden = "\u200b;".join(name.decode() for name in names).encode()
    yield "header with invisible marks", Awkward("blad.csv", under(hidden))
    broken = b";".join(b'"%s"' % name.replace(b"_", b"\n") for name in names)
    yield "header over two lines", Awkward("blad.csv", under(broken))
    noted = b";".join(b"%s (dd-mm-jjjj)" % name for name in names)
    yield "header with notes between brackets", Awkward("blad.csv", under(noted))
    title = b"Plaatsingen 2026\r\n\r\nTaalschool Voorbeeld;;;maand 10\r\n"
    yield "a title above the header", Awkward("blad.csv", title + text())
    twice = b"\r\n".join([head, head, *below]) + b"\r\n"
    yield "two headers", wrong("blad.csv", twice, "", count=3)
    again = b"\r\n".join([head, below[0], head, below[1]]) + b"\r\n"
    yield "the header once more further down", wrong("blad.csv", again, "", count=3)
    yield (
        "a column twice",
        refused("blad.csv", under(head.replace(names[4], names[0])), "twee keer"),
    )
    extra = b"\r\n".join([head + b";Opmerking intern", *(line + b";x" for line in below)])
    yield "a column of their own", Awkward("blad.csv", extra, says="Opmerking intern")
    turned = as_csv(TWO, columns=COLUMNS[::-1])
    yield "columns the other way round", Awkward("blad.csv", turned)
    gaps = b"\r\n".join(b";" + line.replace(b";", b";;") for line in [head, *below]) + b"\r\n"
    yield "empty columns between", Awkward("blad.csv", gaps)
    short = as_csv(TWO, columns=[name for name in COLUMNS if name != "status"])
    yield "a required column missing", refused("blad.csv", short, "status")
    yield "a header alone", other("kop.csv", head + b"\r\n", count=0)
    yield "another sheet", refused("anders.csv", b"naam;bedrag\nTafel;12\n", "sjabloon")
    yield "one column", refused("een.csv", b"kenmerk\nTV-1\n", "")
    yield "one word", refused("woord.csv", b"hallo", "")
    wide = b"\r\n".join(
        line + b"".join(b";%s%d" % (fill, place) for place in range(WIDE - len(names)))
        for line, fill in zip([head, *below], (b"kolom", b"x", b"x"), strict=True)
    )
    yield "many columns of their own", Awkward("breed.csv", wide, says="kolom0")
    endless = b";".join(b"k%d" % place for place in range(TOO_WIDE))
    yield "twenty thousand columns", refused("breed.csv", endless + b"\n" + endless, "kolommen")
