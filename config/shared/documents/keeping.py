"""A document as JSON keeps it, so that a letter that was sent can be made again word for word."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from config.shared.documents import blocks as kinds
from config.shared.documents.blocks import Document

KINDS = {
    kind.__name__: kind
    for kind in (
        kinds.Bold,
        kinds.Bullets,
        kinds.Column,
        kinds.Facts,
        kinds.Heading,
        kinds.Note,
        kinds.Numbered,
        kinds.PageBreak,
        kinds.Paragraph,
        kinds.Signatory,
        kinds.Signature,
        kinds.Table,
        Document,
    )
}


def kept(document: Document) -> dict[str, Any]:
    """Plain values, each part with the name of its `kind`."""
    return {**_plain(document), "created_at": document.created_at.isoformat()}


def document_of(data: dict[str, Any]) -> Document:
    """The document that `kept` wrote down. KeyError for data of another kind."""
    made: Document = _built({**data, "created_at": datetime.fromisoformat(data["created_at"])})
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if type(value).__name__ not in KINDS:
        return value
    parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return {"kind": type(value).__name__, **parts}


def _built(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_built(part) for part in value)
    if not isinstance(value, dict):
        return value
    parts = {name: _built(part) for name, part in value.items() if name != "kind"}
    return KINDS[value["kind"]](**parts)
