"""Terms, tasks, products and activities: the work on a case, a page each."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db.models import F
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases import services
from cases.choices import TaskState
from cases.forms.assessments import in_words
from cases.forms.work import ActivityForm, TaskForm
from cases.views.acts import CaseAdd
from cases.views.base import CasePage, FullCasePage, full_case, sees_in_full, works
from tasking.choices import Support
from toex.core.periods import LONDON, london_date
from toex.web.pages import posted_version, take
from toex.web.walk import carried

DUE = F("due_on").asc(nulls_last=True)


class TermsPage(CasePage):
    """The terms as agreed, newest first, each version with what has changed since the last."""

    template_name = "cases/terms.html"
    audit_noun = "case.terms"
    section = "terms"

    def get_context_data(self, **kwargs):
        versions = list(self.object.terms.order_by("pk").select_related("recorded_by"))
        before = [None, *versions]
        shown = [
            {
                "number": number,
                "before": number - 1,
                "terms": terms,
                "products": [Support(code).label for code in terms.products],
                "changed": changes_of_terms(old, terms),
            }
            for number, (old, terms) in enumerate(zip(before, versions, strict=False), 1)
        ]
        return super().get_context_data(versions=shown[::-1], **kwargs)


def changes_of_terms(old, new):
    """Return the names of what differs between two versions of the terms."""
    if old is None:
        return []
    names = {
        "support": "support",
        "products": "products",
        "due_on": "due date",
        "sio_name": "name of the SIO",
    }
    return [words for name, words in names.items() if getattr(old, name) != getattr(new, name)]


class TasksPage(FullCasePage):
    template_name = "cases/tasks.html"
    audit_noun = "case.tasks"
    section = "tasks"

    def get_context_data(self, **kwargs):
        tasks = self.object.tasks.select_related("assignee", "done_by")
        return super().get_context_data(
            to_do=tasks.filter(state=TaskState.OPEN).order_by(DUE, "pk"),
            done=tasks.filter(state=TaskState.DONE).order_by("-done_at", "-pk"),
            today=london_date(timezone.now()),
            **kwargs,
        )


class ProductsPage(CasePage):
    template_name = "cases/products.html"
    audit_noun = "case.products"
    section = "products"

    def get_context_data(self, **kwargs):
        products = self.object.products.order_by("-delivered_on", "-pk")
        if sees_in_full(self.request.user):
            reassessments = self.object.reassessments.select_related("by", "assessment__model")
            kwargs["reassessments"] = reassessments.order_by("-at", "-pk")
            scores = self.object.assessments.select_related("model", "assessed_by")
            kwargs["scores"] = [(each, in_words(each)) for each in scores.order_by("-pk")]
        return super().get_context_data(products=products, **kwargs)


class AddActivity(CaseAdd):
    """An entry of the log; without a time it is placed at noon of its day, or now if today."""

    def act(self, **fields):
        day, moment = fields.pop("occurred_on"), fields.pop("occurred_time")
        now = timezone.now()
        if moment is None and day == london_date(now):
            at = now
        else:
            at = datetime.combine(day, moment or time(12), tzinfo=LONDON)
        try:
            return super().act(occurred_at=at, **fields)
        except ValidationError as error:
            raise beside(
                error, "occurred_at", "occurred_time" if moment else "occurred_on"
            ) from None


def beside(error, name, box):
    """Return the error with what is said of `name` said of the box in which it was typed."""
    named = error.message_dict
    return ValidationError({box if each == name else each: named[each] for each in named})


add_activity = AddActivity.as_view(
    service=services.add_activity,
    form_class=ActivityForm,
    may=works,
    page="timeline",
    section="timeline",
    heading="Add to the timeline",
    button="Add entry",
    done="The entry is on the timeline.",
)
add_task = CaseAdd.as_view(
    service=services.add_task,
    form_class=TaskForm,
    row_as="case",
    may=works,
    page="tasks",
    section="tasks",
    heading="Add a task",
    button="Add task",
    done="The task is added.",
)


@require_POST
def task_done(request, reference, pk):
    case = full_case(request, reference)
    task = get_object_or_404(case.tasks.select_related("case"), pk=pk)
    take(
        request,
        lambda: services.finish_task(
            task, version=posted_version(request), by=request.user, at=timezone.now()
        ),
        done="The task is done.",
    )
    return redirect(carried(request, reverse("cases:tasks", args=[case.reference])))
