"""Former versions of rows on which money hangs, kept by triggers whoever writes the row."""

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def keeps_versions(model_name: str) -> Callable[[type[Any]], type[Any]]:
    """Class decorator: keep the row as it was before each update and delete, as `model_name`."""
    return pghistory.track(
        pghistory.UpdateEvent(row=pghistory.Old),
        pghistory.DeleteEvent(),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name="versions", db_index=True),
    )


def kept_moment() -> models.DateTimeField:
    """Since when a row stands, by the clock of the database, which dates former versions too.

    None for a row that stood before moments were kept.
    """
    return models.DateTimeField(_("kept"), null=True, db_default=Now(), editable=False)
