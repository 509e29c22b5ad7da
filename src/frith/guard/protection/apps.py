"""Tells Django about protection."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """Sharing agreements, deny lists and break-glass."""

    name = "frith.guard.protection"
    label = "protection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the lists of protection be taken away, and documents and a history belong to agreements."""
        from frith.guard.protection import listings
        from frith.guard.protection.agreements import histories, owned_documents

        owned_documents.register()
        listings.register_all()
        histories.register_all()
