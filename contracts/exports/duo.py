"""Bodies for DUO as a zip: one file a body, in folders by institution."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from config.shared.bundles import Entry, stream_zip
from config.shared.display import moment
from contracts.actions.duo import SECTIONS, lines_of
from contracts.duo.document import SPECIFICATIONS, Line, member
from contracts.models import DuoExport

OFFERS, HOURS, REST = "inburgeringsaanbod", "gevolgde-uren", "overig"


def zip_pieces(export: DuoExport) -> Iterator[bytes]:
    """The zip in pieces; its index is in Dutch, whoever asks: it goes to a system."""
    with override(settings.LANGUAGE_CODE):
        title = _("Bodies for DUO: %(export)s") % {"export": export}
        about = _about(export)
    pieces = stream_zip(_entries(export), title=title, about=about)
    while True:
        with override(settings.LANGUAGE_CODE):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


def _about(export: DuoExport) -> list[str]:
    """What who sends them has to know."""
    versions = ", ".join(f"{name} {version}" for name, version in SPECIFICATIONS.items())
    return [
        _("Made on %(moment)s.") % {"moment": moment(export.made_at)},
        _("The bodies keep to %(versions)s.") % {"versions": versions},
        _("A file is named by the provider's reference; the gemeente's system adds the BSN."),
    ]


def _entries(export: DuoExport) -> Iterator[Entry]:
    for name, folder in (("offers", OFFERS), ("hours", HOURS)):
        for line in lines_of(export.lines.filter(SECTIONS[name])):
            yield _entry(export, folder, line, line.body)
    for name in ("withdrawn", "missing"):
        for line in lines_of(export.lines.filter(SECTIONS[name])):
            yield _entry(export, f"{REST}/{name}", line, member(line))


def _entry(export: DuoExport, folder: str, line: Line, content: object) -> Entry:
    """Such as gevolgde-uren/2026-10/0123456789/TV-2026-0012.json."""
    month = [f"{line.month:%Y-%m}"] if line.month else []
    names = [*month, line.institution or line.provider, f"{line.reference}.json"]
    path = "/".join((folder, *(name.replace("/", "-") for name in names)))
    body = json.dumps(content, ensure_ascii=False).encode()
    return Entry(path, body, export.made_at, line.reference)
