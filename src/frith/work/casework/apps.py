"""Tells Django about casework, and performance about what casework counts."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "frith.work.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the definitions and the kind of record that they count."""
        from frith.work.casework import outcomes

        outcomes.register_all()
