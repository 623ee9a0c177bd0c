"""Cover for managers of a region: the list, arranging it, and ending it early."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import FormView, ListView

from tasking import services
from tasking.forms.covers import CoverForm
from tasking.services.covers import check_end, check_not_over, may_arrange
from tasking.views.base import DetailPage, GuardedPage, new_key, once, tell
from toex.accounts.choices import REGION_ROLES, Role
from toex.accounts.models import COVERS, Cover
from toex.core.forms import PlainForm
from toex.core.periods import london_date
from toex.web.pages import ListPage, RolesMixin, posted_version
from toex.workflow.refusals import Refusal

ROWS = Cover.objects.select_related("region", "manager", "person", "created_by", "ended_by")


def today():
    return london_date(timezone.now())


class Covers(RolesMixin, ListPage, ListView):
    """Who covers for whom, the latest first: of one's region, or of all for an administrator."""

    roles = [*REGION_ROLES, Role.ADMINISTRATOR]
    queryset = ROWS.newest_first()
    audit_noun = "cover"
    context_object_name = "rows"
    template_name = "tasking/covers.html"
    paginate_by = 25

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(may_arrange=may_arrange(user), **kwargs)
        for row in context["rows"]:
            row.stands = row.words(today())
        return {**context, "with_region": not user.region_id}


class ArrangeCover(RolesMixin, FormView):
    roles = [Role.TOEX_MANAGER, Role.ADMINISTRATOR]
    form_class = CoverForm
    template_name = "tasking/cover_form.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "by": self.request.user}

    def get_initial(self):
        user = self.request.user
        return {"manager": user.pk} if user.role == Role.TOEX_MANAGER else {}

    def get_context_data(self, **kwargs):
        key = self.request.POST.get("once_key") or new_key()
        return super().get_context_data(once_key=key, **kwargs)

    def form_valid(self, form):
        try:
            return redirect(once(self.request, lambda: self.arrange(form)))
        except ValidationError as error:
            tell(form, error)
        except Refusal as error:
            raise PermissionDenied(str(error)) from None
        return self.form_invalid(form)

    def arrange(self, form):
        row = services.arrange_cover(by=self.request.user, at=timezone.now(), **form.cleaned_data)
        return row.get_absolute_url()


class CoverPage(DetailPage):
    """One cover. Whoever may end it finds the button for that here."""

    queryset = ROWS
    series = COVERS
    audit_noun = "cover"
    template_name = "tasking/cover.html"

    def get_context_data(self, **kwargs):
        stands = self.object.words(today())
        return super().get_context_data(stands=stands, may_end=self.may_end(), **kwargs)

    def may_end(self):
        try:
            check_end(self.object, by=self.request.user)
            check_not_over(self.object, today=today())
        except Refusal:
            return False
        return True


class EndCover(GuardedPage, CoverPage):
    http_method_names = ["get", "post"]

    def check(self):
        check_end(self.object, by=self.request.user)

    def get(self, request, *args, **kwargs):
        return redirect(self.object)

    def post(self, request, *args, **kwargs):
        return self.carry_out(
            PlainForm(request.POST),
            lambda: services.end_cover(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
            ),
            done="The cover has ended.",
        )
