"""Addresses of governance: each activity brings its own."""

from __future__ import annotations

from frith.work.governance.actions.urls import urlpatterns as actions
from frith.work.governance.boards.urls import urlpatterns as boards
from frith.work.governance.enquiries.urls import urlpatterns as enquiries
from frith.work.governance.executive.urls import urlpatterns as executive
from frith.work.governance.going_live.urls import urlpatterns as going_live
from frith.work.governance.meetings.urls import urlpatterns as meetings
from frith.work.governance.papers.urls import urlpatterns as papers
from frith.work.governance.partnerships.urls import urlpatterns as partnerships
from frith.work.governance.statute.urls import urlpatterns as statute
from frith.work.governance.strategy.urls import urlpatterns as strategy

app_name = "governance"
urlpatterns = [
    *partnerships,
    *boards,
    *meetings,
    *actions,
    *enquiries,
    *strategy,
    *statute,
    *executive,
    *papers,
    *going_live,
]
