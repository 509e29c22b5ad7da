"""Tells Django about governance, and performance where figures are cited."""

from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    """Papers of the partnership."""

    name = "frith.work.governance"
    label = "governance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register where papers cite figures, what can be searched and taken away, and what has a history."""
        from frith.work.governance import histories, listings, searching
        from frith.work.governance.enquiries import owned_documents
        from frith.work.governance.papers import queries
        from frith.work.performance import uses

        uses.register("governance.paper", queries.uses_of)
        owned_documents.register()
        searching.register_all()
        listings.register_all()
        histories.register_all()
