"""Read-only mode: pages are shown, and whatever would change something is refused kindly."""

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.deprecation import MiddlewareMixin

from toex.accounts.sessions import just_typed

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
WORDS = "Nothing can be changed at the moment. Nothing was saved."


class ReadOnlyMiddleware(MiddlewareMixin):
    """Refuse what is sent while `READ_ONLY` is set; signing in and out stay open."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.READ_ONLY or request.method in SAFE:
            return None
        if request.path in {reverse("accounts:sign-in"), reverse("accounts:sign-out")}:
            return None
        if request.path.startswith("/api/"):
            error = {"code": "read_only", "detail": WORDS, "attr": None}
            answer = JsonResponse({"type": "server_error", "errors": [error]}, status=503)
        else:
            answer = render(request, "503.html", {"long": just_typed(request)}, status=503)
        answer.headers["Retry-After"] = "600"
        return answer
