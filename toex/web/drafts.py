"""What was typed and is not saved yet, kept in the reader's session from one page to the next.

The address of the next page holds a key and nothing that was typed. A draft lives as long as the
session, is the reader's alone, and belongs to the page on which it was typed.
"""

from dataclasses import dataclass

from django.http import QueryDict

KEPT = "drafts"
MOST = 5
NOT_TYPED = ("csrfmiddlewaretoken", "act")


@dataclass(frozen=True)
class Draft:
    """`saved` is the address of what it became, once it is saved; its words are gone then."""

    key: str
    typed: QueryDict
    saved: str = ""


def keep(request, key):
    """Keep what was sent under `key`; the oldest drafts make room."""
    typed = request.POST.copy()
    for name in NOT_TYPED:
        typed.pop(name, None)
    _put(request, key, {"typed": typed.urlencode()})


def settle(request, key, *, address):
    """Put the address of what was saved in the place of the words."""
    _put(request, key, {"saved": address})


def forget(request, key):
    drafts = request.session.get(KEPT, {})
    drafts.pop(_name(request, key), None)
    request.session[KEPT] = drafts


def read(request, key):
    """Return the draft of this page under `key`, or None."""
    return _draft(key, request.session.get(KEPT, {}).get(_name(request, key)))


def latest(request):
    """Return the last draft of this page that is not saved, or None."""
    before = _name(request, "")
    found = [
        _draft(name.removeprefix(before), kept)
        for name, kept in request.session.get(KEPT, {}).items()
        if name.startswith(before)
    ]
    return next((draft for draft in reversed(found) if not draft.saved), None)


def _name(request, key):
    return f"{request.path} {key}"


def _put(request, key, kept):
    drafts = request.session.get(KEPT, {})
    drafts.pop(_name(request, key), None)
    drafts[_name(request, key)] = kept
    request.session[KEPT] = dict(list(drafts.items())[-MOST:])


def _draft(key, kept):
    if kept is None:
        return None
    return Draft(key, QueryDict(kept.get("typed", "")), kept.get("saved", ""))
