"""What is shown to a reader stays with the service: no browser keeps it once they have left."""

from django.utils.deprecation import MiddlewareMixin


class NoStoreMiddleware(MiddlewareMixin):
    """Say `no-store` of every answer that does not say otherwise itself.

    So Back, after signing out, asks the service again and leads to signing in. Static files are
    answered before they come here.
    """

    def process_response(self, request, response):
        response.headers.setdefault("Cache-Control", "no-store")
        return response
