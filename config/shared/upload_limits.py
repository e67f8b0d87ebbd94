"""How much a request may bring, judged before it fills the temporary folder.

A request that says it brings more than all files and fields together may have ends in a page with
status 413. A single file over the limit is not kept: it reaches the form with its size and without
its content, so that the form can say so beside its field.
"""

import io
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import defaults

from config.shared.uploads import too_large

READ_ANYWAY = 4
"""Up to so many times the limit a request is read and thrown away: a browser that cannot finish
sending shows a broken connection instead of our page.
"""


class _NoContent(io.BytesIO):
    """What is left of a file over the limit."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.file_name = name

    def read(self, _size: int | None = -1) -> NoReturn:
        raise too_large(self.file_name, settings.UPLOAD_MAXIMUM_BYTES)


class TooLargeFile(UploadedFile):
    """Stands for a file over the limit: has its name and size; whoever reads it is Refused."""

    def __init__(self, name: str, size: int, content_type: str | None) -> None:
        super().__init__(_NoContent(name), name=name, size=size, content_type=content_type)


class LimitedUploadHandler(FileUploadHandler):
    """Stands first among the upload handlers; the others get what passes.

    UPLOAD_MAXIMUM_BYTES counts for each file, and with DATA_UPLOAD_MAX_MEMORY_SIZE for all that a
    request brings together.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        meta: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Raise RequestDataTooBig, before anything is kept, when the request is too large."""
        most = settings.UPLOAD_MAXIMUM_BYTES + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > READ_ANYWAY * most:
            raise _too_big(content_length, most)
        if content_length > most:
            while input_data.read(self.chunk_size):
                pass
            raise _too_big(content_length, most)

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        super().new_file(*args, **kwargs)
        self.is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass on the bytes that stay within the limit."""
        self.is_over = self.is_over or start + len(raw_data) > settings.UPLOAD_MAXIMUM_BYTES
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> TooLargeFile | None:
        """Leave the file to the next handler; of one over the limit nothing is to stay."""
        if not self.is_over:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            if handler is not self:
                handler.upload_interrupted()
        return TooLargeFile(self.file_name or "", file_size, self.content_type)


def _too_big(size: int, most: int) -> RequestDataTooBig:
    """For the log; the person gets bad_request."""
    return RequestDataTooBig(f"The request brings {size} bytes, of at most {most}.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for a request that brings too much, or that cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        megabytes = settings.UPLOAD_MAXIMUM_BYTES // 1024**2
        return render(request, "413.html", {"megabytes": megabytes}, status=413)
    return defaults.bad_request(request, exception)
