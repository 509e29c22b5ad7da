"""Tells Django about the site."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    """The site's pages, templates and styles."""

    name = "frith.website"
    label = "website"
