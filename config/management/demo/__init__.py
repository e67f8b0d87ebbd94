"""The demo region: invented gemeenten's partnership, schools and people, built by the actions.

Everything is dated back from today, and the same for the same day: chance is drawn from a seed.
"""

from config.management.demo.build import at_once, build
from config.management.demo.cast import ACCOUNTS, PASSWORD
from config.management.demo.wipe import is_empty, remove_files, strangers, wipe

__all__ = [
    "ACCOUNTS",
    "PASSWORD",
    "at_once",
    "build",
    "is_empty",
    "remove_files",
    "strangers",
    "wipe",
]
