"""The site's settings for a process that has no database; static files as they lie there."""

from config.env import BASE_DIR
from config.settings import *  # noqa: F403

STATIC_ROOT = BASE_DIR / "static"
STATICFILES_DIRS = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
