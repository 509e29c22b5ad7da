"""Tells Django about access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, agencies and roles."""

    name = "frith.guard.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the lists of people and teams be taken away, and both have a history."""
        from frith.guard.access import histories, listings

        listings.register_all()
        histories.register_all()
