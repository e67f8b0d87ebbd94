"""What a browser would send of a form as it stands on a page."""

from lxml import html as markup


def form_values(page: str) -> dict[str, object]:
    """Name and value of each field of the page's main form; a list where a name has several.

    The form with the most fields is the page's own: others are switches and single buttons.
    """
    document = markup.fromstring(page)
    forms = [form for form in document.forms if form.method == "POST"]
    form = max(forms, key=lambda each: len(each.fields))
    values: dict[str, object] = {}
    for name, value in form.form_values():
        earlier = values.get(name)
        if earlier is None:
            values[name] = value
        else:
            values[name] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
    return values


def row_fields(lines: list[dict[str, object]], *, initial: int = 0) -> dict[str, object]:
    """What a browser sends of the rows of a form; `initial` of them stood there already."""
    sent: dict[str, object] = {"rows-TOTAL_FORMS": len(lines), "rows-INITIAL_FORMS": initial}
    for place, line in enumerate(lines):
        sent |= {f"rows-{place}-{name}": value for name, value in line.items()}
    return sent
