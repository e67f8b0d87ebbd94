"""Long work: how far it is, and stopping it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import TemplateView

from accounts import jobs
from accounts.enums import JobState
from accounts.models import Job
from config.shared.badges import badge_of
from config.shared.views import SIGNED_IN, ModelPage


class JobDetailPage(ModelPage, TemplateView):
    """How far a piece of one's own work is: a page, or for htmx the part that renews itself."""

    model = Job
    permission = SIGNED_IN

    def get_title(self) -> str:
        """What the work is."""
        return str(self.object)

    def get_template_names(self) -> list[str]:
        """The part alone where htmx asks for it."""
        htmx = getattr(self.request, "htmx", None)
        return ["components/job.html" if htmx else "accounts/job_detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What components/job.html shows."""
        return super().get_context_data(**job_context(self.object), **kwargs)


class JobCancelPage(ModelPage):
    """Asks one's own work to stop at its next step."""

    model = Job
    permission = SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, and show how far it is."""
        jobs.cancel(self.object)
        return redirect(self.object)


def job_context(job: Job) -> dict[str, Any]:
    """What a template that includes components/job.html needs."""
    return {
        "job": job,
        "job_badge": badge_of(job, "state", JobState),
        "job_url": reverse("accounts:job-detail", args=[job.pk]),
        "cancel_url": "" if job.cancel_requested else reverse("accounts:job-cancel", args=[job.pk]),
    }
