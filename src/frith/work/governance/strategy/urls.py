"""Addresses of plans and priorities."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.strategy import views

urlpatterns = [
    path("plans/", views.plan_list, name="plans"),
    path("partnerships/<uuid:key>/plans/new/", views.add, name="add-plan"),
    path("plans/<uuid:key>/", views.plan, name="plan"),
    path("plans/<uuid:key>/change/", views.change, name="change-plan"),
    path("plans/<uuid:key>/agree/", views.agree, name="agree-plan"),
    path("plans/<uuid:key>/publish/", views.publish, name="publish-plan"),
    path("plans/<uuid:key>/priorities/new/", views.add_priority, name="add-priority"),
    path("plans/<uuid:key>/priorities/<uuid:priority_key>/steps/new/", views.add_step, name="add-step"),
    path("plans/summaries/<uuid:key>.<slug:ending>", views.summary_file, name="plan-summary"),
    path("steps/<uuid:key>/report/", views.report_step, name="report-step"),
    path("priorities/<uuid:key>/", views.priority, name="priority"),
    path("priorities/<uuid:key>/change/", views.change_priority, name="change-priority"),
    path("priorities/<uuid:key>/reasons/new/", views.justify, name="justify-priority"),
    path("priorities/<uuid:key>/measures/new/", views.measure, name="measure-priority"),
]
