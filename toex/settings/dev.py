"""A developer's machine and the demonstration: SQLite under var/, no other service."""

import sys

from toex.settings.base import *  # noqa: F403
from toex.settings.base import EMAIL_FILE_PATH, STATIC_ROOT, STORAGES, VAR_DIR, env

DEBUG = env.bool("DEBUG", default=False)
# It guards made-up data only.
SECRET_KEY = "synthetic-data-only-never-in-production"  # nosec B105
MAILBOX_DOMAINS = ["police.uk", "example"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SYNTHETIC_DATA = True
for directory in (STATIC_ROOT, EMAIL_FILE_PATH):
    directory.mkdir(parents=True, exist_ok=True)

# Hashed names once collectstatic has run; before that, and with DEBUG, the files as they lie.
collected = "collectstatic" in sys.argv or (STATIC_ROOT / "staticfiles.json").exists()
if collected and not DEBUG:
    STORAGES |= {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        },
    }
else:
    WHITENOISE_USE_FINDERS = True

CELERY_BROKER_URL = env("REDIS_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    QUEUE_DIR = VAR_DIR / "queue"
    for name in ("messages", "done", "control"):
        (QUEUE_DIR / name).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": QUEUE_DIR / "messages",
        "data_folder_out": QUEUE_DIR / "messages",
        "control_folder": QUEUE_DIR / "control",
        "processed_folder": QUEUE_DIR / "done",
        "store_processed": False,
    }

# In files, so that both web processes count together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR_DIR / "cache",
        "TIMEOUT": 3600,
    },
}
