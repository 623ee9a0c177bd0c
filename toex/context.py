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
MEETINGS = ("Meetings", "tasking:meetings", "tasking:actions")
OPINIONS = ("Feedback", "tasking:opinions")
WORK = ("Your work", "cases:your-work")
CASES = ("Cases", "cases:cases", "cases:workload", "cases:surveys")
OUTCOMES = ("Outcomes", "cases:outcomes")
THREATS = ("Threats", "cases:threats")
SEARCH = ("Search", "cases:search")
IMPORTS = ("Returns", "cases:imports")
QUARTERS = ("Quarters", "metrics:quarters")
QUALITY = ("Data quality", "metrics:quality")
FIGURES = ("All figures", "metrics:figures", "metrics:questions")
GLANCE = ("At a glance", "metrics:glance")
SIGNALS = ("Signals", "metrics:signals")
RELEASES = ("Releases", "metrics:releases")
MANY = 100

# A page is its name, its address and what else belongs under it. A section is its name and its
# pages; the name leads to the first of them.
LIVE = [GLANCE, FIGURES, SIGNALS]
PUBLISHED = ("Figures", [*LIVE, RELEASES])
CONFIRMED = ("Figures", [*LIVE, QUARTERS, QUALITY, RELEASES])
LOOK_FOR = ("Search", [SEARCH])
NAVIGATION = {
    Role.FORCE_LEAD: [
        ("Your requests", [REQUESTS]),
        ("New request", [NEW]),
        ("Cases", [CASES, OUTCOMES]),
        PUBLISHED,
        LOOK_FOR,
    ],
    Role.GATEWAY_OFFICER: [
        ("Gateway queue", [QUEUE]),
        ("Requests", [REQUESTS, NEW]),
        ("Meetings", [MEETINGS]),
        ("Cases", [CASES]),
        PUBLISHED,
        LOOK_FOR,
    ],
    Role.TOEX_MANAGER: [
        ("Your work", [WORK]),
        ("Gateway queue", [QUEUE]),
        ("Requests", [REQUESTS]),
        ("Meetings", [MEETINGS]),
        ("Cases", [CASES, THREATS, IMPORTS]),
        ("Outcomes", [OUTCOMES]),
        CONFIRMED,
        LOOK_FOR,
    ],
    Role.ANALYST: [
        ("Your work", [WORK]),
        ("Cases", [CASES, THREATS]),
        ("Outcomes", [OUTCOMES]),
        ("Requests", [REQUESTS]),
        ("Meetings", [MEETINGS]),
        CONFIRMED,
        LOOK_FOR,
    ],
    Role.PROGRAMME_OFFICE: [
        ("Quarters", [QUARTERS, QUALITY]),
        ("Releases", [RELEASES]),
        ("Figures", LIVE),
        ("Requests", [REQUESTS, MEETINGS, OPINIONS]),
        ("Cases", [CASES, OUTCOMES, THREATS, IMPORTS]),
        LOOK_FOR,
    ],
    Role.AUDITOR: [
        ("Access log", [("Access log", "audit:log")]),
        ("Exports", [("Exports", "audit:exports")]),
        ("Integrity", [("Integrity", "audit:integrity")]),
    ],
    Role.ADMINISTRATOR: [
        ("People", [("People", "accounts:people")]),
        ("Regions and forces", [("Regions and forces", "accounts:places")]),
        ("System health", [("System health", "system-health")]),
    ],
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
    """Return the sections open to the reader's role, with the one they are in marked.

    A section of several pages carries them as `pages`, the nearest to the reader's marked too.
    """
    user = getattr(request, "user", None)
    sections = NAVIGATION.get(getattr(user, "role", None), [])
    links = [(words, [_link(*page) for page in pages]) for words, pages in sections]
    here = [
        (len(path), each)
        for _, pages in links
        for each in pages
        for path in each["paths"]
        if request.path.startswith(path)
    ]
    _, nearest = max(here, key=lambda found: found[0], default=(0, None))
    for _, each in here:
        each["current"] = each is nearest
    return [
        {
            "words": words,
            "address": pages[0]["address"],
            "current": nearest in pages,
            "pages": pages if len(pages) > 1 else [],
        }
        for words, pages in links
    ]


def _link(words, name, *under):
    paths = [reverse(each) for each in (name, *under)]
    return {"words": words, "address": paths[0], "paths": paths, "current": False}


def reference_code():
    """Return the code by which a page that went wrong is found in the logs."""
    return structlog.contextvars.get_contextvars().get("request_id", "none")
