"""What every part of a dossier is made with."""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from config.shared.bundles import Entry
from config.shared.display import value_text
from config.shared.documents import (
    Block,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
    to_pdf,
)
from config.shared.sheets import write_csv
from procurement.models import Tender

Label = str | Promise
Pairs = Iterable[tuple[Label, Any]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Whose dossier of which tender, made when.

    Every part reads through `visible`, so that a dossier never holds more than the pages show.
    """

    tender: Tender
    person: User
    at: datetime

    def visible(self, model: Any, **about: Any) -> Any:
        """The rows of `model` that the person may see, narrowed to `about`."""
        return model._default_manager.visible_to(self.person).filter(**about)

    def paper(self, path: str, title: str, blocks: Callable[[], Iterable[Block]]) -> Entry:
        """A report as PDF, made when the zip comes to it."""
        return self.document(path, title, lambda: self._report(title, blocks()))

    def document(
        self, path: str, title: str, document: Callable[[], Document], at: datetime | None = None
    ) -> Entry:
        """A letter or report as PDF."""
        return Entry(f"{path}.pdf", _later(lambda: to_pdf(document())), at or self.at, title)

    def data(self, path: str, title: str, value: Any, at: datetime | None = None) -> Entry:
        """A value as JSON, its keys in order."""
        text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
        return Entry(f"{path}.json", text.encode(), at or self.at, title)

    def sheet(
        self, path: str, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> Entry:
        """A sheet as CSV."""

        def content() -> bytes:
            stream = io.BytesIO()
            write_csv(stream, header, rows)
            return stream.getvalue()

        return Entry(f"{path}.csv", _later(content), self.at, title)

    def _report(self, title: str, blocks: Iterable[Block]) -> Document:
        tender = self.tender
        return Document(
            title=title,
            blocks=tuple(blocks),
            created_at=self.at,
            reference=tender.reference,
            sender=(str(tender.region),),
            mark=_("PRACTICE") if tender.region.is_training else "",
        )


def text(value: Any) -> str:
    """A value as a cell of a report says it."""
    return str(value) if isinstance(value, Model) else str(value_text(value))


def facts(pairs: Pairs) -> Facts:
    """Labels with their values; a dash where there is none."""
    return Facts(tuple((str(label), text(value)) for label, value in pairs))


def section(title: str, labels: Sequence[Label], rows: Iterable[Sequence[Any]]) -> Iterator[Block]:
    """A heading with a table, or with a sentence when there are no rows."""
    yield Heading(title)
    cells = tuple(tuple(text(value) for value in row) for row in rows)
    if cells:
        yield Table(tuple(Column(str(label)) for label in labels), cells)
    else:
        yield Paragraph(_("None."))


def _later(content: Callable[[], bytes]) -> Iterator[bytes]:
    yield content()
