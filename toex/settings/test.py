"""The test suite: tasks run at once; SQLite and no broker unless the environment names others."""

import tempfile
from pathlib import Path

from toex.settings.base import *  # noqa: F403
from toex.settings.base import STATIC_ROOT, env

SECRET_KEY = "only-for-tests"  # nosec B105
MAILBOX_DOMAINS = ["police.uk", "example"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = env("REDIS_URL", default="memory://")
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
# The people of one test have the numbers of those of the next; tests of limits set their own.
LIMITS = {}
AUDIT_ANCHORS = Path(tempfile.gettempdir()) / "toex-tests.anchors"
