"""Tells Django about access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, agencies and roles."""

    name = "frith.guard.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
