"""Addresses of governance: each activity brings its own."""

from __future__ import annotations

from frith.work.governance.papers.urls import urlpatterns as papers

app_name = "governance"
urlpatterns = [*papers]
