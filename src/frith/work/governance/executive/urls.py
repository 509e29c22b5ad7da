"""Addresses of the Executive Group's page and of engagement."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.executive import views

urlpatterns = [
    path("partnerships/<uuid:key>/executive/", views.executive, name="executive"),
    path("partnerships/<uuid:key>/partners/", views.partners, name="partners"),
]
