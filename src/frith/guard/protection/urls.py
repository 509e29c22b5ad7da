"""Addresses of protection."""

from __future__ import annotations

from django.urls import path

from frith.guard.protection import views
from frith.guard.protection.agreements import views as agreements
from frith.guard.protection.break_glass import views as break_glass
from frith.guard.protection.deny_list import views as deny_list
from frith.guard.protection.liaison import views as liaison

app_name = "protection"
urlpatterns = [
    path("agreements/", agreements.agreement_list, name="agreements"),
    path("agreements/new/", agreements.add, name="add-agreement"),
    path("agreements/gateways/", agreements.gateways, name="gateways"),
    path("agreements/liaison-officers/", liaison.officers, name="liaison-officers"),
    path("agreements/liaison-officers/new/", liaison.add, name="add-liaison-officer"),
    path("agreements/<uuid:key>/", agreements.agreement, name="agreement"),
    path("agreements/<uuid:key>/amend/", agreements.amend, name="amend-agreement"),
    path("agreements/<uuid:key>/accept/", agreements.accept, name="accept-agreement"),
    path("agreements/<uuid:key>/extend/", agreements.extend, name="extend-agreement"),
    path("agreements/<uuid:key>/end/", agreements.end, name="end-agreement"),
    path("agreements/<uuid:key>/documents/new/", agreements.add_document, name="add-document"),
    path("why-not/<str:record_type>/", views.why_not, name="why-not"),
    path("simulator/", views.simulator, name="simulator"),
    path("must-not-see/<str:record_type>/<uuid:record_id>/", deny_list.must_not_see, name="must-not-see"),
    path("must-not-see/<str:record_type>/<uuid:record_id>/new/", deny_list.add, name="deny"),
    path(
        "must-not-see/<str:record_type>/<uuid:record_id>/<uuid:key>/lift/", deny_list.lift, name="lift-denial"
    ),
    path("break-glass/", break_glass.openings, name="break-glass"),
    path("break-glass/openings/<uuid:key>/", break_glass.opening, name="opening"),
    path("break-glass/<str:record_type>/", break_glass.open_record, name="open-record"),
]
