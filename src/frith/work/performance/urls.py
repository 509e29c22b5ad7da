"""Addresses of indicators and figures."""

from __future__ import annotations

from django.urls import path

from frith.work.performance import views

app_name = "performance"
urlpatterns = [
    path("indicators/", views.indicator_list, name="indicators"),
    path("indicators/<slug:key>/", views.indicator, name="indicator"),
    path("indicators/<slug:key>/<int:year>-q<int:number>/", views.reading, name="reading"),
    path("figures/<slug:figure_id>/", views.figure, name="figure"),
    path("figures/<slug:figure_id>/editions/<int:edition>/", views.figure, name="figure-edition"),
]
