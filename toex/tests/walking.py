"""Walk the pages as a reader would: from the front page, by links, one role at a time."""

from collections import deque
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.test import Client
from django.urls import Resolver404, URLResolver, get_resolver, resolve

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
NOT_WALKED = ("/api/", "/static/")
FILES = (".csv", ".ods", ".xlsx", ".pdf", ".svg", ".json", ".zip")
EACH = 8  # pages of one name that are followed, for one role: rows differ by their state


def page_names():
    """Return the names of all pages, as the address book of the service has them."""
    return set(_names(get_resolver(), ""))


def _names(resolver, space):
    for each in resolver.url_patterns:
        if not isinstance(each, URLResolver):
            yield f"{space}{each.name}"
        elif not str(each.pattern).startswith("api/"):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _names(each, inner)


def sign_in(context, base, user):
    """Give a browser the session of `user`."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base}])


def walk(page, base):
    """Yield (name, address, response) for each page reached by links from the front page."""
    waiting, seen, counted = deque([f"{base}/"]), set(), {}
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if address in seen or name is None or counted.get(name, 0) >= EACH:
            continue
        seen.add(address)
        counted[name] = counted.get(name, 0) + 1
        response = page.goto(address)
        yield name_of(page.url), address, response
        links = page.eval_on_selector_all(
            "a[href]:not([download])",
            "links => links.map(link => new URL(link.getAttribute('href'), link.baseURI).href)",
        )
        waiting.extend(urldefrag(link)[0] for link in links if _is_ours(link, base))


def _is_ours(link, base):
    path = urlsplit(link).path
    return link.startswith(base) and not path.startswith(NOT_WALKED) and not path.endswith(FILES)


def name_of(address):
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None
