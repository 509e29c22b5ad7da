"""Tells Django about the site."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The site's pages, templates and styles."""

    name = "frith.website"
    label = "website"

    def ready(self) -> None:
        """Let assessments be asked for as jobs, and lists be taken away."""
        from frith.website import assessing, listings

        assessing.register_kind()
        listings.register_all()
