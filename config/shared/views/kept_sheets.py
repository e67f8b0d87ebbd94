"""Pages of a sheet that was handed in and kept, to be looked at before a person confirms it."""

from typing import IO, Any

from django.utils.functional import cached_property
from django.utils.translation import ngettext

from config.shared.columns import Parsed
from config.shared.display import number
from config.shared.sheets import Unusable
from config.shared.views.pages import ModelPage, Text


class KeptSheetPage(ModelPage):
    """Reads the sheet of the address as it stands beside what is known now.

    Its model has a region, file and filename, received_by, confirmed_at and confirmed_by. Declare
    the sentence `is_confirmed` and read_file().
    """

    is_confirmed: Text
    """That nothing can be done with a sheet that was confirmed before."""

    def read_file(self, stream: IO[bytes]) -> Parsed:
        """The cells of the file, with all that is wrong in them. Raises Unusable."""
        raise NotImplementedError

    def scoped_queryset(self) -> Any:
        """With whose it is, who handed it in and who confirmed it."""
        return super().scoped_queryset().select_related("region", "received_by", "confirmed_by")

    @cached_property
    def read(self) -> Parsed | Unusable:
        """The cells with all that is wrong in them, or why there are none."""
        try:
            with self.object.file.open("rb") as stream:
                return self.read_file(stream)
        except Unusable as unusable:
            return unusable

    def obstacles(self) -> list[str]:
        """Why it cannot be confirmed, in sentences."""
        if self.object.confirmed_at:
            return [str(self.is_confirmed)]
        if isinstance(self.read, Unusable):
            return [str(self.read)]
        if not self.read.errors:
            return []
        sentence = ngettext(
            "%(count)s error has to be mended in the sheet first; then hand it in again.",
            "%(count)s errors have to be mended in the sheet first; then hand it in again.",
            self.read.errors,
        )
        return [sentence % {"count": number(self.read.errors)}]
