"""Regional quarters: a region's own, the programme office's grid of all, and the page of one."""

from contextlib import suppress

from django.utils import timezone
from django.views.generic import DetailView, ListView

from cases.models import OutcomeQuery
from cases.views.acts import StepForm
from metrics import quarters
from metrics.api.quarters import READERS
from metrics.forms.quarters import ConfirmForm, ReopenForm
from metrics.models import RegionalQuarter
from metrics.quarters.checks import outcomes_in
from metrics.quarters.counts import counts_behind
from metrics.quarters.grid import Grid, year_of_latest, years_of
from metrics.wording import period_in_words
from metrics.workflow import QUARTER
from toex.accounts.choices import Role
from toex.audit.models import AuditEvent
from toex.core.periods import financial_year, financial_year_start, london_date, parse
from toex.web.pages import ListPage, RolesMixin, RowPage, find

ROWS = RegionalQuarter.objects.select_related("region", "confirmed_by")


class Quarters(RolesMixin, ListPage, ListView):
    """A region sees all its quarters, the latest first; the office a year of all regions."""

    roles = READERS
    queryset = ROWS
    audit_noun = "quarter"
    context_object_name = "rows"
    template_name = "metrics/quarters.html"

    def get_queryset(self):
        self.today = london_date(timezone.now())
        quarters.ensure(self.today)
        rows = super().get_queryset().order_by("region__order", "-pk")
        if self.request.user.role == Role.PROGRAMME_OFFICE:
            names = [each.name for each in self.year().quarters()]
            return rows.filter(period__in=names)
        return rows

    def year(self):
        """Return the financial year asked for, by its name or by a period within it."""
        asked, within = self.request.GET.get("year", ""), self.request.GET.get("period", "")
        with suppress(ValueError):
            asked = asked or financial_year(financial_year_start(parse(within).first)).name
        years = years_of(self.today)
        return next((year for year in years if year.name == asked), year_of_latest(self.today))

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        rows = list(context["object_list"])
        problems = quarters.problems_of(rows, today=self.today)
        if self.request.user.role == Role.PROGRAMME_OFFICE:
            context |= {
                "grid": Grid(rows, problems, self.today),
                "year": self.year(),
                "years": years_of(self.today)[::-1],
            }
        else:
            context["lines"] = [
                (row, period_in_words(row.period), problems[row.pk], row.span) for row in rows
            ]
        return {**context, "today": self.today}


class Quarter(RowPage, DetailView):
    queryset = ROWS
    audit_noun = "quarter"
    context_object_name = "quarter"
    template_name = "metrics/quarter.html"

    def get_context_data(self, **kwargs):
        row, reader, now = self.object, self.request.user, timezone.now()
        today = london_date(now)
        found = quarters.problems(row, today=today)
        return super().get_context_data(
            problems=found,
            period=period_in_words(row.period),
            is_empty=any(problem.code == quarters.NOTHING for problem in found),
            ended=row.span.last < today,
            steps=quarters.open_steps(row, by=reader, today=today),
            counts=counts_behind(row, reader=reader, now=now),
            questions=questions_of(row, reader=reader),
            events=AuditEvent.objects.about(row).writes().select_related("actor").newest_first(),
            **kwargs,
        )


def questions_of(row, *, reader):
    """Return the outcomes of a quarter, in sight, that wait for the region's answer."""
    rows = outcomes_in([row.span]).filter(led_by=row.region_id)
    waiting = OutcomeQuery.objects.visible_to(reader).waiting().values("outcome")
    return rows.filter(pk__in=waiting).select_related("case").order_by("pk")


class QuarterStep(StepForm):
    workflow = QUARTER
    audit_noun = "quarter.form"

    def get_row(self):
        return find(ROWS.visible_to(self.request.user), None, self.kwargs["reference"])


class Confirm(QuarterStep):
    def check(self, *, version):
        super().check(version=version)
        quarters.refuse_until_ended(self.row, today=london_date(timezone.now()))


confirm = Confirm.as_view(
    step="confirm",
    service=quarters.confirm_quarter,
    form_class=ConfirmForm,
    heading="Confirm this quarter",
    hint="You say for your region that what is recorded for the quarter is right and complete.",
    button="Confirm the quarter",
    done="The quarter is confirmed.",
)
reopen = QuarterStep.as_view(
    step="reopen",
    service=quarters.reopen_quarter,
    form_class=ReopenForm,
    heading="Open this quarter again",
    button="Open the quarter again",
    done="The quarter is open again. The managers of the region are told.",
)
