"""From a list to a row, to the next row and back: the list's address travels along as `list=`.

What comes in is never used as it stands. It has to lead to a list of ours that is open to the
reader's role; the rows next to this one are asked of that list, so nothing unseen turns up.
"""

from copy import copy
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from django.urls import Resolver404, resolve
from django.utils.text import capfirst

from toex.web.lists import FilteredList

NAME = "list"
LONGEST = 1800


@dataclass(frozen=True)
class Origin:
    """The list that the reader came from."""

    path: str
    query: QueryDict
    page: type

    @property
    def address(self):
        return self.on_page(None)

    def on_page(self, number):
        """Return the address of the list, on another page of it if `number` says so."""
        query = self.query.copy()
        if number and (number > 1 or "page" in query):
            query["page"] = number
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def keys(self, request):
        view, inner = self.page(), copy(request)
        inner.method, inner.GET = "GET", self.query
        view.setup(inner)
        return view.keys()


@dataclass(frozen=True)
class Walk:
    """Where a row stands in the list that the reader came from; `place` is 0 if it has left it."""

    back: str
    place: int
    count: int
    before: tuple = ()
    after: tuple = ()


def origin_of(request):
    """Return the list that the reader came from, or None."""
    if not hasattr(request, "_origin"):
        request._origin = read_origin(request.GET.get(NAME, ""), request.user)
    return request._origin


def read_origin(text, user):
    """Return the list of ours that `text` leads to, or None: elsewhere leads nothing."""
    if not text.startswith("/") or len(text) > LONGEST:
        return None
    try:
        parts = urlsplit(text)
        page = getattr(resolve(parts.path).func, "view_class", None)
        query = QueryDict(parts.query)
    except (ValueError, Resolver404, SuspiciousOperation):
        return None
    if parts.netloc or not isinstance(page, type) or not issubclass(page, FilteredList):
        return None
    if getattr(user, "role", None) not in page.roles:
        return None
    query = query.copy()
    query.pop(NAME, None)
    return Origin(parts.path, query, page)


def carried(request, address):
    """Return `address` with the list that the reader came from, or that list as it was."""
    origin = origin_of(request)
    if origin is None:
        return address
    return origin.address if address == origin.path else with_list(address, origin.address)


def with_list(address, list_address):
    """Return the address of a row with the address of the list that leads to it."""
    before, sign, fragment = address.partition("#")
    joint = "&" if "?" in before else "?"
    return f"{before}{joint}{urlencode({NAME: list_address})}{sign}{fragment}"


def walk(request, row):
    """Return where the row stands in the list that the reader came from, or None.

    The link back and the links onward both ask; the list is asked for its rows once.
    """
    walks = request.__dict__.setdefault("_walks", {})
    if row not in walks:
        walks[row] = read_walk(request, row)
    return walks[row]


def read_walk(request, row):
    origin = origin_of(request)
    if origin is None or origin.page.queryset.model is not type(row):
        return None
    keys = origin.keys(request)
    if row.pk not in keys:
        after = _link(request, row, keys[0]) if keys else ()
        return Walk(back=origin.address, place=0, count=len(keys), after=after)
    place = keys.index(row.pk)
    back = origin.on_page(place // origin.page.paginate_by + 1)
    return Walk(
        back=f"{back}#{anchor(row)}",
        place=place + 1,
        count=len(keys),
        before=_link(request, row, keys[place - 1]) if place else (),
        after=_link(request, row, keys[place + 1]) if place + 1 < len(keys) else (),
    )


def _link(request, row, pk):
    """Return (name, address) of another row; its key says both, so nothing is asked."""
    other = type(row)(pk=pk)
    return capfirst(str(other)), carried(request, other.get_absolute_url())


def anchor(row):
    """Return the id of the link to a row in its list: “TR-000123”, “outcome-17”."""
    return str(row).replace(" ", "-")
