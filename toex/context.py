"""What every page is given besides its own data."""

import structlog
from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from toex.accounts.choices import Role
from toex.notices.models import Notice

REQUESTS = ("Requests", "tasking:requests")
QUEUE = ("Gateway queue", "tasking:queue")
NEW = ("New request", "tasking:before")
MEETINGS = ("Meetings", "tasking:meetings")
CASES = ("Cases", "cases:cases")
OUTCOMES = ("Outcomes", "cases:outcomes")
THREATS = ("Threats", "cases:threats")
SEARCH = ("Search", "cases:search")
IMPORTS = ("Returns", "cases:imports")
QUARTERS = ("Quarters", "metrics:quarters")
QUALITY = ("Data quality", "metrics:quality")
FIGURES = ("Figures", "metrics:figures")
GLANCE = ("At a glance", "metrics:glance")
SIGNALS = ("Signals", "metrics:signals")
RELEASES = ("Releases", "metrics:releases")
MANY = 100
NAVIGATION = {
    Role.FORCE_LEAD: [
        ("Your requests", "tasking:requests"),
        NEW,
        CASES,
        OUTCOMES,
        GLANCE,
        FIGURES,
        SIGNALS,
        RELEASES,
        SEARCH,
    ],
    Role.GATEWAY_OFFICER: [
        QUEUE,
        REQUESTS,
        NEW,
        CASES,
        MEETINGS,
        GLANCE,
        FIGURES,
        SIGNALS,
        RELEASES,
        SEARCH,
    ],
    Role.TOEX_MANAGER: [
        QUEUE,
        REQUESTS,
        MEETINGS,
        CASES,
        OUTCOMES,
        THREATS,
        IMPORTS,
        QUARTERS,
        GLANCE,
        FIGURES,
        SIGNALS,
        RELEASES,
        SEARCH,
    ],
    Role.ANALYST: [
        CASES,
        OUTCOMES,
        THREATS,
        REQUESTS,
        MEETINGS,
        QUARTERS,
        GLANCE,
        FIGURES,
        SIGNALS,
        RELEASES,
        SEARCH,
    ],
    Role.PROGRAMME_OFFICE: [
        RELEASES,
        QUARTERS,
        QUALITY,
        GLANCE,
        FIGURES,
        SIGNALS,
        REQUESTS,
        CASES,
        OUTCOMES,
        THREATS,
        MEETINGS,
        IMPORTS,
        SEARCH,
    ],
    Role.AUDITOR: [
        ("Access log", "audit:log"),
        ("Exports", "audit:exports"),
        ("Integrity", "audit:integrity"),
    ],
    Role.ADMINISTRATOR: [("People", "accounts:people"), ("Regions and forces", "accounts:places")],
}


def every_page(request):
    return {
        "synthetic_data": settings.SYNTHETIC_DATA,
        "version": settings.SPECTACULAR_SETTINGS["VERSION"],
        "navigation": navigation(request),
        "read_only": settings.READ_ONLY,
        "unread_notices": SimpleLazyObject(lambda: unread_notices(request)),
        "reference_code": reference_code(),
    }


def unread_notices(request):
    """Return how many notices in sight the reader has not read, up to a hundred.

    Asked at most once a request, however often it is shown, and only by pages that show it.
    """
    if not hasattr(request, "unread_notices"):
        unread = Notice.objects.visible_to(request.user).unread()
        request.unread_notices = unread[:MANY].count()
    return request.unread_notices


def navigation(request):
    """Return the sections open to the reader's role, with the one they are in marked."""
    user = getattr(request, "user", None)
    pages = NAVIGATION.get(getattr(user, "role", None), [])
    links = [{"words": words, "address": reverse(name)} for words, name in pages]
    here = [each for each in links if request.path.startswith(each["address"])]
    nearest = max(here, key=lambda each: len(each["address"]), default=None)
    return [{**each, "current": each is nearest} for each in links]


def reference_code():
    """Return the code by which a page that went wrong is found in the logs."""
    return structlog.contextvars.get_contextvars().get("request_id", "none")
