"""Settings of the site that tests start: the site's own, with passwords that are quick to check.

Imported by the site's processes, so it starts nothing.
"""

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
