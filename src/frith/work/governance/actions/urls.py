"""Addresses of actions."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.actions import views

urlpatterns = [
    path("actions/", views.action_list, name="actions"),
    path("actions/<uuid:key>/", views.action, name="action"),
    path("actions/<uuid:key>/report/", views.report, name="report-action"),
    path("actions/<uuid:key>/hand-over/", views.hand_over, name="hand-over-action"),
    path("boards/<uuid:key>/actions/new/", views.give, name="give-action"),
]
