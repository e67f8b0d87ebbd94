"""XML from anybody: read without document types, entities or network, within fixed limits."""

import re
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from lxml import etree

from config.shared.errors import Refused

CHUNK = 64 * 1024
DEEPEST = 40
"""Levels; an invoice has about ten."""
MOST_ELEMENTS = 400_000
"""About 40 for each of the lines that an invoice may have."""
PROLOG_BYTES = 64 * 1024
"""A document begins with its root within so many bytes."""
UTF_8_NAMES = (b"utf-8", b"us-ascii", b"ascii")
ZIP, PDF = b"PK\x03\x04", b"%PDF-"
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<", b"\x00\x00\xfe\xff")
MARK = b"\xef\xbb\xbf"
DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([^\"'>]*)[\"']")


def read_xml(stream: IO[bytes]) -> Any:
    """The root of the document; afterwards the stream is at its end.

    Raises Refused, in words, for what is no XML, is not in UTF-8, has a document type (through
    which entities come), is nested too deeply or has too many parts.
    """
    head = stream.read(PROLOG_BYTES)
    _check_head(head)
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    return _fed(parser, _pieces(head, stream))


def _pieces(head: bytes, stream: IO[bytes]) -> Iterator[bytes]:
    yield head
    while piece := stream.read(CHUNK):
        yield piece


def _fed(parser: Any, pieces: Iterator[bytes]) -> Any:
    """The root, once all of it is in and within the limits."""
    depth = elements = 0
    try:
        for piece in pieces:
            parser.feed(piece)
            for event, _element in parser.read_events():
                depth += 1 if event == "start" else -1
                elements += event == "start"
                if depth > DEEPEST or elements > MOST_ELEMENTS:
                    raise _too_much()
        return parser.close()
    except etree.XMLSyntaxError as error:
        raise _broken(error) from error


def _check_head(head: bytes) -> None:
    """Say what the file is when it is plainly something else."""
    if not head:
        raise Refused(_("The file is empty."))
    if head.startswith(ZIP):
        raise Refused(_("This is a packed file (zip). Unpack it and send the invoice in it."))
    if head.startswith(PDF):
        raise Refused(_("This is a PDF. Send the e-invoice itself, the UBL file (xml)."))
    if head.startswith(WIDE):
        raise _not_utf_8()
    start = head.removeprefix(MARK).lstrip()
    if not start.startswith(b"<"):
        raise Refused(_("This is no XML. Send the e-invoice as UBL file (xml)."))
    if start[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise Refused(_("This is a web page. Send the e-invoice as UBL file (xml)."))
    declared = DECLARED.match(start)
    if declared and declared.group(1).lower() not in UTF_8_NAMES:
        raise _not_utf_8()
    _refuse_document_type(start)


def _refuse_document_type(start: bytes) -> None:
    """A document type stands before the root, after declarations and comments only.

    Refused before it is parsed, so that no entity is ever declared.
    """
    rest = start
    while rest.startswith((b"<?", b"<!--")):
        end = b"-->" if rest.startswith(b"<!--") else b"?>"
        _before, found, rest = rest.partition(end)
        if not found:
            raise Refused(_("This is no XML. Send the e-invoice as UBL file (xml)."))
        rest = rest.lstrip()
    if rest[:2] == b"<!":
        raise _has_document_type()


def _has_document_type() -> Refused:
    return Refused(
        _("The file has a document type (DOCTYPE). An e-invoice has none, so it is not read.")
    )


def _not_utf_8() -> Refused:
    return Refused(_("The file is not written in UTF-8. Have it made again in UTF-8."))


def _too_much() -> Refused:
    return Refused(_("The file has more parts or levels than an invoice can have."))


def _broken(error: etree.XMLSyntaxError) -> Refused:
    return Refused(
        _("The XML is broken on line %(line)s: send it again as it was made.")
        % {"line": error.lineno or 1}
    )
