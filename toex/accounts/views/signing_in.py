"""Signing in and out, and the link by which a password is set."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils import timezone

from toex.accounts.forms import NewPasswordForm, SignInForm
from toex.accounts.sessions import is_of_another, read_kept, remember, worth_copying
from toex.audit.services import record_event
from toex.core.templatetags.toex_tags import long_date

ANOTHER = "What somebody else had typed here and not saved is gone. Only they could have sent it."
ASK = "Ask your administrator, who can open it again."


class SignIn(auth_views.LoginView):
    form_class = SignInForm
    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs):
        return super().get_context_data(kept=self.request.POST.get("kept", ""), **kwargs)

    def form_valid(self, form):
        """Sign in; offer to send again what was sent after the last session had ended.

        To somebody else it is not shown: they would send it as their own.
        """
        user = form.get_user()
        with transaction.atomic():
            answer = super().form_valid(form)
            note_session("user.sign-in", user)
        pairs, address = read_kept(self.request.POST.get("kept", "")), self.get_redirect_url()
        if pairs and is_of_another(self.request, user):
            messages.warning(self.request, ANOTHER)
        elif pairs and address:
            words = {"pairs": pairs, "address": address, "long": worth_copying(pairs)}
            answer = render(self.request, "registration/send_again.html", words)
        remember(answer, user)
        return answer


class SignOut(auth_views.LogoutView):
    """End the session, and say so in the log before nobody knows whose it was."""

    def post(self, request, *args, **kwargs):
        if request.user.is_authenticated:
            note_session("user.sign-out", request.user)
        return super().post(request, *args, **kwargs)


class SetPassword(auth_views.PasswordResetConfirmView):
    """Where the link of an invitation leads; it works once, for three days."""

    form_class = NewPasswordForm
    template_name = "registration/set_password.html"
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form):
        tell = messages.success if self.user.is_active else messages.warning
        tell(self.request, f"Your password is set. {way_in(self.user)}")
        return super().form_valid(form)


def way_in(user):
    """Return whether somebody who has just set a password can sign in, and if not why."""
    if not user.is_open:
        return f"Your account is closed, so you cannot sign in. {ASK}"
    if user.is_past_last_day:
        last_day = long_date(user.last_day)
        return f"Your account ended on {last_day}, so you cannot sign in. {ASK}"
    return "You can sign in now."


@transaction.atomic
def note_session(action, person):
    """Write into the log that somebody signed in or out: it is in their own history too."""
    record_event(actor=person, action=action, target=person, at=timezone.now())
