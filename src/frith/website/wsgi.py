"""What a web server runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from frith.website import installation
from frith.website.serving import end_with_server

installation.read().check()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frith.website.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - a page that cannot be loaded stops the start, not the first reader
end_with_server()
