"""Addresses of waiting."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
