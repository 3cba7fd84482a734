"""Settings of the site that tests start: the site's own, but for two conveniences.

Passwords are quick to check, and each run collects static files into a folder of its own.
Imported by the site's processes, so it starts nothing.
"""

import os
from pathlib import Path

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = Path(os.environ["REDRESS_TEST_RUN"]) / "static"
