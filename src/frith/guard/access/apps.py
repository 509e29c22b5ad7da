"""Tells Django about access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """People, agencies and roles."""

    name = "frith.guard.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the list of people be taken away."""
        from frith.guard.access import listings

        listings.register_all()
