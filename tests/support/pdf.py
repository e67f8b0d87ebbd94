"""Reads the text out of a PDF of ours: what is drawn on each page, in the order of drawing."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\sendobj", re.DOTALL)
_PAGE = re.compile(rb"/Type/Page/Resources (\d+) 0 R.*?/Contents (\d+) 0 R", re.DOTALL)
_PLACED = re.compile(rb"1 0 0 -1 ([\d.]+) [\d.]+ cm[^\n]*\nBT")
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_TO_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_PAIR = re.compile(rb"<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>")
_TOKEN = re.compile(
    rb"\((?P<text>(?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|<(?P<hex>[0-9A-Fa-f]+)>"
    rb"|/(?P<name>[^\s/\[\]<>()]+)|(?P<word>[^\s/\[\]<>()]+)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, in which pieces that are drawn apart have a space between them."""
    return [_Drawing(fonts).read(content) for fonts, content in _drawn(pdf)]


def beginnings_of(pdf: bytes) -> list[float]:
    """How far from the left, in points, each piece of text begins."""
    return [float(left) for _fonts, content in _drawn(pdf) for left in _PLACED.findall(content)]


def squeezed(text: str) -> str:
    """The text without white space and hyphens, so that breaks of lines make no difference."""
    return re.sub(r"[\s-]", "", text)


def _drawn(pdf: bytes) -> Iterator[tuple[dict[bytes, dict[int, str]], bytes]]:
    """Fonts and operators of each page."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    for body in objects.values():
        if page := _PAGE.search(body):
            resources, contents = (objects[int(number)] for number in page.groups())
            yield _fonts(objects, resources), _stream(contents)


def _stream(body: bytes) -> bytes:
    return zlib.decompress(body.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0])


def _fonts(objects: dict[int, bytes], resources: bytes) -> dict[bytes, dict[int, str]]:
    fonts = {}
    for name, number in _FONT.findall(resources):
        cmap = int(_TO_UNICODE.search(objects[int(number)])[1])
        pairs = _PAIR.findall(_stream(objects[cmap]))
        fonts[name] = {
            int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs
        }
    return fonts


class _Drawing:
    """Goes through the operators of a page; what says its ActualText is not spelled out."""

    def __init__(self, fonts: dict[bytes, dict[int, str]]) -> None:
        self.fonts, self.font = fonts, {}
        self.spelled_elsewhere: list[bool] = []
        self.parts: list[str] = []

    def read(self, content: bytes) -> str:
        operands: list[bytes] = []
        for token in _TOKEN.finditer(content):
            if token["word"] in (b"Tf", b"Tj", b"TJ", b"BDC", b"BMC", b"EMC"):
                self.operate(token["word"], operands)
                operands = []
            elif token["name"]:
                operands.append(b"/" + token["name"])
            elif token["word"] is None:
                operands.append(_bytes(token))
        return " ".join(self.parts)

    def operate(self, operator: bytes, operands: list[bytes]) -> None:
        if operator == b"Tf":
            self.font = self.fonts[operands[-1].removeprefix(b"/")]
        elif operator == b"EMC":
            self.spelled_elsewhere.pop()
        elif operator in (b"BDC", b"BMC"):
            self.spelled_elsewhere.append(b"/ActualText" in operands)
            if self.spelled_elsewhere[-1]:
                text = operands[operands.index(b"/ActualText") + 1]
                self.parts.append(text.decode("utf-16" if text[:1] > b"\x7f" else "latin-1"))
        elif not any(self.spelled_elsewhere):
            self.parts.append(self.spelled(b"".join(operands)))

    def spelled(self, codes: bytes) -> str:
        pairs = (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
        return "".join(self.font.get(pair, "") for pair in pairs)


def _bytes(token: re.Match[bytes]) -> bytes:
    if token["hex"]:
        return bytes.fromhex(token["hex"].decode())
    return _ESCAPE.sub(_unescaped, token["text"])


def _unescaped(found: re.Match[bytes]) -> bytes:
    code = found[1]
    return bytes([int(code, 8)]) if code.isdigit() else _ESCAPED.get(code, code)
