"""An address that only takes what is sent: whoever opens it is told so on a page of ours."""

from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin


class MethodsMiddleware(MiddlewareMixin):
    """Give Django's empty answer to the wrong method the shell of every page."""

    def process_response(self, request, response):
        if not isinstance(response, HttpResponseNotAllowed) or request.path.startswith("/api/"):
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
