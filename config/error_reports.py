"""What an error report may hold: where it went wrong, never with which values."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.views.debug import SafeExceptionReporterFilter


class NoValues(SafeExceptionReporterFilter):
    """Leaves the variables of every frame out, and what was typed.

    Hiding them function by function forgets one sooner or later, and a bid that lies in a report
    is no longer sealed. While developing (DEBUG) all is shown.
    """

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: Any) -> Any:
        """None of them."""
        if not self.is_active(request):
            return super().get_traceback_frame_variables(request, tb_frame)
        return []

    def get_post_parameters(self, request: HttpRequest | None) -> QueryDict | dict[str, str]:
        """The names of the fields."""
        if request is None or not self.is_active(request):
            return super().get_post_parameters(request)
        return dict.fromkeys(request.POST, self.cleansed_substitute)
