"""Addresses of documents."""

from __future__ import annotations

from django.urls import path

from frith.guard.documents import views

app_name = "documents"

urlpatterns = [path("documents/<uuid:key>/", views.download, name="download")]
