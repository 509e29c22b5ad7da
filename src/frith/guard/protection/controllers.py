"""Controllers: every personal record belongs to one agency, always."""

from __future__ import annotations

from django.db import models

from frith.guard.access.models import Agency
from frith.guard.audit.recording import Fact


class ControlledFact(Fact):
    """A fact about a person. ``controller`` is the agency that answers in law for holding it, and is never empty."""

    controller = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
