"""Tells Django about jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work beside the site."""

    name = "frith.guard.jobs"
    label = "jobs"
    default_auto_field = "django.db.models.BigAutoField"
