"""Tells Django about protection."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Sharing agreements, deny lists and break-glass."""

    name = "frith.guard.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the lists of protection be taken away."""
        from frith.guard.protection import listings

        listings.register_all()
