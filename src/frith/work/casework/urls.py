"""Addresses of casework."""

from __future__ import annotations

from django.urls import path

from frith.work.casework import views

app_name = "casework"
urlpatterns = [
    path("closures/", views.closures, name="closures"),
    path("closures/record/", views.record, name="record"),
    path("closures/<uuid:record_id>/", views.closure, name="closure"),
    path("closures/<uuid:record_id>/correct/", views.correct, name="correct"),
]
