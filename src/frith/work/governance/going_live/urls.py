"""Addresses of going live."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.going_live import views

_HERE = "partnerships/<uuid:key>/going-live/"

urlpatterns = [
    path(_HERE, views.going_live, name="going-live"),
    path(f"{_HERE}templates/<slug:table>.<slug:ending>", views.template, name="import-template"),
    path(f"{_HERE}uploads/<uuid:upload_key>/", views.upload, name="upload"),
    path(f"{_HERE}uploads/<uuid:upload_key>/faults.<slug:ending>", views.faults, name="upload-faults"),
    path(f"{_HERE}uploads/<uuid:upload_key>/import/", views.apply, name="import-upload"),
    path(f"{_HERE}uploads/<uuid:upload_key>/throw-away/", views.throw_away, name="throw-away-upload"),
    path(f"{_HERE}imports/<uuid:import_key>/", views.imported, name="import"),
    path(f"{_HERE}imports/<uuid:import_key>/undo/", views.undo, name="undo-import"),
]
