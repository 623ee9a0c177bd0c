"""Forms whose answers are read over on a page of their own before anything is saved.

What was sent is kept as a draft, and the way goes on by GET: the browser's Back then comes to
pages that can be asked for again, and the words are there. The check carries them too, so that
they can be sent where the session has ended meanwhile.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render

from cases.views.acts import refused
from toex.web import drafts
from toex.web.pages import version_in
from toex.workflow.refusals import Refusal, VersionMissing, VersionStale

NEW = "new"  # in the place of a key: begin with an empty form
SENT_ALONG = ("once_key", "version")


class CheckedFirst:
    """Before a `RowForm`: `?check=` with the key of a draft shows the check, `?draft=` the form.

    The form opens with the last draft of it that was not saved. `check_template` shows the check;
    `try_out` finds what only a service would find; `already` says of what is saved what it is;
    `anchor` is where on the page the form begins.
    """

    check_template = ""
    already = ""
    anchor = ""
    gone = False

    def get(self, request, *args, **kwargs):
        draft = self.get_draft()
        if draft is None:
            return super().get(request, *args, **kwargs)
        self.row = self.get_row()
        if draft.saved:
            context = {"row": self.row, "already": self.already, "address": draft.saved}
            return render(request, "cases/already_saved.html", context)
        return self.show_draft(draft)

    def get_draft(self):
        """Return the draft that the address names, or the last one of this form, or None.

        A draft goes with its session: where the address names one that is not there, `gone`
        lets the form say so, and its words do not go without a word.
        """
        asked = self.request.GET
        key = asked.get("check") or asked.get("draft")
        if key:
            draft = drafts.read(self.request, key)
            self.gone = draft is None and key != NEW
            return draft
        draft = drafts.latest(self.request)
        return draft if draft and self.is_of_form(draft.typed) else None

    def is_of_form(self, typed):
        return True

    def show_draft(self, draft):
        self.draft = draft
        form = self.get_form(draft.typed)
        try:
            self.check(version=version_in(draft.typed))
        except (VersionMissing, VersionStale):
            return self.show_stale(form)
        except Refusal as error:
            return refused(self.request, self.row, error, typed=form)
        if "check" in self.request.GET and form.is_valid():
            try:
                return self.show_check(form)
            except ValidationError as error:
                form.take(error)
        return self.show(form)

    def show_check(self, form):
        self.template_name = self.check_template
        form.kept = [
            (name, value)
            for name, values in self.draft.typed.lists()
            for value in values
            if name not in SENT_ALONG
        ]
        return self.show(form)

    def post(self, request, *args, **kwargs):
        if request.POST.get("act") == "empty":
            drafts.forget(request, self.once_key())
            return redirect(self.address_with())
        return super().post(request, *args, **kwargs)

    def carry_out(self, form):
        act, key = self.request.POST.get("act"), self.once_key()
        if act == "save":
            answer = self.save(form)
            drafts.settle(self.request, key, address=answer.url)
            return answer
        if act != "change":
            self.try_out(form)
        drafts.keep(self.request, key)
        return redirect(self.address_with(**{"draft" if act == "change" else "check": key}))

    def get_context(self):
        return {**super().get_context(), "draft": getattr(self, "draft", None), "gone": self.gone}

    def save(self, form):
        return super().carry_out(form)

    def try_out(self, form):
        """Do it and take that back: only the service knows all that can be wrong.

        :raises ValidationError: what the form could not know
        """
        with transaction.atomic():
            self.act(**form.cleaned_data)
            transaction.set_rollback(True)

    def once_key(self):
        """Return the key of the draft, which makes what is saved from it one row."""
        draft = getattr(self, "draft", None)
        return draft.key if draft else super().once_key()

    def address_with(self, **names):
        """Return the address of this form with `names`, and with the list that it came from."""
        query = self.request.GET.copy()
        for name in ("check", "draft"):
            query.pop(name, None)
        query.update(names)
        asked = f"?{query.urlencode()}" if query else ""
        return f"{self.request.path}{asked}{self.anchor}"
