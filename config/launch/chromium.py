"""Where a Chromium for the browser tests is."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ADVICE = "install Chromium (Debian: apt install chromium) or name one in CHROMIUM=/path/to/it."


def find() -> str | None:
    """The program named by CHROMIUM, or the first known one on PATH."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
