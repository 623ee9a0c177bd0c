"""What is asked to arrange cover for a manager."""

from django import forms

from tasking.forms.fields import Day, Line
from toex.accounts.choices import COVERING_ROLES, Role
from toex.accounts.models import User
from toex.core.forms import PlainForm

LONGEST = 500


class PersonOfRegion(forms.ModelChoiceField):
    """Somebody by name, with the region where people of several are offered."""

    with_region = False

    def label_from_instance(self, person):
        return f"{person.name}, {person.region.code}" if self.with_region else person.name


class CoverForm(PlainForm):
    manager = PersonOfRegion(
        label="Which manager is away?",
        queryset=User.objects.none(),
        empty_label="Select a TOEX manager",
        error_messages={"required": "Select the manager who is away."},
    )
    person = PersonOfRegion(
        label="Who decides for them?",
        help_text="An analyst of the same region. Other managers need no cover to decide.",
        queryset=User.objects.none(),
        empty_label="Select an analyst",
        error_messages={"required": "Select who decides for them."},
    )
    from_on = Day(label="First day", needed="Enter the first day of the cover.")
    until_on = Day(label="Last day", needed="Enter the last day of the cover.")
    reason = Line(
        label="Reason",
        limit=LONGEST,
        hint="For example leave or a course. Nothing about somebody's health.",
        needed="Enter a reason.",
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.active().select_related("region").order_by("name", "pk")
        if by.role != Role.ADMINISTRATOR:
            people = people.filter(region=by.region_id)
        for name, roles in (("manager", [Role.TOEX_MANAGER]), ("person", COVERING_ROLES)):
            self.fields[name].queryset = people.filter(role__in=roles)
            self.fields[name].with_region = by.role == Role.ADMINISTRATOR
