"""The files of a case: the list with its upload, a newer version, withdrawal, and one to keep."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone

from cases import services
from cases.forms.files import FilesForm, VersionForm
from cases.forms.steps import ReasonForm
from cases.services.files import not_theirs
from cases.versions import versions_of
from cases.views.acts import CaseAdd, new_key
from cases.views.base import FullCasePage, full_case, works
from tasking.models import RequestFile
from toex.web.limits import UPLOAD, spend
from toex.web.once import claim_form, release, settle
from toex.web.uploads import KeptFilePage
from toex.web.walk import carried


class Files(FullCasePage):
    """A file that is refused is named with its reason; the good ones beside it are kept."""

    template_name = "cases/files.html"
    audit_noun = "case.files"
    section = "files"
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, form=None, **kwargs):
        case, user = self.object, self.request.user
        every = versions_of(case)
        for versions in every:
            for file in versions.files:
                file.may_withdraw, file.now = not not_theirs(file, user), versions.current
        of_request = RequestFile.objects.visible_to(user).filter(request=case.request_id).kept()
        return super().get_context_data(
            form=form or FilesForm(),
            current=[versions.current for versions in every if versions.current],
            earlier=[each for versions in every for each in versions.earlier],
            withdrawn=[each for versions in every for each in versions.withdrawn],
            of_request=of_request.count() if case.request_id else 0,
            once_key=self.request.POST.get("once_key") or new_key(),
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        self.object = self.get_object()
        form = FilesForm(request.POST, request.FILES)
        for _ in request.FILES.getlist("file") or [None]:
            spend(UPLOAD, request.user, now=timezone.now())
        said = ""
        try:
            if form.is_valid():
                said, refused = self.add(**form.cleaned_data)
                for sentence in refused:
                    form.add_error("file", sentence)
            if form.is_valid():
                messages.success(request, said)
                return redirect(carried(request, reverse("cases:files", args=[self.object])))
        except ObjectDoesNotExist:
            raise Http404 from None
        except ValidationError as error:
            form.take(error)
        return self.render_to_response(self.get_context_data(form=form, said=said))

    @transaction.atomic
    def add(self, *, file, handling):
        """Add what passes, once for a form however often sent; say so, and why of each other."""
        now = timezone.now()
        claimed, before = claim_form(self.request, at=now)
        if before:
            return claimed.answer["said"], claimed.answer["refused"]
        added, refused = services.add_files(
            self.object, by=self.request.user, at=now, files=file, handling=handling
        )
        said = in_words(len(added), of=len(file))
        if claimed and added:
            settle(claimed, status=200, answer={"said": said, "refused": refused})
        elif claimed:
            release(claimed)  # nothing was done, so the same files may be tried again
        return said, refused


def in_words(number, *, of):
    """Return what is said where so many of the files sent were added; of none, nothing."""
    if number < of:
        return f"{number} of {of} files {'is' if number == 1 else 'are'} added." if number else ""
    return "The file is added." if number == 1 else f"{number} files are added."


def file_of(case, pk):
    """Return a file of the case, withdrawn or not. :raises Http404: there is none"""
    file = get_object_or_404(case.files.select_related("withdrawal", "replaced_by"), pk=pk)
    file.case = case
    return file


class File(KeptFilePage):
    """One file of a case, to keep."""

    def find(self):
        self.case = full_case(self.request, self.kwargs["reference"])
        file = file_of(self.case, self.kwargs["pk"])
        if file.is_withdrawn:
            raise Http404
        return file

    def record(self):
        return self.case, reverse("cases:files", args=[self.case.reference])

    def content(self):
        return services.open_file(self.file, by=self.request.user, at=self.now)


class OfFile(CaseAdd):
    """A form about one file of a case."""

    page = section = "files"
    may = staticmethod(works)

    def get_row(self):
        case = super().get_row()
        self.file = file_of(case, self.kwargs["pk"])
        return case

    def get_context(self):
        return {**super().get_context(), "heading": f"{self.heading} {self.file.called}"}


class AddVersion(OfFile):
    form_class = VersionForm
    heading = "Add a newer version of"
    hint = (
        "It takes the place of this one on the list. The versions before stay there to download."
    )
    button = "Add this version"
    done = "The newer version is on the list."

    def get_form(self, data=None):
        files = None if data is None else self.request.FILES
        return VersionForm(data, files, initial={"handling": self.file.handling})

    def act(self, **fields):
        spend(UPLOAD, self.request.user, now=timezone.now())
        return services.add_file(
            self.row, by=self.request.user, at=timezone.now(), replaces=self.file, **fields
        )


class WithdrawFile(OfFile):
    form_class = ReasonForm
    heading = "Withdraw"
    hint = (
        "Nobody can download it any more. It is not deleted: its name and your reason stay on the "
        "list. Where there is an earlier version, that is the one on the list again."
    )
    button = "Withdraw this file"
    done = "The file is withdrawn."

    def check(self, *, version):
        services.check_withdraw(self.file, by=self.request.user)

    def act(self, **fields):
        return services.withdraw_file(self.file, by=self.request.user, at=timezone.now(), **fields)
