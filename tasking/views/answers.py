"""F3 to F6: the task list, the question pages, the check, and what comes after sending."""

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tasking import services
from tasking.choices import State
from tasking.forms.sections import GROUPS, SECTIONS, TITLES
from tasking.models import TaskingRequest
from tasking.views.base import ForThoseWhoMay, RequestPage, later_address, the_request
from tasking.views.scores import last_score
from tasking.views.words import COMPLETE, answer, answers, lacking, own_score_words, status_of
from tasking.waiting import MOST_DAYS
from tasking.workflow import EDITS, REQUEST
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import clock_time
from toex.core.working_days import working_days_after
from toex.web.pages import posted_version
from toex.workflow.refusals import NotYourStep, Refusal, StepNotAllowed


class AnswersPage(ForThoseWhoMay):
    """A page for whoever may change the answers, while they may be changed."""

    def check(self):
        EDITS.step_for("change", row=self.object, by=self.request.user)

    def score(self):
        return last_score(self.object, by=self.request.user)


class TaskList(AnswersPage):
    template_name = "tasking/tasks.html"

    def get_context_data(self, **kwargs):
        groups = [
            (group, [self.task(section) for section in sections])
            for group, sections in GROUPS.items()
        ]
        tasks = [task for _, of_group in groups for task in of_group]
        counted = [task for task in tasks if task["status"] != "Optional"]
        return super().get_context_data(
            files=self.object.files.kept().count(),
            groups=groups,
            done=sum(task["status"] == COMPLETE for task in counted),
            total=len(counted),
            **kwargs,
        )

    def task(self, section):
        if section == "score" and self.object.on_behalf:
            return {
                "title": TITLES[section],
                "address": "",
                "status": "Optional",
                "hint": "A score can be recorded once the request is sent.",
            }
        return {
            "title": TITLES[section],
            "address": section_address(self.object, section),
            "status": status_of(self.object, section, scored=bool(self.score())),
            "hint": "A score is not needed to ask for help." if section == "score" else "",
        }


class Section(AnswersPage):
    """One question page. What was typed stays on the page until it is saved."""

    template_name = "tasking/section.html"

    @property
    def section(self):
        return self.kwargs["section"]

    def get_context_data(self, form=None, **kwargs):
        form = form or SECTIONS[self.section](initial=self.saved())
        return super().get_context_data(
            form=form,
            title=TITLES[self.section],
            stale=self.stale,
            differences=self.differences(form) if self.stale else [],
            **kwargs,
        )

    def saved(self):
        return {name: getattr(self.object, name) for name in SECTIONS[self.section].base_fields}

    def differences(self, form):
        """Return (question, what you typed, what is saved) wherever the two are not the same."""
        typed = TaskingRequest(**form.cleaned_data)
        return [
            (form.fields[name].label, answer(typed, name), answer(self.object, name))
            for name, value in form.cleaned_data.items()
            if value != getattr(self.object, name)
        ]

    def post(self, request, *args, **kwargs):
        form = SECTIONS[self.section](
            request.POST,
            partly="later" in request.POST,
            initial=self.saved(),
            today=london_date(timezone.now()),
        )
        if not form.is_valid():
            return self.say(form=form)
        cleaned = dict(form.cleaned_data)
        saved = self.attempt(
            form,
            lambda: services.change_request(
                self.object,
                version=posted_version(request),
                by=request.user,
                at=timezone.now(),
                **cleaned,
            ),
        )
        if saved is None:
            form.cleaned_data = cleaned
            return self.refuse(form)
        messages.success(request, f"Saved at {clock_time(timezone.now())}.")
        return redirect(self.next_address())

    def next_address(self):
        if "later" in self.request.POST:
            return later_address(self.object)
        if self.request.GET.get("from") == "check":
            return reverse("tasking:check", args=[self.object.reference])
        return reverse("tasking:tasks", args=[self.object.reference])


class Check(AnswersPage):
    template_name = "tasking/check.html"

    def get_context_data(self, **kwargs):
        score = self.score()
        return super().get_context_data(
            groups=answers(self.object, change=self.change),
            score_rows=[
                (
                    "Score",
                    own_score_words(self.object, score),
                    None if self.object.on_behalf else f"{self.address('score')}?from=check",
                )
            ],
            lacking=[
                (self.change(section, name), sentence)
                for section, name, sentence in lacking(self.object)
            ],
            returned=self.object.state == State.RETURNED,
            **kwargs,
        )

    def address(self, section):
        return section_address(self.object, section)

    def change(self, section, name):
        return f"{self.address(section)}?from=check#{first_box(section, name)}"


class Sent(RequestPage):
    """F6: the reference and what happens next. It can be kept, and shows the same later."""

    template_name = "tasking/sent.html"

    def get(self, request, *args, **kwargs):
        self.object = self.get_object()
        if not self.object.submitted_at:
            return redirect("tasking:tasks", self.object.reference)
        days = MOST_DAYS[State.SUBMITTED]
        sent_on = london_date(self.object.submitted_at)
        return self.say(days=days, checked_by=working_days_after(sent_on, days))


@require_POST
def submit(request, reference):
    row = the_request(request, reference)
    try:
        REQUEST.step_for("submit", row=row, by=request.user)
        services.submit_request(
            row, version=posted_version(request), by=request.user, at=timezone.now()
        )
    except NotYourStep as error:
        raise PermissionDenied(str(error)) from None
    except StepNotAllowed as error:
        if row.submitted_at:
            return redirect("tasking:sent", row.reference)
        messages.error(request, str(error))
        return redirect(row)
    except ObjectDoesNotExist:
        raise Http404 from None
    except ValidationError:
        return redirect("tasking:check", row.reference)
    except Refusal as error:
        if the_request(request, reference).submitted_at:
            return redirect("tasking:sent", row.reference)
        messages.error(request, f"{error} Check the answers again before you send them.")
        return redirect("tasking:check", row.reference)
    return redirect("tasking:sent", row.reference)


def section_address(row, section):
    if section == "score":
        return reverse("tasking:score", args=[row.reference])
    return reverse("tasking:section", args=[row.reference, section])


def first_box(section, name):
    """Return the id of the first box of a field, to which a Change link leads."""
    return SECTIONS[section]()[name].focus_id
