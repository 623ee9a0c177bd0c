"""What is the same everywhere. The environment is read here and in production.py only."""

from datetime import time
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

from toex.settings import logging

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_structlog",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "knox",
    "rest_framework",
    "toex.core",
    "toex.forces",
    "toex.audit",
    "toex.accounts",
    "toex.notices",
    "toex.web",
    "tasking",
    "cases",
    "metrics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "toex.web.caching.NoStoreMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Before whatever asks the database first: without a database too, a page has its code.
    "django_structlog.middlewares.RequestMiddleware",
    "toex.accounts.sessions.LongestSessionMiddleware",
    "toex.web.read_only.ReadOnlyMiddleware",
    "toex.accounts.sessions.SignInKeepingMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "toex.web.limits.LimitsMiddleware",
    "toex.web.methods.MethodsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "toex.urls"
WSGI_APPLICATION = "toex.wsgi.application"

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
                "toex.context.every_page",
            ],
            "builtins": [
                "toex.core.templatetags.toex_tags",
                "toex.web.templatetags.walk_tags",
            ],
        },
    },
]
FILTERS_EMPTY_CHOICE_LABEL = "Any"
FORM_RENDERER = "toex.core.renderers.PlainRenderer"

DATABASES = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'toex.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Where each seal of the trail is written down outside the database, one line each.
AUDIT_ANCHORS = Path(
    env("AUDIT_ANCHORS", default=str(VAR_DIR / f"{DATABASES['default']['NAME']}.anchors"))
)
# What the key of the seals is made from; SECRET_KEY where it is not set.
AUDIT_KEY = env("AUDIT_KEY", default="")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
SESSION_COOKIE_AGE = 30 * 60
SESSION_LONGEST = 12 * 60 * 60
# For how long a password given again before a download need not be given once more.
STEP_UP_SECONDS = 5 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True

# Ten wrong passwords for one account from one source make a pause, never a permanent lock.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
# The name of the field in the sign-in form, which is not the name of the column.
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "toex" / "static"]

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = "toex@programme.example"
# A shared mailbox may only be in one of these domains, or below it.
MAILBOX_DOMAINS = env.list("MAILBOX_DOMAINS", default=["police.uk"])
DIGEST_TIME = time(7)  # in London
SITE_ADDRESS = env("SITE_ADDRESS", default="http://127.0.0.1:8000")

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_PERMISSIONS = 0o600
RETURN_MAX_BYTES = 10 * 1024 * 1024
ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
ATTACHMENTS_MOST = 10
# The most files of one case that are in use at a time, all versions counted.
CASE_FILES_MOST = 200
# The most rows of a list that leave in one file.
EXPORT_MOST_ROWS = 5000
# How many one person may upload and download, and in how many seconds.
LIMITS = {"upload": (100, 10 * 60), "export": (100, 10 * 60)}
# The Unix socket of clamd. Without one, files are checked by what is in them only.
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")

# Files that jobs outside this service touch: their age is when a backup was made, and tried out.
BACKUP_STAMP = env("BACKUP_STAMP", default="")
RESTORE_STAMP = env("RESTORE_STAMP", default="")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
PERMISSIONS_POLICY = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "manifest-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
    },
}
CSRF_FAILURE_VIEW = "toex.views.csrf_failure"

CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "knox.auth.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["toex.web.parsers.BoundedJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "toex.core.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "toex.api.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
REST_KNOX = {"TOKEN_TTL": None, "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "TOEX",
    "DESCRIPTION": "Case tasking and outcomes for the Tackling Organised Exploitation Programme.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SERVE_AUTHENTICATION": None,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_NAME_OVERRIDES": {
        "ActivityKindEnum": "cases.choices.ActivityKind",
        "AssessmentModeEnum": "tasking.choices.Mode",
        "AssetStageEnum": "cases.choices.AssetStage",
        "BodyKindEnum": "toex.forces.choices.BodyKind",
        "DisclosureModeEnum": "metrics.choices.Mode",
        "ExploitationTypeEnum": "tasking.choices.ExploitationType",
        "FlagEnum": "tasking.choices.Flag",
        "OutcomeKindEnum": "cases.choices.OutcomeKind",
        "StageEnum": "tasking.choices.Stage",
        "SupportEnum": "tasking.choices.Support",
        "ThreatKindEnum": "cases.choices.ThreatKind",
    },
}

LOGGING = logging.LOGGING

# True only where every record is made up; each page then says so.
SYNTHETIC_DATA = env.bool("SYNTHETIC_DATA", default=False)
# While the database is moved or mended: pages can be read, and nothing is taken.
READ_ONLY = env.bool("READ_ONLY", default=False)
