"""Every environment variable the project reads, with its type.

Nothing outside this module touches ``os.environ``. Variables without a default are
required: the process refuses to start without them. ``FOO_FILE=/run/secrets/foo`` is
read in place of ``FOO``, which is how Docker Compose passes secrets.
"""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.FileAwareEnv(
    SECRET_KEY=str,  # at least 50 characters; signs sessions and forms
    DATABASE_URL=str,  # user app_web for web, worker and beat; app_owner for migrate
    REDIS_URL=str,  # the broker, and nothing else
    SITE_URL=str,  # the address people type, https://… in production
    ALLOWED_HOSTS=(list, []),
    STATE_DIR=(str, str(BASE_DIR / "var" / "state")),  # evidence store and keys
    EMAIL_URL=(str, "consolemail://"),
    MAIL_FROM=(str, "Appointments <appointments@example.org>"),  # says nothing about the firm
    TRUSTED_PROXY_COUNT=(int, 0),
    TASK_TIME_LIMIT_S=(int, 1800),
    UPLOAD_MAX_BYTES=(int, 3 * 1024**3),  # one file, from staff and from signed-in clients
    DRAFT_UPLOAD_MAX_BYTES=(int, 200 * 1024**2),  # one file, from someone not yet a client
    DEMO=(bool, False),  # demo sign-in; refused on anything but a loopback address
    LOG_LEVEL=(str, "INFO"),
)
env.read_env(str(BASE_DIR / ".env"))  # real environment variables win over .env
