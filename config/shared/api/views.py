"""The views of the API: lists by keyset, single things with an ETag, always as JSON."""

from http import HTTPStatus
from typing import Any

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

from config.shared.api.etags import etag_of, etag_of_bytes, is_known, require_match
from config.shared.api.filtering import FilterSetBackend
from config.shared.api.pagination import KeysetPagination


class ApiView(GenericAPIView):
    """One address of the API. Declare model, serializer_class and the methods.

    A GET is answered with an ETag of what it shows, and with 304 to who has that already.
    """

    http_method_names = ["get", "head", "post", "patch", "delete"]
    filter_backends = [FilterSetBackend]
    pagination_class: type[BasePagination] | None = KeysetPagination
    filterset_class: Any = None
    model: Any = None

    @property
    def person(self) -> Any:
        """Who asks: the User in the role of the token."""
        return self.request.user

    def scoped_queryset(self) -> "QuerySet[Any]":
        """The rows that the person may see; override to narrow or to fetch along."""
        return self.model._default_manager.visible_to(self.person)

    def get_queryset(self) -> "QuerySet[Any]":
        """The rows to start from; none while the document is generated, when nobody asks."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.scoped_queryset()

    def get_object(self) -> Any:
        """The row of the address; 404 when it is not visible."""
        obj: Model = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        self.check_object_permissions(self.request, obj)
        return obj

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep answers out of shared caches, and answer 304 where nothing changed."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        if request.method in ("GET", "HEAD") and response.status_code == HTTPStatus.OK:
            return self._unless_known(request, response)
        return response

    def _unless_known(self, request: Request, response: Any) -> Any:
        response.render()
        response["ETag"] = etag_of_bytes(response.content)
        if is_known(request, response["ETag"]):
            response.status_code = HTTPStatus.NOT_MODIFIED
            response.content = b""
        return response


class ListView(ApiView):
    """The rows that the person may see, filtered, a page at a time."""

    is_list = True

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page; what else the address names is for `scoped_queryset`."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)


class DetailView(ApiView):
    """One row."""

    pagination_class = None
    filter_backends = []

    def get(self, request: Request, pk: int) -> Response:
        """The row as it stands."""
        return Response(self.get_serializer(self.get_object()).data)

    def require_match(self, obj: Any) -> None:
        """Raise unless the request's If-Match names `obj` as it stands, best read under a lock."""
        require_match(self.request, etag_of(self.get_serializer(obj).data))
