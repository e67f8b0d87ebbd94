"""What needs a person of the buying side now, and by when: one query a kind of work."""

from datetime import datetime

from accounts.models import User
from procurement.worklist import awarding, judging, preparing
from procurement.worklist.shapes import SHOWN, Desk, Task

__all__ = ["SHOWN", "Task", "worklist"]

SOURCES = (*preparing.SOURCES, *judging.SOURCES, *awarding.SOURCES)


def worklist(person: User, at: datetime) -> tuple[list[Task], bool]:
    """The first tasks by deadline, and whether there are more than the page shows.

    Each kind of work is read no further than the page could show, so that a region with hundreds
    of tenders reads no more rows than one with fifty.
    """
    desk = Desk(person, at)
    found = [
        task for permission, source in SOURCES if desk.may(permission) for task in source(desk)
    ]
    found.sort(key=lambda task: task.sort_key)
    return found[:SHOWN], len(found) > SHOWN
