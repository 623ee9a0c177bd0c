"""What is declared in a meeting, and what it asks somebody to do."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from tasking.forms.fields import AnyOf, Day, Line, Narrative, OneOf
from tasking.models import TaskingRequest
from toex.accounts.choices import REGION_ROLES
from toex.accounts.models import User
from toex.core.forms import PlainForm

NO_CONFLICT, CONFLICT = "none", "conflict"
LONGEST = 500


class Person(forms.ModelChoiceField):
    """Somebody of a region, by name; two of one name are told apart by their role."""

    def __init__(self, *, label, hint="", needed=""):
        super().__init__(
            label=label,
            help_text=hint,
            required=bool(needed),
            queryset=User.objects.none(),
            empty_label="Select a person",
            error_messages={
                "required": needed,
                "invalid_choice": "Select a person from the list.",
            },
        )

    def label_from_instance(self, person):
        return f"{person.name}, {person.get_role_display()}"


def people_of(region):
    return User.objects.of_region(region, *REGION_ROLES).order_by("name", "pk")


class DeclarationForm(PlainForm):
    """One attendee's declaration. That there is no conflict is an answer too."""

    answer = OneOf(
        label="What do they declare?",
        choices=[(NO_CONFLICT, "No conflict of interest"), (CONFLICT, "A conflict of interest")],
        needed="Select what they declare.",
    )
    requests = AnyOf(label="On which items of the agenda", choices=[])
    nature = Line(
        label="What the conflict is",
        limit=LONGEST,
        hint="In a few words, without the name of anybody in the request.",
    )
    person = Person(
        label="Their account in TOEX",
        hint="Whoever declares a conflict cannot decide that request. This works only if their "
        "account is chosen here.",
    )

    def __init__(self, *args, meeting, seen, **kwargs):
        super().__init__(*args, **kwargs)
        items = [item.request for item in meeting.agenda.all()]
        self.rows = {row.reference: row for row in items}
        self.fields["requests"].choices = [
            (row.reference, f"{row.reference}: {row.title}" if row.pk in seen else row.reference)
            for row in items
        ]
        self.fields["person"].queryset = people_of(meeting.region)
        if not items:
            del self.fields["requests"]

    def clean(self):
        given = super().clean()
        chosen = given.get("requests") or []
        if given.get("answer") == CONFLICT and not chosen:
            sentence = "Select at least one item of the agenda."
            self.add_error("requests" if "requests" in self.fields else None, sentence)
        if given.get("answer") == NO_CONFLICT and (chosen or given.get("nature")):
            raise ValidationError(
                "You selected that there is no conflict, and told of one. Change one of the two."
            )
        return given

    def declared(self):
        given = self.cleaned_data
        return {
            "requests": [self.rows[reference] for reference in given.get("requests") or []],
            "nature": given["nature"],
            "person": given["person"],
        }


class ActionForm(PlainForm):
    text = Narrative(
        label="What is to be done",
        limit=LONGEST,
        hint="No names of people outside the programme.",
        needed="Enter what is to be done.",
        rows=3,
    )
    owner = Person(label="Who does it", needed="Select who does it.")
    due_on = Day(label="To be done by", needed="Enter the day by which it is to be done.")
    request = forms.ChoiceField(
        label="Request it is about",
        required=False,
        error_messages={"invalid_choice": "Select a request from the list."},
    )

    def __init__(self, *args, meeting, user, about=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(meeting.region)
        seen = TaskingRequest.objects.visible_to(user).filter(
            Q(agenda_items__meeting=meeting) | Q(pk=about.pk if about else None)
        )
        words = {row.pk: f"{row.reference}: {row.title}" for row in seen}
        rows = {row.reference: row for row in [*([about] if about else []), *seen]}
        self.rows = dict(sorted(rows.items()))
        self.fields["request"].choices = [
            ("", "None"),
            *((name, words.get(row.pk, name)) for name, row in self.rows.items()),
        ]

    def action(self):
        given = dict(self.cleaned_data)
        return {**given, "request": self.rows.get(given["request"])}


class DoneForm(PlainForm):
    done_on = Day(label="When was it done?", needed="Enter the day on which it was done.")
    note = Narrative(
        label="What was done",
        limit=LONGEST,
        hint="It stands in the list of actions.",
        needed="Enter what was done.",
        rows=3,
    )
