"""Files as downloads: kept ones as they came, and the empty sheet of a declaration."""

from collections.abc import Callable
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from django.http import FileResponse, Http404, HttpRequest

from config.shared.columns import Sheet, write_template
from config.shared.views.pages import Page


def download(file: Any, filename: str) -> FileResponse:
    """Stream a kept file, whatever it says it is, never shown by the browser within the site.

    404 where there is none, and when it was taken from the store.
    """
    if not file:
        raise Http404
    try:
        stream = file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        stream, as_attachment=True, filename=filename, content_type="application/octet-stream"
    )
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def written(write: Callable[[SpooledTemporaryFile[bytes]], None], filename: str) -> FileResponse:
    """What `write` makes, as a download."""
    stream = SpooledTemporaryFile()  # noqa: SIM115 - the response closes it
    write(stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=filename)


class SheetTemplatePage(Page):
    """The empty sheet of a declaration, to fill in and hand back. Declare sheet and permission."""

    sheet: ClassVar[Sheet]

    def get(self, request: HttpRequest) -> FileResponse:
        """As xlsx."""
        stream = BytesIO()
        write_template(stream, self.sheet)
        stream.seek(0)
        return FileResponse(stream, as_attachment=True, filename=f"{self.sheet.title}.xlsx")
