"""The first page of a case: what needs doing, and the key facts."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from cases import summary
from cases.choices import OutcomeState, State, Verdict
from cases.forms.surveys import QUESTIONS
from cases.models import Outcome, Survey
from cases.services.surveys import check_survey
from cases.views.base import CasePage, leads, sees_in_full
from cases.views.lists import flag_words
from cases.views.todo import page_of, standings, what_needs_doing
from tasking.choices import ExploitationType
from tasking.models import TaskingRequest
from toex.accounts.choices import Role
from toex.core.periods import london_date
from toex.workflow.refusals import Refusal

STEPS_BY_FORM = {
    "agree-terms": "Agree the terms of reference",
    "deliver": "Deliver a product",
    "reassess": "Reassess the threat",
    "close": "Close the case",
    "reopen": "Reopen the case",
    "hold": "Put on hold",
    "reclassify": "Change title, types or flags",
    "transfer-lead": "Transfer the lead",
    "restrict": "Restrict the case",
}
STEPS_BY_BUTTON = {"resume": "Resume the case", "unrestrict": "Lift the restriction"}


CLOCKS = {
    "days_to_decision": "From request to decision",
    "days_to_terms": "From opening to terms",
    "days_to_first_product": "From opening to first product",
    "days_open": "Open",
}


class CaseOverview(CasePage):
    """For whoever sees the summary only, the same page without what they may not see."""

    queryset = summary.with_parts(CasePage.queryset)
    template_name = "cases/case.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        case, user = self.object, self.request.user
        today = london_date(timezone.now())
        if sees_in_full(user):
            context["todo"] = what_needs_doing(
                case,
                standings([case], today)[case.pk],
                open_steps=context["open_steps"],
                manages=context["manages"],
                today=today,
            )
            context["members"] = case.members.current().select_related("user")
        return {
            **context,
            "forms": offered(STEPS_BY_FORM, case, context["open_steps"]),
            "buttons": offered(STEPS_BY_BUTTON, case, context["open_steps"]),
            "facts": facts_of(case, today),
            "terms": summary.latest_terms(case),
            "clocks": clocks_of(case, today),
            "request_address": request_address(case, user),
            "show_outcomes": user.role != Role.GATEWAY_OFFICER,
            "counts": outcome_counts(case, user),
            "may_answer": may_answer(case, user),
            "said": said_of(case, user),
        }


def may_answer(case, user):
    """Whether the three questions about a closed case wait for this reader."""
    try:
        check_survey(case, by=user)
    except Refusal:
        return False
    return True


def said_of(case, user):
    """Return [(question, answer)] of what was said; what was written only to lead and force."""
    survey = Survey.objects.visible_to(user).filter(case=case).first()
    if survey is None:
        return []
    said = [(words, Verdict(getattr(survey, name)).label) for name, words in QUESTIONS.items()]
    if sees_in_full(user) and not leads(case, user):
        return said
    return [*said, ("What should be done differently", survey.text or "Nothing written")]


def offered(words, case, open_steps):
    """Return [(address, words)] of the steps that are open."""
    return [(page_of(case, name), text) for name, text in words.items() if name in open_steps]


def request_address(case, user):
    seen = TaskingRequest.objects.visible_to(user).filter(pk=case.request_id).exists()
    return reverse("tasking:request", args=[case.request.reference]) if seen else ""


def facts_of(case, today):
    """Return [(label, value)] of the summary of a case."""
    types = [ExploitationType(code).label for code in case.secondary_types]
    forces = ", ".join(force.name for force in summary.forces(case, today))
    supporting = ", ".join(region.name for region in summary.supporting_regions(case, today))
    rows = [
        ("Operation name", case.operation_name),
        ("Main type", ExploitationType(case.primary_type).label),
        ("Other types", ", ".join(types) or "None"),
        ("Flags", "\n".join(flag_words(case)) or "None"),
        ("Asked for by", case.requesting_force.name),
        ("Forces with a part", forces),
        ("Lead region", case.lead_region.name),
        ("Supporting regions", supporting or "None"),
        ("SIO", case.sio_name),
        ("Opened", case.opened_on),
    ]
    return [*rows, *closing_facts(case)]


def closing_facts(case):
    if case.state != State.CLOSED:
        return []
    last = max((spell for spell in case.spells.all() if spell.closed_on), key=lambda row: row.pk)
    return [
        ("Closed", case.closed_on),
        ("Why it closed", last.get_reason_display()),
        ("Who owns the threat now", case.get_owner_display()),
    ]


def clocks_of(case, today):
    found = summary.clocks_of(case, today)
    return [(label, in_days(found[name])) for name, label in CLOCKS.items()]


def in_days(days):
    if days is None:
        return "Not yet"
    return f"{days:,} {'day' if days == 1 else 'days'}"


def outcome_counts(case, user):
    """Return how many outcomes of the case the reader may see, by state."""
    seen = Outcome.objects.visible_to(user).filter(case=case)
    return seen.aggregate(
        verified=Count("pk", filter=Q(state=OutcomeState.VERIFIED)),
        draft=Count("pk", filter=Q(state=OutcomeState.DRAFT)),
        void=Count("pk", filter=Q(state=OutcomeState.VOID)),
    )
