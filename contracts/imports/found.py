"""What was found in a delivery, gathered by rule."""

from dataclasses import dataclass

from django.db.models import Count, Min
from django.utils.safestring import SafeString

from config.shared.badges import badge
from contracts.enums import FindingLevel
from contracts.imports.sheet import PLACEMENTS
from contracts.models import Delivery

ORDER = list(FindingLevel.values)


@dataclass(frozen=True)
class FoundRule:
    """A rule with how often it was found; `title` is what it asks."""

    code: str
    title: str
    level: str
    count: int

    @property
    def badge(self) -> SafeString:
        """The level in a word with its icon."""
        return badge(FindingLevel(self.level))


def found_by_rule(delivery: Delivery) -> list[FoundRule]:
    """Each rule that was found broken, the hardest and most frequent first; one query.

    What is noted about the sheet as a whole has no rule: there the sentence itself is the title.
    """
    titles = {rule.code: str(rule.title) for rule in PLACEMENTS.explained}
    counted = (
        delivery.findings.order_by("code", "level")
        .values_list("code", "level")
        .annotate(sentence=Min("message"), count=Count("pk"))
    )
    found = [
        FoundRule(code, titles.get(code, sentence), level, count)
        for code, level, sentence, count in counted
    ]
    return sorted(found, key=lambda each: (ORDER.index(each.level), -each.count, each.code))
