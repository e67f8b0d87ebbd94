"""A report text as a paper: every section with its words, and the figures in a table beside it."""

from collections.abc import Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from config.shared.display import day, long_day, unbroken
from config.shared.documents import (
    Block,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Paragraph,
    Table,
)
from config.shared.money import euro
from config.shared.periods import amsterdam
from reports.models import PlanningSection, PlanningText
from reports.texts.figures import SectionFigures, thawed

BULLET = "- "


def text_document(text: PlanningText) -> Document:
    """In Dutch, whoever asks for it: it goes to a council."""
    sections = list(text.sections.order_by("position"))
    with translation.override(settings.LANGUAGE_CODE):
        return Document(
            title=_title(text),
            blocks=(*_facts(text), *_all_sections(sections), *_figures(sections)),
            created_at=text.finalised_at or text.created_at,
            sender=(str(text.gemeente or text.region),),
            mark=_mark(text),
            footer=_("Amounts in words are rounded to thousands of euros."),
        )


def paper_name(text: PlanningText) -> str:
    """Tussenrapportage 2026: Waterveen."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(text)


def _title(text: PlanningText) -> str:
    return f"{text.get_kind_display()} {text.year}: {text.gemeente or text.region}"


def _mark(text: PlanningText) -> str:
    if text.region.is_training:
        return _("PRACTICE")
    return "" if text.is_final else _("DRAFT")


def _facts(text: PlanningText) -> Iterator[Block]:
    pairs = [
        (_("Figures of"), long_day(text.figures_on)),
        (_("A cost counts on"), text.get_basis_display()),
        (_("Version"), str(text.version)),
    ]
    if text.finalised_at:
        pairs.append((_("Made final"), day(amsterdam(text.finalised_at))))
    yield Facts(tuple(pairs))


def _all_sections(sections: list[PlanningSection]) -> Iterator[Block]:
    for section in sections:
        yield Heading(section.heading)
        for title, words in titled(section):
            if words:
                yield Heading(title, 2)
                yield from worded(words)


def titled(section: PlanningSection) -> list[tuple[str, str]]:
    """The four pieces under their headings, in the order in which a council reads them."""
    return [
        (_("Earlier announcement"), section.announcement),
        (_("Cause"), section.cause),
        (_("What does the money do?"), section.money),
        (_("What has still to be done?"), section.to_do),
    ]


def worded(text: str) -> Iterator[Paragraph | Bullets]:
    """Lines that begin with a dash make a list; other lines are paragraphs. No amount is broken
    over two lines.
    """
    bullets: list[str] = []
    for line in filter(None, map(str.strip, unbroken(text).splitlines())):
        if line.startswith(BULLET):
            bullets.append(line.removeprefix(BULLET))
            continue
        if bullets:
            yield Bullets(tuple(bullets))
            bullets = []
        yield Paragraph(line)
    if bullets:
        yield Bullets(tuple(bullets))


def _figures(sections: list[PlanningSection]) -> Iterator[Block]:
    yield Heading(_("The figures"))
    header = (
        Column(_("Subject")),
        *(
            Column(label, "right")
            for label in (_("Budget"), _("Realised"), _("Committed"), _("Expected"))
        ),
        Column(_("Forecast"), "right"),
        Column(_("Difference"), "right"),
    )
    yield Table(header, tuple(_row(thawed(section.figures)) for section in sections))


def _row(section: SectionFigures) -> tuple[str, ...]:
    figures = section.figures
    amounts = (figures.budget, figures.realised, figures.committed, figures.expected)
    named = " ".join(part for part in (section.code, section.name) if part)
    return (
        named,
        *map(euro, amounts),
        euro(figures.forecast),
        section.difference,
    )
