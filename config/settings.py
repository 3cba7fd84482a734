"""Django settings: one file, and only the environment differs between machines."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config.env import BASE_DIR, env

# --- Core ------------------------------------------------------------------------
SECRET_KEY = env("SECRET_KEY")
DEBUG = False
DEMO = env("DEMO")
SITE_URL = env("SITE_URL")
ALLOWED_HOSTS = env("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

FIRST_PARTY_APPS = ["accounts", "cases", "evidence", "documents", "intake"]
INSTALLED_APPS = [
    "config",
    *FIRST_PARTY_APPS,
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_linear_migrations",
    "pghistory",
    "pgtrigger",
    "template_partials",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "accounts.middleware.marks.MarksMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.middleware.demo.DemoGuardMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.sessions.SessionLimitsMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "accounts.middleware.doors.SignInRequiredMiddleware",
    "accounts.middleware.doors.DoorsMiddleware",
    "accounts.middleware.refusals.RefusalMiddleware",
    "cases.middleware.RefusalLogMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.shell.shell",
            ],
        },
    }
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no further cookie

# --- Data ------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL") | {"ATOMIC_REQUESTS": True}}
if socket_folder := DATABASES["default"].get("OPTIONS", {}).pop("host", None):
    DATABASES["default"]["HOST"] = socket_folder  # dbshell and the pg tools read it here
CACHES = {
    "default": {  # throttle counters survive an emptied broker
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle_counters",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},  # the default of 300 lets a flood clear counters
    }
}
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # a GET changes nothing
STATE_DIR = Path(env("STATE_DIR"))
STORE_DIR = STATE_DIR / "store"
LOCKED_DIR = STATE_DIR / "locked"  # never in a backup: see docs/operating.md
KEYS_DIR = STATE_DIR / "keys"
UPLOAD_MAX_BYTES = env("UPLOAD_MAX_BYTES")
DRAFT_UPLOAD_MAX_BYTES = env("DRAFT_UPLOAD_MAX_BYTES")
FILE_UPLOAD_HANDLERS = ["evidence.uploading.SealingUploadHandler"]  # no readable copy on disk
DATA_UPLOAD_MAX_NUMBER_FILES = 25
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024

# --- Static files ------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Background work -----------------------------------------------------------------
CELERY_BROKER_URL = env("REDIS_URL")
CELERY_ACCEPT_CONTENT = ["json"]  # never pickle: the broker is not a trust boundary
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True  # progress lives in rows
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = env("TASK_TIME_LIMIT_S")
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "documents.*": {"queue": "build"},
    "evidence.tasks.inspect*": {"queue": "inspect"},
}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 2 * env("TASK_TIME_LIMIT_S"),
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "max_retries": 1,  # a page never waits for a broker that is away
    "interval_start": 0,
}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "erase-what-is-due": {"task": "intake.tasks.erase_what_is_due", "schedule": 3600},
    "order-inbox": {"task": "intake.tasks.order_inbox", "schedule": 3600},
    "resend-inspections": {"task": "evidence.tasks.resend_inspections", "schedule": 30},
    "resend-letters": {
        "task": "documents.letters.tasks.resend_letters",
        "schedule": 5,
        "options": {"queue": "default"},
    },
    "resend-packets": {
        "task": "documents.packets.tasks.resend_packets",
        "schedule": 5,
        "options": {"queue": "default"},  # never behind the packets it wakes
    },
    "check-oldest-files": {"task": "evidence.tasks.check_oldest", "schedule": 600},
    "settle-locked-files": {"task": "evidence.tasks.settle_locked_files", "schedule": 60},
    "sweep-arrivals": {"task": "evidence.tasks.sweep_arrivals", "schedule": 3600},
}

# --- Mail ------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("MAIL_FROM")
EMAIL_TIMEOUT = 10  # seconds; somebody waits for the page

# --- Security ----------------------------------------------------------------------
_site = urlsplit(SITE_URL)
SECURE_SSL_REDIRECT = _site.scheme == "https"
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env("TRUSTED_PROXY_COUNT") else None
)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds; then its row is cleared away
CSRF_COOKIE_AGE = None  # as the session: nothing stays in the browser
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "accounts.failures.csrf_failed"
CSRF_TRUSTED_ORIGINS = [f"{_site.scheme}://{_site.netloc}"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.passwords.HardToGuess"},
    {
        "NAME": "accounts.passwords.NotOnesName",
        "OPTIONS": {"user_attributes": ["name", "email"], "max_similarity": 0.9},
    },
]

# --- Sign-in -------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:arrive"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ALLAUTH_TRUSTED_PROXY_COUNT = env("TRUSTED_PROXY_COUNT")
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # nobody signs up; people are invited
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # strangers get no mail
ACCOUNT_EMAIL_NOTIFICATIONS = True  # to staff only: the adapter decides
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/in/"
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # no links with tokens in mail
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "20/15m/ip,5/15m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reset_password": "accounts.forms.sign_in.AskForCodeForm",
    "confirm_password_reset_code": "accounts.forms.sign_in.ResetCodeForm",
    "reset_password_from_key": "accounts.forms.sign_in.NewPasswordForm",
    "change_password": "accounts.forms.sign_in.ChangeOwnPasswordForm",
    "reauthenticate": "accounts.forms.sign_in.PasswordAgainForm",
}
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.SecondFactorForm",
    "reauthenticate": "accounts.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.sign_in.SetUpSecondFactorForm",
}

# --- Logging -----------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"reference": {"()": "accounts.middleware.marks.ReferenceFilter"}},
    "formatters": {
        "line": {
            "()": "config.logs.WithoutWords",
            "format": "%(asctime)s %(levelname)s %(reference)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["reference"],
        }
    },
    "loggers": {
        "fontTools": {"level": "WARNING"},  # tells every step otherwise
        "pikepdf": {"level": "WARNING"},
        "weasyprint": {"level": "CRITICAL"},  # would repeat words of the pages it sets
    },
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL")},
}
