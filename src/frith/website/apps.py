"""Tells Django about the site."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The site's pages, templates and styles."""

    name = "frith.website"
    label = "website"

    def ready(self) -> None:
        """Let assessments be asked for as jobs."""
        from frith.website import assessing

        assessing.register_kind()
