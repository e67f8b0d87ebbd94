"""A conflict in words: which fact both sides changed, and into what."""

from django.utils.translation import gettext as _

from contracts.amending.diff import Names, field_label, row_label, value_words
from contracts.amending.merge import Conflict
from contracts.amending.paths import parse


def conflict_label(conflict: Conflict, names: Names) -> str:
    """The fact, or the whole part, and what the fact was before either changed it."""
    path = parse(conflict.path)
    part = row_label(path.row, names)
    if conflict.is_row:
        return part
    return _("%(part)s - %(fact)s (was %(was)s)") % {
        "part": part,
        "fact": field_label(path),
        "was": value_words(path, conflict.base, names),
    }


def versions(conflict: Conflict, names: Names) -> tuple[str, str]:
    """What the amendment says and what the contract says by now."""
    if conflict.is_row:
        gone, stays = _("taken out"), _("changed")
        return (gone, stays) if conflict.is_removed_by_mine else (stays, gone)
    path = parse(conflict.path)
    return value_words(path, conflict.mine, names), value_words(path, conflict.theirs, names)


def conflict_sentence(conflict: Conflict, names: Names) -> str:
    """Both versions in one sentence."""
    mine, theirs = versions(conflict, names)
    return _("%(what)s: this amendment says %(mine)s, the contract by now %(theirs)s.") % {
        "what": conflict_label(conflict, names),
        "mine": mine,
        "theirs": theirs,
    }
