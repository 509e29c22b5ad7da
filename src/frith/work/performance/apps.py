"""Tells Django about performance."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Figures and indicators."""

    name = "frith.work.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"
