"""A document kept as JSON and made again, and the same document on a page of the site."""

import json
from datetime import UTC, datetime

import pytest

from config.shared.documents import (
    Bold,
    Bullets,
    Column,
    Document,
    Facts,
    Heading,
    Note,
    Numbered,
    PageBreak,
    Paragraph,
    Signatory,
    Signature,
    Table,
    document_of,
    kept,
    to_html,
    to_pdf,
)

EVERY_KIND = Document(
    title="Proefbrief",
    reference="T-1",
    sender=("Noord", "namens Waterveen"),
    addressee=("Taalschool", "Pia"),
    place_and_date="Waterveen, 22 november 2026",
    mark="OEFENING",
    footer="voet",
    created_at=datetime(2026, 11, 22, 10, 0, 0, 123456, tzinfo=UTC),
    blocks=(
        Heading("Kop"),
        Heading("Onderkop", level=2),
        Paragraph(("Gewoon en ", Bold("vet"), "\nnieuwe regel")),
        Bullets(("een", (Bold("twee"), " en meer"))),
        Numbered(("drie", "vier"), start=3),
        Facts((("Label", "waarde"),)),
        Table(
            (Column("Wat"), Column("Hoeveel", "right")),
            (("Rij", "1,00"),),
            caption="Bijschrift",
            totals=("Totaal", "2,00"),
        ),
        Note(("Let op.",), title="Kader"),
        PageBreak(),
        Signature("Met groet,", (Signatory("Ines", "inkoper"),)),
    ),
)


def test_a_kept_document_comes_back_the_same():
    assert document_of(json.loads(json.dumps(kept(EVERY_KIND)))) == EVERY_KIND


def test_what_comes_back_gives_the_same_file():
    assert to_pdf(document_of(kept(EVERY_KIND))) == to_pdf(EVERY_KIND)


def test_of_another_kind_nothing_is_made():
    with pytest.raises(KeyError):
        document_of(kept(EVERY_KIND) | {"kind": "Iets anders"})


@pytest.mark.parametrize(
    "markup",
    [
        "<p><strong>OEFENING</strong></p>",
        "<p>Taalschool<br>Pia</p>",
        "<h2>Kop</h2>",
        "<h3>Onderkop</h3>",
        "<p>Gewoon en <strong>vet</strong><br>nieuwe regel</p>",
        "<li><strong>twee</strong> en meer</li>",
        '<ol start="3"><li>drie</li>',
        "<dt>Label</dt><dd>waarde</dd>",
        "<caption>Bijschrift</caption>",
        '<th scope="col" class="num">Hoeveel</th>',
        '<td class="num" data-label="Hoeveel">1,00</td>',
        '<td class="num" data-label="Hoeveel"><strong>2,00</strong></td>',
        "<strong>Kader</strong>",
        "<hr>",
        "<p>Ines<br>inkoper</p>",
    ],
)
def test_every_kind_of_block_stands_on_the_page(markup):
    assert markup in to_html(EVERY_KIND)


def test_text_on_the_page_is_never_markup():
    hostile = "<script>alert(1)</script>"
    blocks = (Heading(hostile), Paragraph(hostile), Bullets((hostile,)), Note((hostile,)))
    page = to_html(
        Document(title="x", blocks=blocks, created_at=EVERY_KIND.created_at, addressee=(hostile,))
    )
    assert "<script>" not in page
    assert page.count("&lt;script&gt;") == 5
