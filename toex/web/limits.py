"""How much one person may upload and download in a short time.

Counted in the cache, by person and by stretches of the clock, so that pages and the API share one
number and nothing in a request can make it another. `settings.LIMITS` says how much.
"""

from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from redis import RedisError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

UPLOAD, EXPORT = "upload", "export"
VERBS = {UPLOAD: "uploaded", EXPORT: "downloaded"}
MINUTE = 60

log = structlog.get_logger(__name__)


class LimitReached(Exception):
    """Somebody uploaded or downloaded as much as `settings.LIMITS` allows, until `until`."""

    def __init__(self, what, until):
        self.what, self.until = what, until
        super().__init__(what)


def spend(what, user, *, now):
    """Count one upload or download of `user`. :raises LimitReached: there were too many"""
    if what not in settings.LIMITS:
        return
    most, seconds = settings.LIMITS[what]
    stretch = int(now.timestamp()) // seconds
    key = f"limit:{what}:{user.pk}:{stretch}"
    try:
        cache.add(key, 0, timeout=2 * seconds)
        count = cache.incr(key)
    except RedisError:
        log.warning("limit_not_counted", what=what)  # the register and the trail still are
        return
    if count > most:
        raise LimitReached(what, datetime.fromtimestamp((stretch + 1) * seconds, tz=UTC))


def seconds_until(until, now):
    return max(1, int((until - now).total_seconds() + 0.999))


class LimitsMiddleware(MiddlewareMixin):
    """Answer a page that would be too much with when to try again."""

    def process_exception(self, request, exception):
        if not isinstance(exception, LimitReached):
            return None
        now, until = timezone.now(), exception.until
        words = {
            "verb": VERBS[exception.what],
            "until": until + timedelta(seconds=-until.timestamp() % MINUTE),
        }
        answer = render(request, "limited.html", words, status=429)
        answer.headers["Retry-After"] = str(seconds_until(until, now))
        return answer


class Throttle(BaseThrottle):
    """The same count for an endpoint."""

    what = None
    until = None

    def allow_request(self, request, view):
        try:
            self.spend(request)
        except LimitReached as reached:
            self.until = reached.until
            return False
        return True

    def spend(self, request):
        spend(self.what, request.user, now=timezone.now())

    def wait(self):
        return seconds_until(self.until, timezone.now())


class ExportThrottle(Throttle):
    what = EXPORT


class UploadThrottle(Throttle):
    """Counts what is sent; looking at what was sent before is free."""

    what = UPLOAD

    def spend(self, request):
        if request.method not in SAFE_METHODS:
            super().spend(request)
