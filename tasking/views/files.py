"""The files of a request: the list with its upload, and one file to keep."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tasking import services
from tasking.forms.files import FileForm
from tasking.models import RequestFile
from tasking.views.base import REFUSED, RequestPage, new_key, once, tell
from tasking.workflow import EDITS, FILES
from toex.accounts.choices import Role
from toex.web.limits import UPLOAD, spend
from toex.web.uploads import KeptFilePage
from toex.web.walk import carried
from toex.workflow.refusals import NotYourStep, StepNotAllowed


class Files(RequestPage):
    """A file that is refused is named with its reason; those added before stay."""

    template_name = "tasking/files.html"
    audit_noun = "request.files"
    http_method_names = ["get", "post"]

    def dispatch(self, request, *args, **kwargs):
        if request.user.role == Role.PROGRAMME_OFFICE:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, form=None, **kwargs):
        open_steps = FILES.open_steps(row=self.object, by=self.request.user)
        return super().get_context_data(
            form=form or FileForm(),
            files=self.object.files.select_related("by", "removed_by").order_by("pk"),
            may_add="add-file" in open_steps,
            may_remove="remove-file" in open_steps,
            may_change=bool(EDITS.open_steps(row=self.object, by=self.request.user)),
            once_key=self.request.POST.get("once_key") or new_key(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = FileForm(request.POST, request.FILES)
        try:
            FILES.step_for("add-file", row=self.object, by=request.user)
            spend(UPLOAD, request.user, now=timezone.now())
            if form.is_valid():
                address = once(request, lambda: self.add(**form.cleaned_data))
                messages.success(request, "The file is added.")
                return redirect(address)
        except NotYourStep as error:
            raise PermissionDenied(str(error)) from None
        except StepNotAllowed as error:
            form.add_error(None, str(error))
            return self.say(form=form, status=REFUSED)
        except ValidationError as error:
            tell(form, error)
        return self.say(form=form)

    def add(self, file, handling):
        services.add_file(
            self.object, by=self.request.user, at=timezone.now(), file=file, handling=handling
        )
        return carried(self.request, reverse("tasking:files", args=[self.object.reference]))


def in_sight(request, pk):
    files = RequestFile.objects.visible_to(request.user).select_related("request")
    return get_object_or_404(files, pk=pk)


class File(KeptFilePage):
    """One file of a request, to keep."""

    def find(self):
        file = in_sight(self.request, self.kwargs["pk"])
        if file.removed_at:
            raise Http404
        return file

    def record(self):
        row = self.file.request
        return row, reverse("tasking:files", args=[row.reference])

    def content(self):
        return services.open_file(self.file, by=self.request.user, at=self.now)


@require_POST
def remove_file(request, pk):
    row = in_sight(request, pk)
    try:
        FILES.step_for("remove-file", row=row.request, by=request.user)
    except NotYourStep as error:
        raise PermissionDenied(str(error)) from None
    except StepNotAllowed as error:
        messages.error(request, str(error))
        return redirect("tasking:files", row.request.reference)
    services.remove_file(row, by=request.user, at=timezone.now())
    messages.success(request, "The file is removed.")
    return redirect("tasking:files", row.request.reference)
