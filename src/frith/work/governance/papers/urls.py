"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from frith.work.governance.papers import views

urlpatterns = [
    path("papers/", views.paper_list, name="papers"),
    path("papers/<slug:key>/", views.paper, name="paper"),
    path("papers/<slug:key>/issue/", views.issue, name="issue-paper"),
    path("papers/<slug:key>/draft.<slug:ending>", views.draft_file, name="draft-file"),
    path("papers/<slug:key>/issues/<int:number>/", views.issued, name="issue"),
    path("papers/<slug:key>/issues/<int:number>/paper.<slug:ending>", views.issued_file, name="issue-file"),
]
