"""Addresses of meetings and decisions."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.meetings import views

urlpatterns = [
    path("meetings/", views.meeting_list, name="meetings"),
    path("meetings/calendar.ics", views.meeting_feed, name="meeting-feed"),
    path("meetings/public/", views.public_minutes, name="public-minutes"),
    path("meetings/public/<uuid:key>.<slug:ending>", views.public_minutes_file, name="public-minutes-file"),
    path("boards/<uuid:key>/meetings/new/", views.plan, name="plan-meeting"),
    path("meetings/<uuid:key>/", views.meeting, name="meeting"),
    path("meetings/<uuid:key>/change/", views.change, name="change-meeting"),
    path("meetings/<uuid:key>/go-on/", views.go_on, name="meeting-goes-on"),
    path("meetings/<uuid:key>/items/new/", views.add_item, name="add-item"),
    path("meetings/<uuid:key>/items/<uuid:item_key>/", views.change_item, name="change-item"),
    path("meetings/<uuid:key>/items/<uuid:item_key>/move/", views.move_item, name="move-item"),
    path("meetings/<uuid:key>/items/<uuid:item_key>/minute/", views.save_minute, name="save-minute"),
    path("meetings/<uuid:key>/attendance/", views.attendance, name="attendance"),
    path("meetings/<uuid:key>/interests/new/", views.conflict, name="declare-interest"),
    path("meetings/<uuid:key>/minutes/", views.minutes, name="take-minutes"),
    path("meetings/<uuid:key>/minutes.<slug:ending>", views.minutes_file, name="minutes-file"),
    path("meetings/<uuid:key>/actions.<slug:ending>", views.action_sheet_file, name="action-sheet"),
    path("decisions/", views.decision_list, name="decisions"),
    path("decisions/<uuid:key>/", views.decision, name="decision"),
    path("decisions/<uuid:key>/evidence/", views.evidence, name="add-evidence"),
]
