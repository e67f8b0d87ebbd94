"""One thing to say about a sheet, a row or a cell."""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

ERROR = "error"
WARNING = "warning"
NOTICE = "notice"
ERRORS_HEADER = (
    _("error"),
    _("how to mend it"),
)  # of the two columns added to a sheet that goes back


class Finding(NamedTuple):
    """What is wrong or noteworthy, and how to mend it.

    `row` is the number the person sees in the sheet, None for the sheet as a whole; `column` is
    the label of the column or empty. An `error` keeps its row out; a `warning` does not, but waits
    for a person who says that it is right; a `notice` is only told.
    """

    row: int | None
    column: str
    level: str
    code: str
    message: str
    remedy: str
    value: str
