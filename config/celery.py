"""The Celery application; tasks live in each app's ``tasks.py``, or in those of its packages."""

import os

from celery import Celery
from celery.signals import setup_logging

from config.logs import as_the_site_does

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

setup_logging.connect(as_the_site_does)
app = Celery("redress")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["documents.letters", "documents.packets"])
