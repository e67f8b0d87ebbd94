"""Addresses of the API about contracts and what is delivered under them."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
