"""Settings for the type checker, which reads the models and connects to nothing."""

import os

os.environ.update(
    SECRET_KEY="read-by-the-type-checker-alone",  # noqa: S106 - opens nothing
    DATABASE_URL="postgres://app_web@/none",
    REDIS_URL="redis://127.0.0.1:1/0",
    SITE_URL="http://127.0.0.1",
)

from config.settings import *  # noqa: F403 - the environment had to be set first
