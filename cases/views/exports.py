"""Lists of cases and of outcomes as files: the rows of the page, with what the page may show."""

from django.utils import timezone

from cases import summary
from cases.choices import Attribution, MemberRole
from cases.models import Case, Outcome
from cases.views.base import sees_in_full
from cases.views.lists import OPERATIONAL, TABS, flag_words, with_what_is_next
from cases.views.narrowing import CasePageFilterSet, OutcomePageFilterSet
from cases.views.outcome_words import OWN
from cases.views.outcomes import READERS
from tasking.choices import ExploitationType
from toex.audit.choices import ExportKind
from toex.core.countries import name_of
from toex.core.periods import london_date
from toex.core.templatetags.toex_tags import long_date
from toex.web.exports import ListExport
from toex.web.pages import RolesMixin

NONE = "None"


def listed(words):
    return ", ".join(words) or NONE


def names_of_regions(case):
    return listed(each.name for each in summary.supporting_regions(case, _today()))


def names_of_forces(case):
    return listed(each.short_name for each in summary.forces(case, _today()))


def names_of_leads(case):
    parts = [part for part in case.members.all() if part.role == MemberRole.LEAD]
    return listed(part.user.name for part in parts if summary.gives_sight(part, _today()))


def other_types(case):
    return listed(str(ExploitationType(code).label) for code in case.secondary_types)


def _today():
    return london_date(timezone.now())


OF_CASES = (
    ("Reference", lambda case: case.reference),
    ("Title", lambda case: case.title),
    ("Operation name", lambda case: case.operation_name),
    ("Stage", lambda case: case.get_state_display()),
    ("Flags", lambda case: listed(flag_words(case))),
    ("Lead region", lambda case: case.lead_region.name),
    ("Supporting regions", names_of_regions),
    ("Asked for by", lambda case: case.requesting_force.short_name),
    ("Forces with a part", names_of_forces),
    ("Main type of exploitation", lambda case: str(ExploitationType(case.primary_type).label)),
    ("Other types", other_types),
    ("Opened", lambda case: long_date(case.opened_on)),
    ("Closed", lambda case: long_date(case.closed_on) if case.closed_on else "Still open"),
)
# Only full sight knows of tasks, members and activities.
OF_WORK = (
    ("Next task due", lambda case: long_date(case.next_due) if case.next_due else NONE),
    ("Case lead", names_of_leads),
    (
        "Last activity",
        lambda case: long_date(case.last_activity) if case.last_activity else "None yet",
    ),
)


class CasesExport(RolesMixin, ListExport):
    roles = OPERATIONAL
    kind = ExportKind.CASES
    noun = "cases"
    title = "Cases"
    list_name = "cases:cases"
    queryset = summary.with_parts(Case.objects.all()).newest_first()
    filterset_class = CasePageFilterSet

    @property
    def columns(self):
        return (*OF_CASES, *(OF_WORK if sees_in_full(self.request.user) else ()))

    @property
    def tab(self):
        """Return (words, how it narrows) of the tab in the address, where the reader has tabs."""
        return TABS.get(self.request.GET.get("tab")) if sees_in_full(self.request.user) else None

    def rows(self):
        rows, user = super().rows(), self.request.user
        if self.tab:
            rows = rows.filter(self.tab[1](user))
        return with_what_is_next(rows) if sees_in_full(user) else rows

    def also(self):
        return [self.tab[0].format(region=self.request.user.region)] if self.tab else []


def place_of(outcome):
    if outcome.country != "GB":
        return f"Abroad ({name_of(outcome.country)})"
    return outcome.force.short_name if outcome.force else "Not known"


def said_by_force(outcome):
    if outcome.disputed_at:
        return "Disputed"
    return "Confirmed" if outcome.confirmed_at else "Nothing yet"


def own_answer(text):
    """Return what makes the text of a question that only some kinds of outcome are asked."""
    return lambda outcome: str(text(outcome) or NONE)


OF_OUTCOMES = (
    ("Number", lambda outcome: str(outcome.pk)),
    ("Case", lambda outcome: outcome.case.reference),
    ("Kind", lambda outcome: outcome.get_kind_display()),
    ("Happened on", lambda outcome: long_date(outcome.occurred_on)),
    ("Where", place_of),
    ("Lead region", lambda outcome: outcome.case.lead_region.name),
    ("What TOEX did", lambda outcome: str(Attribution(outcome.attribution).label)),
    ("How many", lambda outcome: f"{outcome.quantity}"),
    *((words, own_answer(text)) for words, text in OWN.values()),
    ("Evidence reference", lambda outcome: outcome.evidence_reference),
    ("State", lambda outcome: outcome.get_state_display()),
    ("What the force says", said_by_force),
)
OF_PEOPLE = (
    ("Pseudonymous key", lambda outcome: outcome.subject_key or "No key"),
    ("Threat", lambda outcome: outcome.threat.reference if outcome.threat else NONE),
)


class OutcomesExport(RolesMixin, ListExport):
    roles = READERS
    kind = ExportKind.OUTCOMES
    noun = "outcomes"
    title = "Outcomes"
    list_name = "cases:outcomes"
    queryset = Outcome.objects.select_related("case__lead_region", "force", "threat")
    filterset_class = OutcomePageFilterSet

    @property
    def columns(self):
        return (*OF_OUTCOMES, *(OF_PEOPLE if sees_in_full(self.request.user) else ()))

    def rows(self):
        return super().rows().newest_first()
