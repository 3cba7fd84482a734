"""Settings of the test run: the site's own, on the run's own servers."""

import os

from config.embedded.fingerprints import ROOT
from tests import servers

os.environ.update(servers.join().environment(), DJANGO_SETTINGS_MODULE=__name__)

from config.settings import *  # noqa: F403 - the environment had to be set first

# Sync Playwright runs an event loop in the test's thread, which Django takes for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = ROOT / "static"  # served as it lies there, nothing is collected
STATICFILES_DIRS = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # look a file up when it is asked for, not all for every client
