"""Former versions of rows on which money hangs, kept by triggers whoever writes the row."""

from collections.abc import Callable
from typing import Any

import pghistory


def keeps_versions(model_name: str) -> Callable[[type[Any]], type[Any]]:
    """Class decorator: keep the row as it was before each update and delete, as `model_name`."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name="versions", db_index=True),
    )
