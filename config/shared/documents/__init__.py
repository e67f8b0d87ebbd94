"""Letters and reports: written once in blocks, set as PDF and as docx with the same content."""

from config.shared.documents.blocks import (
    Block,
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
    Rich,
    Signatory,
    Signature,
    Table,
    with_bold,
)
from config.shared.documents.keeping import document_of, kept
from config.shared.documents.page import to_html
from config.shared.documents.pdf import to_pdf
from config.shared.documents.word import to_docx

__all__ = [
    "Block",
    "Bold",
    "Bullets",
    "Column",
    "Document",
    "Facts",
    "Heading",
    "Note",
    "Numbered",
    "PageBreak",
    "Paragraph",
    "Rich",
    "Signatory",
    "Signature",
    "Table",
    "document_of",
    "kept",
    "to_docx",
    "to_html",
    "to_pdf",
    "with_bold",
]
