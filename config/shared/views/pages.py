"""What every page has: entry, title, trail and buttons."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.views.generic.base import ContextMixin, View
from django_htmx.http import HttpResponseClientRefresh

from config.shared.views.pictures import CHART, addressed, picture_of

Text = str | Promise


class Entry(Enum):
    """Who may enter a page that no permission guards."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


PUBLIC = Entry.PUBLIC
SIGNED_IN = Entry.SIGNED_IN


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the trail above the title."""

    label: Text
    url: Text


@dataclass(frozen=True, slots=True)
class Action:
    """A button beside the title, with a Bootstrap icon; left out for who lacks `permission`."""

    label: Text
    url: Text
    icon: str = ""
    primary: bool = False
    permission: str | None = None


class Page(ContextMixin, View):
    """Any page: checks entry, and gives the frame its title, trail and buttons."""

    permission: str | Entry | None = None
    title: Text = ""

    @property
    def person(self) -> Any:
        """Who asks: a User on every page that is not public."""
        return self.request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may enter; others go to the login page or get 403.

        Answers with the chart alone where the address names one.
        """
        if self.permission is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission")
        if self.permission is not PUBLIC and not request.user.is_authenticated:
            return self._ask_to_sign_in()
        self.check_permission()
        response = super().dispatch(request, *args, **kwargs)
        if CHART in request.GET and isinstance(response, TemplateResponse):
            return picture_of(response.context_data or {}, request)
        return response

    def check_permission(self, obj: Model | None = None) -> None:
        """Raise PermissionDenied when the person may not do this, or not to `obj`."""
        if not isinstance(self.permission, Entry) and not self.may(self.permission, obj):
            raise PermissionDenied

    def may(self, permission: Any, obj: Model | None = None) -> bool:
        """Whether the person holds `permission`, for `obj` if given."""
        return bool(self.person.may(permission, obj))

    def get_title(self) -> Text:
        """The page's h1."""
        return self.title

    def breadcrumbs(self) -> list[Crumb]:
        """The pages above this one, outermost first."""
        return []

    def page_actions(self) -> list[Action]:
        """Buttons beside the title; at most one of them primary."""
        return []

    def offered_actions(self) -> list[Action]:
        """The page's actions that this person may use."""
        return [a for a in self.page_actions() if not a.permission or self.may(a.permission)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frame's values beside the page's own, of which charts can be had as files."""
        frame = {
            "title": self.get_title(),
            "crumbs": self.breadcrumbs(),
            "actions": self.offered_actions(),
        }
        return super().get_context_data(**frame | addressed(kwargs, self.request))

    def _ask_to_sign_in(self) -> HttpResponse:
        """The login page; a partial reloads its whole page instead, which then leads there."""
        if getattr(self.request, "htmx", False):
            return HttpResponseClientRefresh()
        return redirect_to_login(self.request.get_full_path())


class ModelPage(Page):
    """A page about one model, of which a person sees only what is theirs."""

    model: Any = None

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The rows the person may see; override to narrow or to fetch along."""
        return self.model._default_manager.visible_to(self.person)

    @cached_property
    def object(self) -> Any:
        """The row of the address: 404 when not visible, 403 when the role does not reach it."""
        obj = get_object_or_404(self.scoped_queryset(), pk=self.kwargs["pk"])
        self.check_permission(obj)
        return obj

    def breadcrumbs(self) -> list[Crumb]:
        """The model's list, and the object on a page that hangs under it."""
        meta = self.model._meta
        trail = [Crumb(capfirst(meta.verbose_name_plural), page_url(self.model, "list"))]
        if "pk" in self.kwargs and hasattr(self.object, "get_absolute_url"):
            trail.append(Crumb(str(self.object), self.object.get_absolute_url()))
        return [crumb for crumb in trail if crumb.url not in ("", self.request.path)]


def page_url(model: Any, page: str, *args: Any) -> str:
    """The address of `<app>:<model>-<page>`; empty for a model without such a page."""
    meta = model._meta
    try:
        return reverse(f"{meta.app_label}:{meta.model_name}-{page}", args=args)
    except NoReverseMatch:
        return ""
