"""Tells Django about the audit."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail."""

    name = "frith.guard.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
