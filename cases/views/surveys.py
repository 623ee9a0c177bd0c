"""What investigating officers say of the support: asked of forces, reported to regions."""

from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from cases import services
from cases.choices import State, Verdict
from cases.forms.surveys import QUESTIONS, SurveyForm
from cases.models import Case, Survey
from cases.models.cases import CASES
from cases.services.surveys import check_survey
from cases.views.acts import AddForm
from toex.accounts.choices import Role
from toex.audit.services import record_read
from toex.core.periods import london_date
from toex.core.shares import share
from toex.web.pages import ListPage, RolesMixin, find

REPORTED_DAYS = 365
MOST_CASES = 200  # listed behind the numbers


class SurveysToAnswer(RolesMixin, ListPage, ListView):
    """The closed cases that the reader's force asked for and has not answered for."""

    roles = (Role.FORCE_LEAD,)
    queryset = Case.objects.select_related("lead_region")
    template_name = "cases/surveys_to_answer.html"
    audit_noun = "case"
    context_object_name = "cases"
    paginate_by = 50

    def get_queryset(self):
        asked = super().get_queryset().filter(requesting_force=self.request.user.force_id)
        return asked.unsurveyed().order_by("-closed_on", "-pk")


class AnswerSurvey(AddForm):
    audit_noun = "case.form"
    heading = "How did the support go?"
    hint = "Three questions for the investigating officer. They can be answered once."
    form_class = SurveyForm
    button = "Send the answers"
    done = "The answers are sent to the region. Thank you."

    def get_row(self):
        return find(Case.objects.visible_to(self.request.user), CASES, self.kwargs["reference"])

    def check(self, *, version):
        check_survey(self.row, by=self.request.user)

    def get_success_url(self):
        return reverse("cases:surveys-to-answer")


answer = AnswerSurvey.as_view(service=services.answer_survey)


class Surveys(RolesMixin, ListPage, ListView):
    """A year of closed cases: how many were answered for, and what was said.

    Counts are management information. What was written is read by the region that leads.
    """

    roles = (Role.TOEX_MANAGER, Role.PROGRAMME_OFFICE)
    queryset = Survey.objects.select_related("case", "by").order_by("-at")
    template_name = "cases/surveys.html"
    audit_noun = "survey"
    context_object_name = "surveys"
    paginate_by = 25

    def get_queryset(self):
        return super().get_queryset().filter(case__in=self.closed())

    def closed(self):
        """Return the cases in sight that a request opened and that closed in the last year."""
        since = london_date(timezone.now()) - timedelta(days=REPORTED_DAYS)
        cases = Case.objects.visible_to(self.request.user)
        cases = cases.filter(state=State.CLOSED, request__isnull=False, closed_on__gte=since)
        if self.request.user.region_id:
            cases = cases.filter(lead_region=self.request.user.region_id)
        return cases

    def behind(self):
        """Return the latest of the region's closed cases, with their answers; the look is logged.

        The programme office reads counts only: of one case they would tell who said what.
        """
        cases = list(
            self.closed().select_related("survey").order_by("-closed_on", "-pk")[:MOST_CASES]
        )
        reader = self.request.user
        record_read(actor=reader, action="case.list", at=timezone.now(), shown=cases)
        return cases

    def get_context_data(self, **kwargs):
        asked = self.closed().count()
        said = Survey.objects.filter(case__in=self.closed()).aggregate(
            answered=Count("pk"),
            **{
                f"{name}_{verdict}": Count("pk", filter=Q(**{name: verdict}))
                for name in QUESTIONS
                for verdict in Verdict.values
            },
        )
        return super().get_context_data(
            answered=share(said["answered"], asked),
            verdicts=Verdict.labels,
            questions=[
                (words, [said[f"{name}_{verdict}"] for verdict in Verdict.values])
                for name, words in QUESTIONS.items()
            ],
            cases=[] if self.request.user.role == Role.PROGRAMME_OFFICE else self.behind(),
            asked=asked,
            national=self.request.user.role == Role.PROGRAMME_OFFICE,
            **kwargs,
        )
