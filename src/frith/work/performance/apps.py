"""Tells Django about performance."""

from django.apps import AppConfig


class PerformanceConfig(AppConfig):
    """Figures and indicators."""

    name = "frith.work.performance"
    label = "performance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let indicators be found by words."""
        from frith.guard import searching
        from frith.work.performance import queries

        searching.register("Indicators", queries.found_by_words)
