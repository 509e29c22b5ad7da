"""What a web server runs."""

import os

from django.core.wsgi import get_wsgi_application

from frith.website import installation

installation.read().check()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frith.website.settings")

application = get_wsgi_application()
