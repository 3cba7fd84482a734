"""The site's settings for a process that has no database; static files as they lie there."""

from config.settings import *  # noqa: F403

STATIC_ROOT = BASE_DIR / "static"  # noqa: F405
STATICFILES_DIRS: list[str] = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
