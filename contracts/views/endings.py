"""What ends by itself on its last day: until that is near, nobody has to be told what it lacks."""

from datetime import timedelta

from django.utils import timezone

from config.shared.views import DetailPage, Step

NEAR = timedelta(days=90)


class EndsLater(DetailPage):
    """The page of an object with a last day and a step "end"."""

    def asks_now(self, step: Step) -> bool:
        """Ending asks attention from ninety days before the last day on."""
        is_near = self.object.last_on <= timezone.localdate() + NEAR
        return is_near or step.transition.name != "end"
