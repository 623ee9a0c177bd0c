"""Saved questions: saving the answer on the page of figures, the list, and one as it was."""

from django.core.exceptions import BadRequest, ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, FormView, ListView

from metrics.forms.figures import FigureForm
from metrics.forms.questions import QuestionForm
from metrics.models import QUESTIONS, SavedQuestion
from metrics.query import read_query
from metrics.questions import csv_of, lines_of, save_question
from metrics.wording import period_in_words
from tasking.views.base import new_key, once
from toex.accounts.choices import Role
from toex.audit.choices import ExportKind
from toex.audit.services import Package, record_read
from toex.core.periods import london_date
from toex.web.exports import ExportPage, Leaving
from toex.web.pages import ListPage, RolesMixin, RowPage, find

NOT_FIGURES = "Choose figures first: this address does not say which."


class Questions(RolesMixin, ListPage, ListView):
    roles = [Role.PROGRAMME_OFFICE]
    queryset = SavedQuestion.objects.select_related("by").defer("answer").order_by("-pk")
    audit_noun = "question"
    context_object_name = "rows"
    template_name = "metrics/questions.html"
    paginate_by = 25


class QuestionPage(RowPage, DetailView):
    queryset = SavedQuestion.objects.select_related("by")
    series = QUESTIONS
    audit_noun = "question"
    context_object_name = "question"


class Question(QuestionPage):
    template_name = "metrics/question.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(lines=lines_of(self.object), **kwargs)


class QuestionFile(ExportPage):
    """The answer as CSV."""

    def leaving(self):
        rows = SavedQuestion.objects.visible_to(self.request.user)
        self.question = find(rows, QUESTIONS, self.kwargs["reference"])
        words, back = "a saved answer (CSV)", self.question.get_absolute_url()
        return Leaving(ExportKind.ANSWER, words, back, self.question)

    def package(self):
        record_read(
            actor=self.request.user,
            action="question.file.view",
            at=self.now,
            target=self.question,
        )
        return Package(
            csv_of(self.question).encode(),
            f"{self.question.reference}.csv",
            "text/csv; charset=utf-8",
            rows=len(self.question.answer["rows"]),
        )


class SaveQuestion(RolesMixin, FormView):
    """Saves what the figures page showed: the address carries the same choices."""

    roles = [Role.PROGRAMME_OFFICE]
    form_class = QuestionForm
    template_name = "metrics/question_form.html"

    def query(self, now):
        asked = FigureForm(self.request.GET, reader=self.request.user, today=london_date(now))
        if not asked.is_valid():
            raise BadRequest(NOT_FIGURES)
        params = asked.parameters()
        params.setlist("measure", [measure.code for measure in asked.measures()])
        if asked.cleaned_data["by"]:
            params["by"] = asked.cleaned_data["by"]
        try:
            return read_query(params, now=now), dict(params.lists())
        except ValidationError as error:
            raise BadRequest(" ".join(error.messages)) from None

    def get_context_data(self, **kwargs):
        query, _ = self.query(timezone.now())
        return super().get_context_data(
            measures=[measure.label for measure in query.measures],
            period=period_in_words(query.period.name),
            back=f"{reverse('metrics:figures')}?{self.request.GET.urlencode()}",
            once_key=self.request.POST.get("once_key") or new_key(),
            **kwargs,
        )

    def form_valid(self, form):
        try:
            return redirect(once(self.request, lambda: self.save(form)))
        except ValidationError as error:
            form.take(error)
        return self.form_invalid(form)

    def save(self, form):
        now = timezone.now()
        query, parameters = self.query(now)
        question = save_question(
            query, by=self.request.user, at=now, parameters=parameters, **form.cleaned_data
        )
        return question.get_absolute_url()
