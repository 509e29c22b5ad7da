"""Addresses of partnerships."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.partnerships import views

urlpatterns = [
    path("partnerships/", views.partnership_list, name="partnerships"),
    path("partnerships/new/", views.add, name="add-partnership"),
    path("partnerships/<uuid:key>/", views.partnership, name="partnership"),
    path("partnerships/<uuid:key>/agencies/new/", views.add_agency, name="add-agency"),
    path("partnerships/<uuid:key>/agencies/<uuid:part_key>/end/", views.end_agency, name="end-agency"),
]
