"""One's own account, and the pages on which an administrator manages people."""

from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST
from django.views.generic import FormView, ListView, TemplateView
from knox.models import AuthToken

from toex.accounts import services
from toex.accounts.choices import Role
from toex.accounts.forms import (
    InviteForm,
    LastDayForm,
    OwnPasswordForm,
    PeopleFilterForm,
    RoleForm,
)
from toex.accounts.links import password_link
from toex.accounts.models import User, UserQuerySet
from toex.audit.covered import with_people
from toex.audit.models import AuditEvent
from toex.audit.services import record_read
from toex.core.views import VisibleRowsMixin
from toex.forces.models import Force, Region
from toex.workflow.refusals import Refusal


class ChangePassword(auth_views.PasswordChangeView):
    form_class = OwnPasswordForm
    template_name = "registration/change_password.html"
    success_url = reverse_lazy("accounts:account")

    def form_valid(self, form):
        messages.success(self.request, "Your password is changed.")
        return super().form_valid(form)


class Account(TemplateView):
    template_name = "accounts/account.html"

    def get_context_data(self, **kwargs):
        keys = AuthToken.objects.filter(user=self.request.user).order_by("-created")
        return super().get_context_data(**kwargs, keys=keys)


class History(ListView):
    """What the log holds about the reader's own use of the service."""

    template_name = "accounts/history.html"
    paginate_by = 50

    def get_queryset(self):
        return AuditEvent.objects.filter(actor=self.request.user).newest_first()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        page = context["page_obj"]
        page.object_list = with_people(page.object_list)
        return context


@require_POST
def delete_keys(request):
    services.delete_tokens(user=request.user, at=timezone.now())
    messages.success(request, "Your keys are deleted. Whatever used them is refused from now on.")
    return redirect("accounts:account")


class AdministratorMixin:
    """Accounts and reference data: for administrators, who see no operational rows."""

    def dispatch(self, request, *args, **kwargs):
        if request.user.role != Role.ADMINISTRATOR:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


ACCOUNTS = {
    "open": UserQuerySet.active,
    "expired": UserQuerySet.expired,
    "closed": UserQuerySet.closed,
}


class People(AdministratorMixin, VisibleRowsMixin, ListView):
    queryset = User.objects.select_related("force", "region").order_by("name", "pk")
    template_name = "accounts/people.html"
    paginate_by = 25

    def get_queryset(self):
        self.filter_form = PeopleFilterForm(self.request.GET)
        people = super().get_queryset()
        if not self.filter_form.is_valid():
            return people
        wanted = self.filter_form.cleaned_data
        if wanted["q"]:
            people = people.filter(
                Q(name__icontains=wanted["q"]) | Q(email__icontains=wanted["q"])
            )
        if wanted["role"]:
            people = people.filter(role=wanted["role"])
        if wanted["account"]:
            people = ACCOUNTS[wanted["account"]](people)
        return people

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs, filter={"form": self.filter_form})
        record_read(
            actor=self.request.user,
            action="user.list",
            at=timezone.now(),
            shown=context["object_list"],
        )
        return context


class Invite(AdministratorMixin, FormView):
    form_class = InviteForm
    template_name = "accounts/invite.html"

    def form_valid(self, form):
        try:
            user = services.invite_user(
                by=self.request.user, at=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return _show_link(self.request, user, status=201)


class AboutPerson(AdministratorMixin, FormView):
    """One account, with a form that `change`, a service, carries out."""

    change = None
    done = ""

    def dispatch(self, request, *args, **kwargs):
        if request.user.role == Role.ADMINISTRATOR:
            self.person = get_object_or_404(User, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        record_read(actor=request.user, action="user.view", at=timezone.now(), target=self.person)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form):
        version = posted_version(self.request)
        try:
            changed = self.change(
                self.person,
                version=version,
                by=self.request.user,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        except Refusal as error:
            messages.error(self.request, str(error))
            return redirect(self.person)
        if changed.version == version:
            messages.info(self.request, "Nothing was changed: what you sent is saved already.")
        else:
            messages.success(self.request, self.done)
        return redirect(self.person)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs, person=self.person)


class Person(AboutPerson):
    form_class = RoleForm
    template_name = "accounts/person.html"
    change = staticmethod(services.change_role)
    done = "The role is changed. It holds from their next click."

    def get_initial(self):
        person = self.person
        return {"role": person.role, "force": person.force, "region": person.region}


class LastDay(AboutPerson):
    form_class = LastDayForm
    template_name = "accounts/last_day.html"
    change = staticmethod(services.set_last_day)
    done = "The last day is saved."

    def get_initial(self):
        return {"last_day": self.person.last_day}


@require_POST
def act_on_person(request, pk, act):
    """Close an account, open it again, make a new link for its password, or end sessions."""
    if request.user.role != Role.ADMINISTRATOR:
        raise PermissionDenied
    person = get_object_or_404(User, pk=pk)
    service, done = ACTS[act]
    try:
        person = service(
            person, version=posted_version(request), by=request.user, at=timezone.now()
        )
    except Refusal as error:
        messages.error(request, str(error))
        return redirect(person)
    if act in ("close", "sign-out"):
        messages.success(request, done)
        return redirect(person)
    return _show_link(request, person)


ACTS = {
    "close": (services.deactivate_user, "The account is closed. Sessions and keys have ended."),
    "open": (services.reactivate_user, "The account is open again."),
    "new-link": (services.renew_password, "The old password no longer works."),
    "sign-out": (services.end_sessions, "Their sessions have ended. The password stays."),
}


class Places(AdministratorMixin, TemplateView):
    template_name = "accounts/places.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            regions=Region.objects.in_official_order(),
            forces=Force.objects.select_related("region").by_name(),
        )


def posted_version(request):
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 9 else None


def _show_link(request, user, status=200):
    """Show the link that sets the password, this once; only its check is worked out again."""
    context = {"person": user, "link": request.build_absolute_uri(password_link(user))}
    return render(request, "accounts/link.html", context, status=status)
