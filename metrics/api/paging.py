"""Pages of a list that is worked out, not stored: numbered, with absolute addresses."""

from rest_framework.exceptions import ValidationError
from rest_framework.utils.urls import replace_query_param

from toex.core.pagination import CursorPages

MOST_PAGES = 10**6


def page_of(request, rows: list, **fixed) -> tuple[list, dict]:
    """Return the page of `rows` that is asked for, and the addresses of its neighbours.

    `fixed` are parameters that the neighbours must repeat, so that all pages tell of one moment.
    """
    size = CursorPages().get_page_size(request)
    number = _number(request.query_params.get("page", "1"))
    start = (number - 1) * size
    return rows[start : start + size], {
        "next": _address(request, number + 1, fixed) if start + size < len(rows) else None,
        "previous": _address(request, number - 1, fixed) if number > 1 else None,
    }


def _number(text):
    if text.isascii() and text.isdecimal() and len(text) <= 7 and 1 <= int(text) <= MOST_PAGES:
        return int(text)
    raise ValidationError({"page": "The page must be a whole number from 1."})


def _address(request, number, fixed):
    address = request.build_absolute_uri()
    for name, value in {**fixed, "page": number}.items():
        address = replace_query_param(address, name, value)
    return address
