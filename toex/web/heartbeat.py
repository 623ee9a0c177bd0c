"""That the worker and the clock are alive: the worker says so each minute, in the shared cache."""

from datetime import datetime

from django.core.cache import cache

KEY = "worker-reported-at"


def beat(*, at: datetime):
    cache.set(KEY, at, timeout=None)


def last_beat() -> datetime | None:
    return cache.get(KEY)
