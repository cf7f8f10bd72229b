"""Entry point for gunicorn."""

import gc
import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "longan_enroll.settings")
application = get_wsgi_application()

# What is loaded by now stays: no page waits while all of it is searched for garbage.
import_module(settings.ROOT_URLCONF)
gc.collect()
gc.freeze()
