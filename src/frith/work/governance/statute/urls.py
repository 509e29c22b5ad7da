"""Addresses of the statutory year."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.statute import views

urlpatterns = [
    path("partnerships/<uuid:key>/year/", views.this_year, name="this-year"),
    path("partnerships/<uuid:key>/year/<int:year>/", views.year, name="year"),
    path("partnerships/<uuid:key>/year/<int:year>/<slug:duty>/", views.record_duty, name="record-duty"),
    path("partnerships/<uuid:key>/consultations/new/", views.add_consultation, name="add-consultation"),
    path("partnerships/<uuid:key>/requests/new/", views.add_request, name="add-request"),
    path("partnerships/<uuid:key>/recommendations/new/", views.add_recommendation, name="add-recommendation"),
    path("duty-records/<uuid:key>/", views.duty_record, name="duty-record"),
    path("consultations/<uuid:key>/", views.consultation, name="consultation"),
    path("scrutiny/requests/<uuid:key>/", views.information_request, name="information-request"),
    path("scrutiny/requests/<uuid:key>/answer/", views.answer_request, name="answer-request"),
    path("scrutiny/recommendations/<uuid:key>/", views.recommendation, name="recommendation"),
    path(
        "scrutiny/recommendations/<uuid:key>/answer/",
        views.answer_recommendation,
        name="answer-recommendation",
    ),
]
