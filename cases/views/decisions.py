"""The decision page of a request. It belongs here because adopting a request opens a case."""

from datetime import date

from django.forms import model_to_dict
from django.utils import timezone

from cases import services
from cases.forms.decisions import DecisionForm
from cases.models import Case
from cases.views.acts import StepForm
from tasking.choices import ADOPTING, DecisionOutcome, State
from tasking.decided_for import with_cover
from tasking.models import TaskingRequest
from tasking.models.requests import REQUESTS
from tasking.views.clock import clock_of
from tasking.views.request import assessments
from tasking.views.words import answers, with_whom
from tasking.workflow import REQUEST
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import clock_time, long_date
from toex.web.pages import find


class Decide(StepForm):
    """G3: the request beside the decision, so that nobody has to leave the page to read it.

    What was typed is never lost: where somebody else decided first, both stand side by side.
    """

    workflow = REQUEST
    step = "decide"
    service = staticmethod(services.decide)
    audit_noun = "request.decide"
    template_name = "cases/decide.html"
    heading = "Decide this request"
    button = "Save the decision"

    def get_row(self):
        seen = TaskingRequest.objects.visible_to(self.request.user)
        rows = seen.select_related("force", "region", "requester")
        return find(rows, REQUESTS, self.kwargs["reference"])

    def get_form(self, data=None):
        return self.form_of(data=data)

    def form_of(self, **given):
        today = london_date(timezone.now())
        return DecisionForm(row=self.row, by=self.request.user, today=today, **given)

    def get_context(self):
        found = self.row.decisions.select_related("decided_by", "meeting").order_by("-pk")
        decisions = with_cover(found)
        words = self.who_decided(next(iter(decisions), None))
        return {
            "decisions": decisions,
            "stale_words": words,
            "compared": self.compared,
            "groups": answers(self.row),
            "with_whom": with_whom(self.row),
            "conversation": self.row.messages.select_related("by").order_by("-pk"),
            **assessments(self.row),
            **clock_of(self.row, at=timezone.now()),
        }

    def show(self, form, *, stale=None, status=200):
        self.compared = self.compare(form) if stale else []
        return super().show(form, stale=stale, status=status)

    def compare(self, form):
        """Return (question, what was typed, what stands) wherever one of the two says anything."""
        stands = self.row.decisions.order_by("-pk").first()
        if stands is None:
            return []
        saved = self.form_of(initial=model_to_dict(stands))
        pairs = [
            (field.label, in_words(form[name]), in_words(saved[name]))
            for name, field in form.fields.items()
        ]
        return [each for each in pairs if any(each[1:])]

    def who_decided(self, decision):
        """Return who decided while this form was open, or an empty text where nobody did."""
        if decision is None or self.row.state not in (State.DECIDED, State.DEFERRED):
            return ""
        now = timezone.now()
        today = london_date(decision.decided_at) == london_date(now)
        when = "" if today else f" on {long_date(decision.decided_at)}"
        at = clock_time(decision.decided_at)
        cover = f", {decision.cover_words}," if decision.cover_words else ""
        return f"{decision.decided_by.name}{cover} decided this request{when} at {at}."

    def act(self, **fields):
        self.row = super().act(**fields)
        outcome = DecisionOutcome(fields["outcome"])
        self.done = f"Decision saved: {outcome.label.lower()}."
        if outcome in ADOPTING:
            self.done = f"{self.done} The case is open."
        return self.row

    def get_success_url(self):
        case = Case.objects.visible_to(self.request.user).filter(request=self.row).first()
        return case.get_absolute_url() if case else self.row.get_absolute_url()


def in_words(bound):
    """Return the answer in one field of a form as a page shows it."""
    value = bound.value()
    if isinstance(value, list):
        return " ".join(part for part in value if part)
    if isinstance(value, date):
        return long_date(value)
    words = {str(code): label for code, label in getattr(bound.field, "choices", [])}
    return str(words.get(str(value), value)) if value else ""
