"""The list of requests as a file: the rows of the page, with what each request says."""

from tasking.forms.sections import SECTIONS
from tasking.models import TaskingRequest
from tasking.views.narrowing import ListFilterSet
from tasking.views.requests import TABS
from tasking.views.words import OF_THE_FORCE, answer
from toex.accounts.choices import FORCE_ROLES, REGION_ROLES, Role
from toex.audit.choices import ExportKind
from toex.core.templatetags.toex_tags import date_and_time, long_date
from toex.web.exports import ListExport
from toex.web.pages import RolesMixin

LABELS = {
    name: OF_THE_FORCE.get(name, str(field.label))
    for section in SECTIONS.values()
    for name, field in section.base_fields.items()
}
YES_OR_NO = {True: "Yes", False: "No"}


def codes_of_forces(row):
    return ", ".join(row.forces_affected)


def text_of(name):
    """Return what makes the text of one question's answer."""

    def text(row):
        told = answer(row, name)
        return YES_OR_NO.get(told, told) if isinstance(told, bool) else told or ""

    return text


AS_THEY_ARE = {
    "needed_by": lambda row: long_date(row.needed_by),
    "forces_affected": codes_of_forces,
    "suspects_known": lambda row: "" if row.suspects_known is None else str(row.suspects_known),
}
COLUMNS = (
    ("Reference", lambda row: row.reference),
    ("Force", lambda row: row.force.short_name),
    ("Region", lambda row: row.region.code),
    ("Status", lambda row: row.get_state_display()),
    ("Sent", lambda row: date_and_time(row.submitted_at)),
    *((label, AS_THEY_ARE.get(name) or text_of(name)) for name, label in LABELS.items()),
)


class RequestsExport(RolesMixin, ListExport):
    roles = [*FORCE_ROLES, *REGION_ROLES, Role.PROGRAMME_OFFICE]
    kind = ExportKind.REQUESTS
    noun = "requests"
    title = "Tasking requests"
    list_name = "tasking:requests"
    queryset = TaskingRequest.objects.select_related("force", "region").newest_first()
    filterset_class = ListFilterSet
    columns = COLUMNS

    @property
    def tab(self):
        return TABS.get(self.request.GET.get("tab"))

    def rows(self):
        rows = super().rows()
        return rows.filter(state__in=self.tab[1]) if self.tab else rows

    def also(self):
        return [f"Stage: {self.tab[0]}"] if self.tab else []
