"""Pages of a list over the API: a cursor, a stable order, a count only when asked for."""

import re

from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response


class CursorPages(CursorPagination):
    """`page_size` from 1 to 200, 50 if not said; `count=true` adds the number of rows."""

    page_size = 50
    max_page_size = 200
    page_size_query_param = "page_size"
    ordering = "-pk"
    count = None

    def get_page_size(self, request):
        text = request.query_params.get(self.page_size_query_param)
        if text is None:
            return self.page_size
        if not (text.isascii() and text.isdecimal() and 1 <= len(text) <= 3):
            raise ValidationError({"page_size": "The page size must be from 1 to 200."})
        if not 1 <= int(text) <= self.max_page_size:
            raise ValidationError({"page_size": "The page size must be from 1 to 200."})
        return int(text)

    def decode_cursor(self, request):
        try:
            cursor = super().decode_cursor(request)
        except NotFound:
            raise ValidationError({"cursor": "The cursor is not one that was given."}) from None
        by_number = (
            self.ordering in ("pk", "-pk") and cursor is not None and cursor.position is not None
        )
        if by_number and not re.fullmatch("[0-9]{1,18}", cursor.position, re.ASCII):
            raise ValidationError({"cursor": "The cursor is not one that was given."})
        return cursor

    def paginate_queryset(self, queryset, request, view=None):
        if request.query_params.get("count") == "true":
            self.count = queryset.count()
        return super().paginate_queryset(queryset, request, view)

    def get_paginated_response(self, data):
        body = {"next": self.get_next_link(), "previous": self.get_previous_link()}
        if self.count is not None:
            body["count"] = self.count
        return Response({**body, "results": data})
