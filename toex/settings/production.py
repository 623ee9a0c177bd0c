"""Production. Everything it needs comes from the environment; what is missing is named at boot."""

from django.core.exceptions import ImproperlyConfigured

from toex.settings.base import *  # noqa: F403
from toex.settings.base import LOGGING, STORAGES, env

REQUIRED = {
    "DATABASE_URL": "postgres://user:password@host:5432/name",
    "SECRET_KEY": "at least 50 characters that nobody can guess",
    "ALLOWED_HOSTS": "the names the service answers to, with commas between them",
    "REDIS_URL": "redis://host:6379/0",
    "EMAIL_URL": "smtp+tls://user:password@host:587",
    "SITE_ADDRESS": "https://toex.example, for links in messages",
    "PROXY_COUNT": "how many proxies of ours stand before the service; 0 where none does",
}
missing = [f"{name} ({what})" for name, what in REQUIRED.items() if not env.ENVIRON.get(name)]
if missing:
    raise ImproperlyConfigured("Set these environment variables: " + "; ".join(missing))

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
STORAGES |= {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
globals().update(env.email("EMAIL_URL"))

CELERY_BROKER_URL = env("REDIS_URL")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env("REDIS_URL"),
        "KEY_PREFIX": "toex",
    },
}

# Only an address that one of our own proxies has written is believed.
PROXY_COUNT = env.int("PROXY_COUNT")
AXES_IPWARE_PROXY_COUNT = PROXY_COUNT or None
if PROXY_COUNT:
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True

LOGGING["loggers"]["django_structlog"]["level"] = "INFO"
