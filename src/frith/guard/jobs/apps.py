"""Tells Django about jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work beside the site."""

    name = "frith.guard.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the list of jobs be taken away."""
        from frith.guard.jobs import listings

        listings.register_all()
