"""The front page of each role, health, and the pages for what went wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from rest_framework.authentication import CSRFCheck

from toex.accounts.choices import Role
from toex.accounts.sessions import just_typed
from toex.condition import LOOK, condition
from toex.context import navigation, reference_code
from toex.web.api import CODES, DETAILS


@login_not_required
def home(request):
    """Send each role to its first section; welcome whoever is signed out or has no role."""
    sections = navigation(request)
    if sections:
        return redirect(sections[0]["address"])
    return render(request, "home.html")


@login_not_required
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def about(request):
    """Help, and how to report a problem with a reference code."""
    return render(request, "help.html", {"code": reference_code()})


def system_health(request):
    """How the service is, for administrators; no row of anybody is on it."""
    if request.user.role != Role.ADMINISTRATOR:
        raise PermissionDenied
    now = timezone.now()
    findings = condition(now)
    look = sum(each.verdict == LOOK for each in findings)
    return render(request, "condition.html", {"findings": findings, "look": look, "now": now})


def bad_request(request, exception=None):
    """Say that what was sent could not be read, or that it was larger than we take."""
    status = 413 if isinstance(exception, RequestDataTooBig) else 400
    if request.path.startswith("/api/"):
        error = {"code": CODES[status], "detail": DETAILS[status], "attr": None}
        return JsonResponse({"type": "client_error", "errors": [error]}, status=status)
    return render(request, f"{status}.html", status=status)


def typed_to_a_page(request):
    """Return the longer texts of a form, for its sender to copy.

    Without a view behind the address nothing has looked at the form, and it stays unread.
    """
    return just_typed(request) if request.resolver_match else []


def typed_on_our_page(request):
    """Return the same while anything may be wrong, without the database and whatever comes.

    What failed may have failed before it was known that the form came from one of our pages.
    """
    try:
        foreign = CSRFCheck(not_found).process_view(request, None, (), {})
        return [] if foreign else just_typed(request)
    except Exception:  # the page that says sorry must come out
        return []


def not_allowed(request, exception=None):
    return render(request, "403.html", {"long": typed_to_a_page(request)}, status=403)


def csrf_failure(request, reason=""):
    """Say that the form is of an earlier session, as after signing in again in another tab.

    What it brought is given back where the browser says that one of our own pages sent it: no
    page of somebody else puts words into ours.
    """
    ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    words = {"long": typed_to_a_page(request) if ours else []}
    return render(request, "403_csrf.html", words, status=403)


def not_found(request, exception=None):
    if request.path.startswith("/api/"):
        return JsonResponse(
            {
                "type": "client_error",
                "errors": [{"code": "not_found", "detail": "Not found.", "attr": None}],
            },
            status=404,
        )
    return render(request, "404.html", {"long": typed_to_a_page(request)}, status=404)


def problem(request):
    """Say sorry without asking the database anything: it may be what went wrong."""
    code = reference_code()
    if request.path.startswith("/api/"):
        detail = f"There is a problem with the service. Reference code: {code}."
        error = {"code": "error", "detail": detail, "attr": None}
        return JsonResponse({"type": "server_error", "errors": [error]}, status=500)
    words = {
        "code": code,
        "synthetic_data": settings.SYNTHETIC_DATA,
        "version": settings.SPECTACULAR_SETTINGS["VERSION"],
        "long": typed_on_our_page(request),
    }
    return HttpResponse(render_to_string("500.html", words), status=500)
