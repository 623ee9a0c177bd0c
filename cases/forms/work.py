"""What people enter to add to a case: activities, tasks, members, forces, regions, subjects."""

from django import forms
from django.core.validators import RegexValidator

from cases.choices import ActivityKind, MemberRole, SubjectPart, ThreatKind
from cases.forms.base import PageForm
from cases.forms.steps import date, radios, text
from cases.models import CaseRegion
from toex.accounts.choices import Role
from toex.accounts.models import User
from toex.forces.models import Force, Region

KEY = RegexValidator(
    r"^[A-Z0-9][A-Z0-9/-]{3,31}\Z",
    "The key must be 4 to 32 capital letters, digits, slashes or hyphens.",
    code="key",
)


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return f"{person.name} ({person.email})"


def people_of(case):
    """Return the managers and analysts of the regions that lead or support the case now."""
    regions = CaseRegion.objects.current().filter(case=case).values("region")
    return User.objects.active().filter(
        region__in=regions, role__in=[Role.TOEX_MANAGER, Role.ANALYST]
    )


class ActivityForm(PageForm):
    kind = radios("Kind of entry", ActivityKind.choices)
    occurred_on = date("Date it happened")
    occurred_time = forms.TimeField(label="Time", required=False, help_text="For example, 14:30")
    text = text("What was done", help_text="Do not name a person. Entries cannot be edited.")


class TaskForm(PageForm):
    text = forms.CharField(label="What needs doing", max_length=500)
    assignee = PersonField(
        label="Who does it",
        queryset=None,
        required=False,
        empty_label="Nobody yet",
    )
    due_on = date("Due date", required=False)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assignee"].queryset = people_of(case).order_by("name")


class MemberForm(PageForm):
    """Where nobody leads the case yet, the page offers the part of case lead first."""

    user = PersonField(label="Person", queryset=None, empty_label="Select a person")
    role = radios("Part in the case", MemberRole.choices)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = people_of(case).order_by("name")
        is_led = case.members.current().filter(role=MemberRole.LEAD).exists()
        self.fields["role"].initial = MemberRole.MEMBER if is_led else MemberRole.LEAD


class ForceForm(PageForm):
    force = forms.ModelChoiceField(
        label="Force",
        queryset=Force.objects.by_name(),
        to_field_name="code",
        empty_label="Select a force",
        help_text="It will see the summary and the outcomes in its own area.",
    )


class RegionForm(PageForm):
    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.in_official_order(),
        to_field_name="code",
        empty_label="Select a region",
        help_text="Its managers and analysts will see the whole case.",
    )
    from_date = date(
        "First day on which it supports", help_text="Today or earlier. For example, 16 6 2026"
    )


class EndForm(PageForm):
    until = date("Last day", help_text="Today or earlier. For example, 16 6 2026")


class SubjectForm(PageForm):
    key = forms.CharField(
        label="Pseudonymous key",
        max_length=32,
        validators=[KEY],
        help_text="As the owning system gives it, for example NICHE-00417. Never a name.",
    )
    role = radios("Part in the case", SubjectPart.choices)
    from_date = date("Since", required=False)


class ThreatForm(PageForm):
    kind = radios("Kind of threat", ThreatKind.choices)
    reference = forms.CharField(
        label="Reference in the mapping system", max_length=100, help_text="Never a name."
    )
    identified_by_toex = forms.BooleanField(
        label="First identified by TOEX work, and not known elsewhere", required=False
    )
    identified_on = date("Date identified", required=False)
    high_harm = forms.BooleanField(label="High harm", required=False)
