"""How the API reads what is sent to it: JSON of a size and a depth that can be read."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BoundedJSONParser(JSONParser):
    """Refuse a body that is larger than a form may be, or nested so deep that reading it fails.

    The framework reads from the stream, past the limit that Django keeps for forms.
    """

    def parse(self, stream, media_type=None, parser_context=None):
        size = parser_context["request"].META.get("CONTENT_LENGTH") or 0
        if int(size) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig
        try:
            return super().parse(stream, media_type, parser_context)
        except RecursionError:
            raise ParseError("The body is nested too deep to be read.") from None
