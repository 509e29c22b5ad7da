"""Tells Django about documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents of any record."""

    name = "frith.guard.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let a restore erase again the documents that were erased."""
        from frith.guard.audit import erasures
        from frith.guard.documents import models, services

        erasures.register(models.DOCUMENT, services.erase_again)
