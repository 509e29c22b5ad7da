"""Tells Django about casework, performance about what it counts, and protection about what of it can be shared."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Casework."""

    name = "frith.work.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the definitions, the kind of record that they count, and what of it can be shared and taken away."""
        from frith.work.casework import histories, listings, outcomes, shared_records

        outcomes.register_all()
        shared_records.register_all()
        listings.register_all()
        histories.register_all()
