"""All settings of both profiles, read through one typed reader.

embedded: one process, SQLite under VAR_DIR, no server beside it. scaled: Postgres, Redis,
any number of containers. Every variable is listed in .env.example.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONCE, NONE, SELF, UNSAFE_EVAL
from django.core.exceptions import ImproperlyConfigured

from funnel.env import Env, kept_secret
from funnel.mail_settings import read_mail
from funnel.operating.timetable import timetable
from funnel.shades import COLORS
from funnel.sidebar import SIDEBAR, TABS

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

PROFILE = env.choice("PROFILE", ("embedded", "scaled"), "embedded")
IS_EMBEDDED = PROFILE == "embedded"
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000, least=1, most=65535)

# One day of a series lasts this many seconds, so that the whole of it can be watched arriving.
DAY_SECONDS = env.seconds("DAY")
if DAY_SECONDS is not None and not IS_EMBEDDED:
    raise ImproperlyConfigured(
        "DAY makes a mail series run fast and works with PROFILE=embedded only. Remove DAY."
    )

if IS_EMBEDDED:
    SECRET_KEY = env.text("SECRET_KEY", "") or kept_secret(VAR_DIR / "secret_key")
    SUPPRESSION_KEY = env.text("SUPPRESSION_KEY", "") or kept_secret(VAR_DIR / "suppression_key")
else:
    _make = "Make one: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    SECRET_KEY = env.text("SECRET_KEY", cure=_make)
    SUPPRESSION_KEY = env.text("SUPPRESSION_KEY", cure=f"{_make} Keep it for ever.")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured(f"SECRET_KEY is shorter than 50 characters. {_make}")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# Mails and copied links are built from this address only, never from a request's Host header.
SITE_URL = env.url(
    "SITE_URL",
    ("https", "http"),
    f"http://127.0.0.1:{PORT}" if IS_EMBEDDED else None,
    cure="Write the address your visitors see, for example https://quiz.example.com",
).rstrip("/")
_site = urlsplit(SITE_URL)
if not _site.hostname or _site.path or _site.query:
    raise ImproperlyConfigured("SITE_URL is a scheme and a host, like https://quiz.example.com.")
IS_HTTPS = _site.scheme == "https"

DEBUG = False
# The loopback names are for health checks; no link is ever built from a request's Host.
ALLOWED_HOSTS = [_site.hostname, *env.words("ALLOWED_HOSTS"), "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# How many proxies of our own stand in front; 0 takes the connection's own address.
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0, least=0, most=5)

INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "axes",
    "anymail",
    "quizzes",
    "leads",
    "nurture",
    "funnel",
]

MIDDLEWARE = [
    "funnel.border.headers.security_headers",
    "funnel.border.speech.spoken_language",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "funnel.border.policy.PolicyByPath",
    "funnel.border.sizes.readable_addresses",
    "funnel.border.sizes.small_posts",
    "funnel.border.sizes.storable_posts",
    "funnel.border.origins.own_posts",
    "funnel.border.rates.unhurried_posts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "funnel.urls"
WSGI_APPLICATION = "funnel.wsgi.application"
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
            ],
        },
    }
]

# Data
DATABASE_URL = env.url(
    "DATABASE_URL",
    ("postgres", "postgresql", "sqlite"),
    f"sqlite:///{VAR_DIR / 'small-yes.sqlite3'}" if IS_EMBEDDED else None,
    cure="For example postgres://user:password@postgres:5432/smallyes",
)
if not IS_EMBEDDED and DATABASE_URL.startswith("sqlite"):
    raise ImproperlyConfigured("DATABASE_URL must be a Postgres address with PROFILE=scaled.")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA secure_delete=ON",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.url(
    "REDIS_URL",
    ("redis", "rediss", "unix"),
    "" if IS_EMBEDDED else None,
    cure="For example redis://redis:6379/0",
)
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 2},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Celery: only ids travel, nothing is stored, no time stands in the queue.
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_LOST_WAIT = 1  # seconds until a killed sender's place is free again
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_REDIRECT_STDOUTS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A visitor never waits for the broker: a bell that does not ring is rung again by beat.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, float] = (
    {"socket_connect_timeout": 0.5, "socket_timeout": 5} if REDIS_URL else {"polling_interval": 0.2}
)
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "funnel.operating.beat:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE = timetable(is_fast=DAY_SECONDS is not None)

# Mail
_mail = read_mail(env, is_embedded=IS_EMBEDDED)
EMAIL_URL, EMAIL_BACKEND = _mail.url, _mail.backend
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.use_tls, _mail.use_ssl
# Without EMAIL_URL: one of Anymail's, whose events come to /hooks/mail/.
MAIL_PROVIDER, ANYMAIL = _mail.provider, _mail.anymail
# A mailbox that is read for replies.
REPLIES_URL = _mail.replies_url
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = "Small Yes <hello@localhost.localdomain>"
MAIL_LEASE_SECONDS = 120

# Staff
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/admin/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "funnel.guard.client_address"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# The border
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
PUBLIC_POST_BYTES = 64 * 1024
PUBLIC_POST_FIELDS = 100
# A file of 100 MB, the words of its form, and a picture or two beside it.
STAFF_POST_BYTES = 128 * 1024 * 1024
PUBLIC_POSTS_PER_MINUTE = env.number("PUBLIC_POSTS_PER_MINUTE", 240, least=10, most=100_000)
# Mails that one network may ask for in a time to addresses nobody has confirmed yet.
NETWORK_MAILS_PER_HOUR = env.number("NETWORK_MAILS_PER_HOUR", 30, least=1, most=100_000)
NETWORK_MAILS_PER_DAY = env.number("NETWORK_MAILS_PER_DAY", 100, least=1, most=1_000_000)
# Asks the DNS, in the worker, whether the domains of new addresses take mail.
CHECK_DOMAINS = env.flag("CHECK_DOMAINS", default=True)
# Hosts of the own network that webhooks may call, besides all public ones.
WEBHOOK_PRIVATE_HOSTS = env.words("WEBHOOK_PRIVATE_HOSTS")
# Prometheus reads /metrics from this machine, or from elsewhere with this token.
METRICS_TOKEN = env.text("METRICS_TOKEN", "")
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
# The visit's key stands in the address, so a Referer names our site and never a page of it.
# Not "no-referrer": browsers then send "Origin: null" with our own forms, which CSRF refuses.
SECURE_REFERRER_POLICY = "strict-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = IS_HTTPS and env.flag("HTTPS_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_HTTPS
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
    }
}
# The admin's shell ships Alpine, which compiles its expressions; only pages below /admin/ allow it.
ADMIN_CSP = {"script-src": [SELF, UNSAFE_EVAL], "style-src": [SELF, "'unsafe-inline'"]}

# Words, time, files. A language stands here once its catalog below locale/ is whole.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR_DIR / "static")))
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "media/"
# Files of gifts and pages: below VAR_DIR, or in a bucket that every web server reaches.
MEDIA_BUCKET = env.text("MEDIA_BUCKET", "")
_files: dict[str, object] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
if MEDIA_BUCKET:
    _files = {
        "BACKEND": "leads.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "access_key": env.text("MEDIA_ACCESS_KEY", cure="MEDIA_BUCKET needs it."),
            "secret_key": env.text("MEDIA_SECRET_KEY", cure="MEDIA_BUCKET needs it."),
            "region_name": env.text("MEDIA_REGION", "us-east-1"),
            "endpoint_url": env.url("MEDIA_ENDPOINT_URL", ("https", "http"), "") or None,
            "file_overwrite": False,
        },
    }
STORAGES = {
    "default": _files,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

LOG_LEVEL = env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Its lines repeat request paths, and those carry visit keys.
        "django.request": {"level": "ERROR"},
        "celery.beat": {"level": "WARNING"},
        "celery.worker.consumer.connection": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
    },
}

UNFOLD = {
    "SITE_TITLE": "Small Yes",
    "SITE_HEADER": "Small Yes",
    "SITE_SYMBOL": "sentiment_satisfied",
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SIDEBAR": SIDEBAR,
    "TABS": TABS,
    "DASHBOARD_CALLBACK": "funnel.admin.home.dashboard",
    "STYLES": ["funnel.sidebar.stylesheet"],
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": "funnel.sidebar.icon"}],
    "SCRIPTS": ["funnel.sidebar.own_browser_script"],
    "BORDER_RADIUS": "8px",
    "COLORS": COLORS,
}
