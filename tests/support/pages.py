"""Every address of the site, found by walking the resolver."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from config.shared.api.views import ApiView

APPS = ("accounts", "providers", "procurement", "contracts", "reports")
OURS = (*APPS, "config")


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its name with namespace, the arguments it takes, and what answers."""

    name: str
    arguments: frozenset[str]
    callback: Any

    @property
    def view(self) -> Any:
        """The class of the page; None where a function answers."""
        return getattr(self.callback, "view_class", None)

    @property
    def is_ours(self) -> bool:
        module = (self.view or self.callback).__module__
        return module.split(".")[0] in OURS

    def url(self, **arguments: Any) -> str:
        return reverse(self.name, kwargs={name: arguments[name] for name in self.arguments})

    def method(self) -> str:
        """How to ask: by GET, unless the page only takes POST."""
        return "get" if "get" in self.view.http_method_names else "post"


def addresses() -> list[Address]:
    """All of them, third parties' too."""
    return list(_walk(get_resolver(), ""))


def pages() -> list[Address]:
    """Those that a page of ours answers."""
    ours = (address for address in addresses() if address.is_ours and address.view)
    return [address for address in ours if not issubclass(address.view, ApiView)]


def endpoints() -> list[Address]:
    """Those that a program calls, with a token."""
    ours = (address for address in addresses() if address.is_ours and address.view)
    return [address for address in ours if issubclass(address.view, ApiView)]


def text_of(response: HttpResponse) -> str:
    """The page as it is read: a space at which no line ends is a space."""
    return response.content.decode().replace("\N{NO-BREAK SPACE}", " ")


def _walk(resolver: URLResolver, namespace: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner)
        elif isinstance(pattern, URLPattern):
            arguments = frozenset(pattern.pattern.converters)
            yield Address(f"{namespace}{pattern.name}", arguments, pattern.callback)
