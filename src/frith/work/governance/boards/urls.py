"""Addresses of boards."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.boards import views

urlpatterns = [
    path("partnerships/<uuid:key>/boards/new/", views.add, name="add-board"),
    path("boards/<uuid:key>/", views.board, name="board"),
    path("boards/<uuid:key>/terms/", views.terms, name="board-terms"),
    path("boards/<uuid:key>/members/new/", views.add_member, name="add-member"),
    path("boards/<uuid:key>/members/<uuid:seat_key>/end/", views.end_seat, name="end-seat"),
    path("boards/<uuid:key>/reports-to/", views.reports_to, name="reports-to"),
    path("boards/<uuid:key>/end/", views.end, name="end-board"),
]
