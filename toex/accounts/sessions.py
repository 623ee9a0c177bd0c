"""How long a session lasts, and what becomes of a form that is sent after it has ended."""

import json

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import SuspiciousOperation
from django.http import UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.deprecation import MiddlewareMixin

from toex.accounts.forms import SignInForm

BEGAN = "began"
# The name under which the page for signing in carries what was sent before it.
KEPT = "kept"
LAST = "last-reader"
# What is not carried: the token of the old session, and no password in a page.
NOT_TYPED = {
    *("csrfmiddlewaretoken", "password"),
    *("old_password", "new_password1", "new_password2"),
}
# Shorter answers are quick to give again; longer ones are shown, so that they can be copied.
WORTH_COPYING = 20


class LongestSessionMiddleware(MiddlewareMixin):
    """End a session so many seconds after signing in, however busy it was."""

    def process_request(self, request):
        if not request.user.is_authenticated:
            return
        now = timezone.now().timestamp()
        if now - request.session.setdefault(BEGAN, now) > settings.SESSION_LONGEST:
            logout(request)


class SignInKeepingMiddleware(LoginRequiredMiddleware):
    """Ask whoever is signed out to sign in, and carry what they had just sent through it."""

    def handle_no_permission(self, request, view_func):
        kept = typed(request)
        if not kept or request.path.startswith("/api/"):
            return super().handle_no_permission(request, view_func)
        words = {
            "form": SignInForm(request),
            "next": request.get_full_path(),
            "kept": json.dumps(kept),
            "long": worth_copying(kept),
        }
        return render(request, "registration/sign_in.html", words, status=401)


def typed(request):
    """Return the (name, value) pairs of a sent form, without token, passwords and files."""
    if request.method != "POST":
        return []
    lists = request.POST.lists()
    return [(name, value) for name, values in lists for value in values if name not in NOT_TYPED]


def read_kept(text):
    """Return the pairs that the sign-in form carried, or none where it carried something else."""
    try:
        pairs = json.loads(text)
        return [(str(name), str(value)) for name, value in pairs]
    except (TypeError, ValueError):
        return []


def just_typed(request):
    """Return the longer texts that a refused form brought, which would otherwise be lost.

    A form that cannot be read has none.
    """
    try:
        pairs = typed(request)
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return []
    carried = [pair for name, value in pairs if name == KEPT for pair in read_kept(value)]
    own = [(name, value) for name, value in pairs if name != KEPT]
    return worth_copying([pair for pair in own + carried if pair[0] not in NOT_TYPED])


def is_of_another(request, user):
    """Return whether somebody else than `user` signed in last in this browser."""
    return request.COOKIES.get(LAST, mark_of(user)) != mark_of(user)


def remember(answer, user):
    """Leave in the browser, until it is closed, a mark of who signed in that names nobody."""
    answer.set_cookie(
        LAST,
        mark_of(user),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite=settings.SESSION_COOKIE_SAMESITE,
    )


def mark_of(user):
    return salted_hmac(LAST, str(user.pk), algorithm="sha256").hexdigest()


def worth_copying(pairs):
    return [value for name, value in pairs if len(value) > WORTH_COPYING and " " in value]
